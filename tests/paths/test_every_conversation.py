"""Whole conversations by buttons alone, through the same function as every channel, from hello to the last tick."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import pytest
import yaml

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.known import SPANS, span_of_option
from dialogs.library.checks.flows import CALLBACK_BYTES, REVISION_BYTES
from dialogs.library.checks.paths import thin_walks
from dialogs.library.records import Typed
from dialogs.machine import START, states
from dialogs.messages import Reply
from dialogs.screen import MAX_LENGTH, SCREEN, height, unfolded
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import NOW, Talk
from tests.each import each
from tests.paths.test_every_path import FLOWS, SITUATIONS

QUESTION_OPTIONS, MENU_OPTIONS = 4, 6
BESIDE = 2  # buttons under a question that only refines the plan: the plan, and a message to send at once


def one_of_each_shape() -> list[str]:
    """One situation for each way in which flows ask: most swindles ask the same questions in the same order."""
    shapes: dict[str, str] = {}
    for situation in SITUATIONS:
        flow = yaml.load((FLOWS / f"{situation}.yaml").read_text("utf-8"), yaml.CSafeLoader)
        if "like" not in flow:
            shapes.setdefault(repr(flow.get("asks")), situation)
    return sorted(shapes.values())


@cache
def walked(situation: str) -> list[list[str]]:
    """The options pressed on each of the few walks that together take every option of the situation."""
    back = {span_of_option(option, NOW): option for option in SPANS}
    return [
        [back.get(position.known.answers[name], position.known.answers[name]) for name in position.path[1:]]
        for position in thin_walks(open_dialog().library, situation, NOW)
    ]


def assert_can_be_sent(reply: Reply, options: int) -> None:
    assert 0 < len(unfolded(reply.text)) <= MAX_LENGTH, reply.text
    if reply.in_place:  # a plan
        assert height(reply.text) <= SCREEN, reply.text
    assert len(reply.options) <= options, reply.options
    assert len({option.id for option in reply.options}) == len(reply.options)
    for option in reply.options:
        assert len(option.id.encode()) <= CALLBACK_BYTES - REVISION_BYTES
        assert option.label


def assert_in_order(talk: Talk) -> None:
    """Nothing in the last turn is too long, too much to choose from, or lost when stored."""
    question = talk.case.changing or talk.position.question
    page = talk.dialog.library.questions[question].page_size if question else MENU_OPTIONS
    for reply in talk.turn.replies:
        assert_can_be_sent(reply, max(page, QUESTION_OPTIONS) + BESIDE)
    assert Case.from_json(json.loads(json.dumps(talk.case.to_json()))) == talk.case


def press(talk: Talk, option: str) -> None:
    """Press an option as a person does: turn the pages until it is there, then press it, once and with its revision."""
    for _ in range(20):
        if option in talk.options:
            talk.chooses(option, revision=talk.case.revision)
            assert_in_order(talk)
            return
        talk.chooses(next(more for more in talk.options if more.startswith("more:")), revision=talk.case.revision)
        assert_in_order(talk)
    raise AssertionError(f"{option} is on no page")


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_option_can_be_pressed_on_the_way_to_a_plan_whose_steps_can_be_ticked(dialog: Dialog, situation: str):
    """On the way every state of the situation's machine is visited. A way that two walks share is gone once."""
    flow = dialog.library.flows[situation]
    reached: dict[tuple[str, ...], Talk] = {(): Talk(dialog).commands("start")}
    ticked = set[str]()
    for number, pressed in enumerate(walked(situation)):
        way = (flow.menu.removeprefix("which_"), situation, *pressed)
        for place, option in enumerate(way, start=1):
            if way[:place] not in reached:
                reached[way[:place]] = talk = replace(reached[way[: place - 1]], turns=[reached[way[: place - 1]].turn])
                press(talk, option)
        end = reached[way]
        assert end.position.question is None
        assert end.turn.situation == situation
        for step in end.plan if number % 5 == 0 and not ticked.issuperset(end.plan) else []:
            assert end.options[0] == f"done:{step}"
            press(end, f"done:{step}")
            assert step in end.case.ticks
            ticked.add(step)
    visited = {talk.state for talk in reached.values()}
    own = {state for state in states(dialog.library) if state.startswith(f"{situation}.")}
    assert own
    assert visited == {START, f"triage.{flow.menu}", *own}


def test_every_state_belongs_to_the_triage_or_to_a_situation(dialog: Dialog):
    menus = {f"triage.{flow.menu}" for flow in dialog.library.flows.values()}
    own = {state for name in SITUATIONS for state in states(dialog.library) if state.startswith(f"{name}.")}
    assert {START, *menus, *own} == set(states(dialog.library))


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_label_can_be_typed_instead_of_pressed(dialog: Dialog, situation: str):
    """The first walk of each situation, with the label of every option typed out, menus included."""
    menu = dialog.library.flows[situation].menu.removeprefix("which_")
    talk = Talk(dialog).commands("start")
    for option in (menu, situation, *walked(situation)[0]):
        question = talk.position.question
        assert question is not None
        talk.says(dialog.library.label(question, option))
        expected = span_of_option(option, NOW) if dialog.library.questions[question].typed is Typed.TIME else option
        assert talk.case.answers.get(question) == expected, (question, option)
    assert talk.turn.situation == situation
    assert talk.position.question is None


@each("situation", one_of_each_shape())
def test_going_back_all_the_way_passes_every_question_again(dialog: Dialog, situation: str):
    flow = dialog.library.flows[situation]
    talk = Talk(dialog).commands("start")
    states = [talk.state]
    for option in (flow.menu.removeprefix("which_"), situation, *walked(situation)[0]):
        press(talk, option)
        states.append(talk.state)
    for state in reversed(states[:-1]):
        talk.commands("back")
        assert_in_order(talk)
        assert talk.state == state
    assert talk.case.answers == {}


@pytest.mark.parametrize("situation", one_of_each_shape())
def test_every_answer_can_be_changed_and_changed_back(dialog: Dialog, situation: str):
    flow = dialog.library.flows[situation]
    talk = Talk(dialog).commands("start")
    for option in (flow.menu.removeprefix("which_"), situation, *walked(situation)[0]):
        press(talk, option)
    plan, answers = talk.plan, talk.answers
    for question in talk.position.path[2:]:
        before = answers[question]
        for option in dialog.library.options(question):
            talk.chooses(f"change:{question}", option)
            assert_in_order(talk)
            assert talk.turn.situation == situation
        talk.chooses(f"change:{question}")
        talk.case = talk.case.answered(question, before)
        talk.commands("plan")
    assert talk.answers == answers
    assert talk.plan == plan
