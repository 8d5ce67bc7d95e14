"""Finds the dialog's state again from the answers, by replaying them through the shared machine.

Nothing but answers is ever stored, so going back, changing one answer, restarting and deploying a changed flow are
all the same thing: another replay.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from transitions import Machine

from dialogs.case import PASSED_OVER, Case
from dialogs.known import Known, decode_amount, decode_span
from dialogs.library.library import Library
from dialogs.library.records import Family, Flow, Typed
from dialogs.machine import START, advance, situation_of
from dialogs.predicates import all_hold


@dataclass(slots=True)
class _Cursor:
    state: str = START


@dataclass(frozen=True, slots=True)
class Position:
    """Where a case stands.

    `state` is the full name; `question` the open question (None at the end). `outcome` is the outcome reached, or in
    sight: the only one of the situation, so that the questions still open refine its plan and nothing else; None while
    answers decide where it leads. `path` holds the questions answered or passed over in the order visited. `known`
    holds the answers that count: those on the path, those implied by others, and those volunteered that the flow does
    not ask.
    """

    state: str
    question: str | None
    outcome: str | None
    path: tuple[str, ...]
    known: Known

    @property
    def situation(self) -> str | None:
        """The situation, once it is found."""
        return self.known.situation


def is_valid(library: Library, question: str, value: str) -> bool:
    """Whether a stored value is an answer to a question as the question stands today."""
    if library.accepts(question, value):
        return True
    typed = library.questions[question].typed
    if typed is Typed.AMOUNT:
        return decode_amount(value) is not None
    if typed is Typed.TIME:
        return decode_span(value) is not None
    return False


def replay(library: Library, machine: Machine, case: Case, now: dt.datetime, since: Position | None = None) -> Position:
    """The position of a case.

    Stops at the first question whose answer is missing or no longer valid. Never raises for any stored answers: a
    question that a changed flow no longer has is simply not visited.

    `since` is where the case stood before its open question was answered. What led there is not replayed again, which
    changes nothing: a new answer inside a situation can only be seen from before its question by a rule that implies
    an answer, and where one did, `since` is left aside.
    """
    answers = case.answers
    situation = situation_of(library, answers)
    flow = library.flows.get(situation) if situation else None
    asked_here = flow.asks if flow else {}
    counted = {
        name: value
        for name, value in answers.items()
        if name in library.questions
        and (name not in asked_here or library.questions[name].at_once)
        and is_valid(library, name, value)
    }
    family: Family | None = flow.family if flow else None
    known = Known(counted, now, situation, family, frozenset(case.ticks), rails=library.rails, regions=library.regions)
    said = replace(known, answers=answers)
    cursor = _Cursor()
    path: list[str] = []
    if since is not None and since.situation == situation is not None and len(since.known.answers) == len(since.path):
        cursor.state = since.state
        path.extend(since.path)
        counted |= since.known.answers
    while True:
        place, _, name = cursor.state.partition(".")
        if place != "triage" and flow is not None and name in flow.outcomes:
            return Position(cursor.state, None, name, tuple(path), known)
        ahead = in_sight(flow) if place != "triage" and flow is not None else None
        value = answers.get(name)
        passed = value == PASSED_OVER and place != "triage"
        given = value is not None and name not in path and (passed or is_valid(library, name, value))
        if not given:
            value = None if name in path else implied(library, name, said)
        if value is None:
            return Position(cursor.state, name, ahead, tuple(path), known)
        if not passed:
            counted[name] = value
        if given:
            path.append(name)
        if not advance(machine, cursor, known, value):
            return Position(cursor.state, name, ahead, tuple(path), known)


def in_sight(flow: Flow) -> str | None:
    """The outcome that every way through a flow leads to, None where it has several."""
    return flow.outcomes[0] if len(flow.outcomes) == 1 else None


def implied(library: Library, question: str, said: Known) -> str | None:
    """The answer to a question that follows from everything said, if one does: a rail tells where somebody is."""
    if question == "region" and library.accepts(question, said.where or ""):
        return said.where
    for rule in library.questions[question].implied:
        if all_hold(rule.when, (), said):
            return rule.value
    return None
