"""Whoever answers nothing gets a plan, too: every question that only refines it can be passed over."""

from __future__ import annotations

import pytest

from dialogs.case import PASSED_OVER
from dialogs.dialog import Dialog
from dialogs.library.records import Family
from dialogs.replay import in_sight
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import Talk
from tests.each import each

REFINED = sorted(name for name, flow in open_dialog().library.flows.items() if flow.asks and in_sight(flow))


@pytest.mark.parametrize("situation", REFINED)
def test_a_plan_comes_of_saying_that_one_does_not_know(dialog: Dialog, situation: str):
    talk = Talk(dialog).chooses(f"switch:{situation}")
    while talk.position.question:
        question = talk.position.question
        assert "cmd:plan" in talk.options
        talk.says("不知道")
        assert talk.answers[question] in {PASSED_OVER, "unknown"}
    assert talk.turn.plan
    assert any(step.urgency == "now" for step in talk.turn.plan)
    assert len(talk.position.path) > 1


@each("situation", REFINED)
def test_each_question_can_be_left_for_the_plan_at_once(dialog: Dialog, situation: str):
    talk = Talk(dialog).chooses(f"switch:{situation}")
    open_question = talk.position.question
    talk.chooses("cmd:plan")
    assert talk.turn.plan[0].body in talk.text
    assert all(step.title in talk.text for step in talk.turn.plan)
    assert talk.position.question == open_question


def test_who_is_asked_how_they_paid_can_say_that_they_paid_nothing(dialog: Dialog):
    for name, flow in dialog.library.flows.items():
        if flow.family is not Family.SCAM or not {"money_gone", "channel", "given_away"} <= flow.asks.keys():
            continue
        talk = Talk(dialog).chooses(f"switch:{name}", "stopped")
        assert talk.state == f"{name}.channel"
        assert "unpaid" in talk.options
        assert talk.chooses("unpaid").state == f"{name}.given_away"
        paid = Talk(dialog).chooses(f"switch:{name}").says("转了3000").chooses("stopped")
        assert "unpaid" not in paid.options
