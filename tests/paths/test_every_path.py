"""Exhaustive: every combination of answers along the routes of every situation ends well and reads well."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dialogs.dialog import Dialog
from dialogs.library.library import TRIAGE
from dialogs.machine import states
from tests.paths.endings import Walker
from tests.paths.properties import OF_A_PIECE, OF_AN_ENDING, repeated_claim, unheld_numbers

FLOWS = Path(__file__).parents[2] / "dialogs" / "flows"
SITUATIONS = sorted(file.stem for file in FLOWS.glob("*.yaml"))


def test_every_flow_is_walked(dialog: Dialog):
    assert sorted(dialog.library.flows) == SITUATIONS


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_path(dialog: Dialog, now: dt.datetime, situation: str):
    wrong: dict[tuple[str, str], str] = {}
    visited: set[str] = set()
    # One that asks as another does is walked only so far that every option is taken.
    walker = Walker(dialog, situation, now, thin=bool(dialog.library.flows[situation].like))
    for ending in walker.endings:
        visited |= {ending.state, *(f"{situation}.{question}" for question in ending.path)}
        for holds in OF_AN_ENDING:
            if complaint := holds(ending):
                wrong.setdefault((holds.__name__, complaint), ending.answers)
    for piece in walker.pieces:
        for fits in OF_A_PIECE:
            if complaint := fits(piece):
                wrong.setdefault((fits.__name__, complaint), piece.where)
        if numbers := unheld_numbers(dialog.library, piece):
            wrong.setdefault(("unheld_numbers", str(sorted(numbers))), piece.where)
        if claim := repeated_claim(dialog.library, piece):
            wrong.setdefault(("repeated_claim", claim), piece.where)
    assert not wrong, "\n".join(f"{name}: {what} ({where})" for (name, what), where in wrong.items())
    flow = dialog.library.flows[situation]
    assert visited - {f"{situation}.{TRIAGE}"} == {f"{situation}.{place}" for place in (*flow.asks, *flow.outcomes)}


def test_every_state_belongs_to_the_triage_or_to_a_flow_walked_here(dialog: Dialog):
    assert {name.partition(".")[0] for name in states(dialog.library)} == {"triage", *SITUATIONS}
