"""One turn: pure, counted, and honest about the state it leaves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.case import Case
from dialogs.machine import states
from dialogs.messages import ChoiceInput, CommandInput, ForwardInput, Input, TextInput, UnreadableInput
from dialogs.turn import present, take_turn
from tests.dialogs.talk import Talk

INPUTS: list[Input] = [
    TextInput("我微信转错人了，对方还没收"),
    TextInput("还没收"),
    ChoiceInput("not_yet"),
    ChoiceInput("cmd:change"),
    CommandInput("back"),
    CommandInput("restart"),
    CommandInput("forget"),
    ForwardInput("微信撤回软件，先付 99 元"),
    UnreadableInput("voice"),
]


@pytest.fixture
def asked(talk: Talk) -> Talk:
    return talk.chooses("switch:wrong_recipient", "transfer")


@pytest.mark.parametrize("received", INPUTS, ids=lambda one: type(one).__name__)
def test_same_in_same_out_and_the_case_that_went_in_is_untouched(asked: Talk, received: Input):
    before, stored = asked.case, asked.case.to_json()
    first = take_turn(asked.dialog, before, received, asked.now)
    assert take_turn(asked.dialog, before, received, asked.now) == first
    assert before.to_json() == stored


@pytest.mark.parametrize("received", INPUTS, ids=lambda one: type(one).__name__)
def test_the_revision_grows_by_one_when_the_case_changed_and_not_otherwise(asked: Talk, received: Input):
    before = asked.case
    after = asked.takes(received).case
    changed = replace(after, revision=before.revision, advice=before.advice) != before
    assert after.revision == before.revision + changed


def test_what_changes_nothing_leaves_the_buttons_alive(asked: Talk):
    before = asked.case
    asked.commands("privacy", "export")
    assert asked.case == before


def test_the_state_names_where_the_next_words_go(talk: Talk):
    assert talk.commands("start").state == "triage.situation"
    assert talk.chooses("scam").state == "triage.which_scam"
    assert talk.chooses("scam_game").state == "scam_game.still_in_contact"
    assert talk.chooses("change:situation").state == "scam_game.situation"
    assert talk.commands("back").state in states(talk.dialog.library)


def test_the_opening_is_said_once_per_situation(talk: Talk):
    talk.chooses("switch:scam_game")
    opening = talk.dialog.words.opening(talk.position.known).text
    assert talk.first == opening
    for _ in range(2):
        talk.chooses("talking", "change:still_in_contact")
        assert opening not in talk.text
    talk.chooses("switch:scam_loan")
    assert talk.first == talk.dialog.words.opening(talk.position.known).text != opening


def test_the_first_aid_is_given_once(talk: Talk):
    talk.says("你好")
    assert talk.said("first_aid")
    talk.says("在吗")
    assert not talk.said("first_aid")


def test_present_shows_what_the_person_sees_without_any_input(asked: Talk):
    shown = present(asked.dialog, asked.case, asked.now)
    assert [option.id for reply in shown for option in reply.options] == asked.options
    asked.chooses("change:channel")
    assert present(asked.dialog, asked.case, asked.now) == asked.turn.replies


def test_present_of_somebody_new_is_the_first_question(asked: Talk):
    (reply,) = present(asked.dialog, Case(), asked.now)
    assert "mistake" in [option.id for option in reply.options]


def test_no_plan_before_an_outcome_is_in_sight_and_the_plan_from_there_on(asked: Talk):
    assert Talk(asked.dialog).chooses("learn", "legal_routes").turn.plan == ()
    assert asked.turn.plan
    asked.chooses("received", "willing")
    assert asked.turn.plan
    assert asked.commands("help").turn.plan == asked.commands("plan").turn.plan


def test_the_last_advice_is_remembered_for_its_sources(asked: Talk):
    asked.chooses("received", "willing")
    assert set(asked.case.advice) == set(asked.turn.facts)
    assert set(asked.case.advice) <= set(asked.dialog.library.facts)


@pytest.mark.parametrize("stale", [{"paper": "no_such_paper"}, {"field": "no_such_field"}, {"met": "no_such_flow"},
                                   {"ticks": ("no_such_step",)}, {"changing": "no_such_question"}])  # fmt: skip
@pytest.mark.parametrize("received", INPUTS, ids=lambda one: type(one).__name__)
def test_a_case_of_another_version_is_survived(asked: Talk, stale: dict[str, object], received: Input):
    asked.case = replace(asked.case, **stale)  # type: ignore[arg-type]
    assert asked.takes(received).turn.replies
    assert present(asked.dialog, replace(asked.case, **stale), asked.now)  # type: ignore[arg-type]
