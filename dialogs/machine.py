"""The dialog's state machine, built once from the flows and shared by every case.

States are named ``<situation>.<question>`` and ``<situation>.<outcome>``; the questions that find the situation are
``triage.<question>``. In the triage the event is the answer itself, the name of a category or a situation. Inside a
situation it is ``answered``; its conditions are the named predicates, handed over as functions, so that a misspelled
name cannot wait for a user to be found. The machine has no model of its own, no callbacks and no automatic transitions
(AsyncMachine and per-chat machines are ruled out in docs/decisions/0002).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from transitions import Machine

from dialogs.known import Known
from dialogs.library.library import TRIAGE, Library
from dialogs.library.records import Flow
from dialogs.predicates import PREDICATES

START = f"triage.{TRIAGE}"
EVENT = "answered"


class Cursor(Protocol):
    """Anything with a state: what the machine moves."""

    state: str


@dataclass(frozen=True, slots=True)
class Edge:
    """One transition as data: used to build the machine, to draw it and to check it."""

    source: str
    to: str
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


def menus(library: Library) -> dict[str, tuple[str, ...]]:
    """Each category of the first question with the situations below it, e.g. ``mistake`` → (``wrong_recipient``, …)."""
    return {category: library.options(f"which_{category}") for category in library.options(TRIAGE)}


def situation_of(library: Library, answers: Mapping[str, str]) -> str | None:
    """The situation that the triage answers name, or None while it is open."""
    answer = answers.get(TRIAGE)
    if answer in library.flows:
        return answer
    menu = f"which_{answer}"
    flow = library.flows.get(answers.get(menu, ""))
    return flow.situation if flow and flow.menu == menu else None


def flow_edges(flow: Flow) -> Iterator[Edge]:
    """The transitions inside one flow."""
    for question, routes in flow.asks.items():
        for route in routes:
            yield Edge(f"{flow.situation}.{question}", f"{flow.situation}.{route.to}", route.when, route.unless)


def states(library: Library) -> list[str]:
    """Every state, triage first."""
    triage = [START, *(f"triage.which_{category}" for category in library.options(TRIAGE))]
    return triage + [
        f"{flow.situation}.{name}" for flow in library.flows.values() for name in (*flow.asks, *flow.outcomes)
    ]


def build_machine(library: Library) -> Machine:
    """The machine for all flows of a library that passed its check."""
    machine = Machine(model=None, states=states(library), initial=START, auto_transitions=False, send_event=False)
    for flow in library.flows.values():
        entry = f"{flow.situation}.{flow.start}"
        # A situation understood from words answers the first question; from a menu it comes one question later.
        machine.add_transition(flow.situation, [START, f"triage.{flow.menu}"], entry)
        for edge in flow_edges(flow):
            machine.add_transition(
                EVENT,
                edge.source,
                edge.to,
                conditions=[PREDICATES[name] for name in edge.when],
                unless=[PREDICATES[name] for name in edge.unless],
            )
    for category in library.options(TRIAGE):
        machine.add_transition(category, START, f"triage.which_{category}")
    return machine


def advance(machine: Machine, cursor: Cursor, known: Known, answer: str) -> bool:
    """Move the cursor from the question just answered along the first transition that fits; False when none does."""
    event: Any = machine.events.get(answer if cursor.state.startswith("triage.") else EVENT)
    return event is not None and bool(event.trigger(cursor, known))
