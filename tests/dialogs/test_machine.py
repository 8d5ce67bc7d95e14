"""The shared machine: its states are the flows' own, it moves only as they say, and it belongs to nobody."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dialogs.dialog import Dialog
from dialogs.known import Known
from dialogs.library.library import TRIAGE, Library
from dialogs.machine import EVENT, START, advance, build_machine, flow_edges, menus, situation_of, states
from tests.dialogs.talk import NOW
from tests.each import each


@dataclass
class Cursor:
    state: str


def test_the_states_are_the_triage_and_what_the_flows_name(library: Library):
    names = states(library)
    assert names[0] == START
    assert len(names) == len(set(names))
    expected = {
        f"{flow.situation}.{place}" for flow in library.flows.values() for place in (*flow.asks, *flow.outcomes)
    }
    assert {name for name in names if not name.startswith("triage.")} == expected


def test_every_situation_stands_in_exactly_one_menu(library: Library):
    listed = [situation for situations in menus(library).values() for situation in situations]
    assert sorted(listed) == sorted(library.flows)


def test_the_machine_is_shared_and_moves_only_by_answers(dialog: Dialog):
    assert dialog.machine.models == []
    names = {EVENT, *dialog.library.options(TRIAGE), *dialog.library.flows}
    assert set(dialog.machine.events) == names


def test_a_move_depends_on_the_cursor_and_on_nothing_before_it(library: Library):
    machine = build_machine(library)
    waiting = Known({"situation": "wrong_recipient", "channel": "transfer"}, NOW, "wrong_recipient")
    scanned = Known({"situation": "wrong_recipient", "channel": "personal_code"}, NOW, "wrong_recipient")
    for known, then in ((waiting, "accepted"), (scanned, "counterpart"), (waiting, "accepted")):
        cursor = Cursor("wrong_recipient.channel")
        assert advance(machine, cursor, known, known.answers["channel"])
        assert cursor.state == f"wrong_recipient.{then}"


@each("answer", ["", "mistake", "no_such_situation"])
def test_from_the_start_only_a_known_answer_leads_on(dialog: Dialog, answer: str):
    cursor = Cursor(START)
    moved = advance(dialog.machine, cursor, Known({TRIAGE: answer}, NOW), answer)
    assert (moved, cursor.state) == ((True, "triage.which_mistake") if answer == "mistake" else (False, START))


def test_edges_are_the_routes_as_written(library: Library):
    flow = library.flows["wrong_recipient"]
    edges = list(flow_edges(flow))
    assert len(edges) == sum(len(routes) for routes in flow.asks.values())
    assert {edge.source for edge in edges} == {f"wrong_recipient.{question}" for question in flow.asks}


@pytest.mark.parametrize(
    ("answers", "situation"),
    [
        ({}, None),
        ({"situation": "mistake"}, None),
        ({"situation": "wrong_recipient"}, "wrong_recipient"),
        ({"situation": "mistake", "which_mistake": "wrong_amount"}, "wrong_amount"),
        ({"situation": "scam", "which_mistake": "wrong_amount"}, None),
        ({"situation": "gone_since", "which_gone_since": "wrong_amount"}, None),
        ({"situation": "mistake", "which_mistake": "scam_rebate"}, None),
    ],
    ids=["nothing", "category", "named", "menu", "other menu", "no such category", "not in that menu"],
)
def test_the_situation_that_the_menus_name(library: Library, answers: dict[str, str], situation: str | None):
    assert situation_of(library, answers) == situation
