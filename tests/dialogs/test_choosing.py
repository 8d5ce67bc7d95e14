"""Buttons: answers, ticks, changes and the ways out; old and tampered ones do nothing but show the present question."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.messages import ChoiceInput
from dialogs.turn import present, take_turn
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import NOW, Talk
from tests.each import each

PLAN = ("switch:wrong_recipient", "personal_code", "refused", "none")


@pytest.fixture
def planned(talk: Talk) -> Talk:
    return talk.chooses(*PLAN)


def test_an_option_answers_the_open_question(talk: Talk):
    talk.chooses("switch:wrong_recipient", "transfer")
    assert talk.answers["channel"] == "transfer"
    assert talk.state == "wrong_recipient.accepted"


def test_a_time_option_is_kept_as_the_time_it_meant(talk: Talk):
    talk.chooses("switch:wrong_recipient", "transfer", "not_yet", "within_2h")
    assert talk.answers["paid_at"] == "2026-11-23T19:00:00+08:00/2026-11-23T20:30:00+08:00"
    talk.waits(hours=24).commands("plan")
    assert "look_for_returned_money" in talk.plan


@pytest.mark.parametrize("age", [1, 5, 1000, -1])
def test_a_button_of_an_older_message_only_shows_the_present_question(planned: Talk, age: int):
    before = planned.case
    planned.chooses("cmd:restart", revision=before.revision - age)
    assert planned.said("old_button")
    assert planned.case.answers == before.answers
    shown = tuple(reply.text for reply in planned.turn.replies[1:])
    assert shown == tuple(reply.text for reply in present(planned.dialog, planned.case, planned.now))


def test_a_button_of_the_present_message_acts(planned: Talk):
    planned.chooses(f"done:{planned.plan[0]}", revision=planned.case.revision)
    assert planned.case.ticks == (planned.plan[0],)


def test_pressing_the_same_button_twice_acts_once(talk: Talk):
    talk.chooses("switch:wrong_recipient")
    shown_at = talk.case.revision
    talk.chooses("transfer", revision=shown_at).chooses("transfer", revision=shown_at)
    assert talk.said("old_button")
    assert talk.state == "wrong_recipient.accepted"


def test_ticking_a_step_shows_the_next_one_and_a_way_to_take_it_back(planned: Talk):
    first, second = planned.turn.plan[:2]
    planned.chooses(f"done:{first.id}")
    assert planned.said("ticked", number=1, step=first)
    assert second.body in planned.text
    assert planned.options[:2] == [f"done:{second.id}", f"undo:{first.id}"]


def test_taking_a_tick_back(planned: Talk):
    first = planned.turn.plan[0]
    planned.chooses(f"done:{first.id}", f"undo:{first.id}")
    assert planned.said("unticked", number=1, step=first)
    assert planned.case.ticks == ()
    assert planned.options[0] == f"done:{first.id}"


def test_steps_may_be_ticked_in_any_order_and_twice(planned: Talk):
    first, _, third = planned.plan[:3]
    planned.chooses(f"done:{third}", f"done:{third}", f"done:{first}")
    assert set(planned.case.ticks) == {first, third}
    assert len(planned.case.ticks) == 2
    planned.commands("plan")
    assert planned.options[0] == f"done:{planned.plan[1]}"


def test_when_all_is_done_it_says_so(planned: Talk):
    steps = planned.turn.plan
    planned.chooses(*(f"done:{step.id}" for step in steps))
    assert planned.said("all_done", number=len(steps), step=steps[-1])
    assert not [option for option in planned.options if option.startswith("done:")]
    assert f"undo:{steps[-1].id}" in planned.options


def test_a_step_that_is_not_in_the_plan_cannot_be_ticked(planned: Talk):
    planned.chooses("done:call_110")
    assert planned.said("old_button")
    assert planned.case.ticks == ()


def test_before_there_is_a_plan_nothing_can_be_ticked(talk: Talk):
    talk.chooses("switch:legal_routes").chooses("done:keep_proof", "rest")
    assert talk.said("old_button")
    assert talk.case.ticks == ()


def test_ticks_outlive_a_changed_answer(planned: Talk):
    planned.chooses("done:keep_proof", "change:counterpart", "silent")
    assert "keep_proof" in planned.case.ticks
    assert next(step for step in planned.turn.plan if step.id == "keep_proof").done


def test_changing_one_answer_asks_only_that_one(planned: Talk):
    planned.chooses("change:counterpart")
    assert planned.state == "wrong_recipient.counterpart"
    planned.chooses("willing")
    assert planned.state == "wrong_recipient.return_plan"
    assert "take_money_back_safely" in planned.plan


def test_switching_to_another_situation_keeps_what_was_told_about_the_payment(planned: Talk):
    planned.chooses("switch:scam_rebate")
    assert planned.state == "scam_rebate.still_in_contact"
    assert planned.answers["channel"] == "personal_code"
    planned.chooses("stopped")
    assert planned.state == "scam_rebate.police"  # the way of paying is known


def test_staying_shows_the_plan_again(planned: Talk):
    before = planned.case.answers
    planned.chooses("stay")
    assert planned.case.answers == before
    assert planned.state == "wrong_recipient.return_plan"


def test_the_menu_keeps_what_was_told_about_the_payment(planned: Talk):
    planned.chooses("menu")
    assert planned.state == "triage.situation"
    assert planned.answers["channel"] == "personal_code"
    assert "situation" not in planned.answers


def test_every_situation_is_reached_through_the_menus(talk: Talk):
    for category in talk.dialog.library.options("situation"):
        for situation in talk.dialog.library.options(f"which_{category}"):
            talk.commands("restart").chooses(category)
            while situation not in talk.options:
                talk.chooses(talk.options[-1])
            talk.chooses(situation)
            assert talk.turn.situation == situation


@pytest.mark.parametrize("place", ["start", "question", "plan"])
@each(
    "option",
    ["", ":", "done", "done:", "undo:", "switch:", "switch:triage", "change:", "change:zodiac", "cmd:", "cmd:forget",
     "cmd:rm", "more", "more:", "more:x", "more:-1", "more:99999999999999999999", "more:²", "rest:x", "which_mistake",
     "situation", "return_plan", "paper:", "paper:x", "papers:x", "set:x", "field:9", "file:exe", "\x00", "💸"],
)  # fmt: skip
def test_a_tampered_id_takes_nothing_away(dialog: Dialog, option: str, place: str):
    talk = Talk(dialog).chooses(*{"start": ("cmd:start",), "question": PLAN[:2], "plan": PLAN}[place])
    before = talk.answers
    talk.chooses(option)
    assert talk.turn.replies
    assert talk.answers == before
    assert not talk.turn.forget


DIALOG = open_dialog()


@given(st.text(max_size=80))
@example("more:" + "9" * 5000)
@example("done:\ud800")
def test_any_id_is_survived(option: str):
    assume(option.partition(":")[0] not in {"menu", "switch", "cmd", "forwarded"})  # these may lead elsewhere
    case = Case(answers={"situation": "wrong_recipient", "channel": "personal_code"}, met="wrong_recipient")
    turn = take_turn(DIALOG, case, ChoiceInput(option), NOW)
    assert turn.replies
    assert turn.case.answers.items() >= case.answers.items()
