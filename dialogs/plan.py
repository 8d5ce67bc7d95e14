"""The plan: the steps whose conditions hold, in order of urgency. It is computed anew each time, never stored."""

from __future__ import annotations

import datetime as dt

from dialogs.known import Known, decode_span
from dialogs.library.library import Library
from dialogs.library.records import DeadlineRule, Step
from dialogs.messages import PlanStep
from dialogs.predicates import PREDICATES
from dialogs.words import Words, merge_facts


class Holding(dict[str, bool]):
    """Which predicates hold in a case, each found out when it is first asked for: many steps ask for the same."""

    def __init__(self, known: Known) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, name: str) -> bool:
        self[name] = holds = PREDICATES[name](self._known)
        return holds


def steps_for(library: Library, known: Known) -> list[Step]:
    """The steps that apply, most urgent first."""
    written = library.steps_of(known.situation, known.family)
    holds = Holding(known).__getitem__
    return [step for step in written if all(map(holds, step.when)) and not any(map(holds, step.unless))]


def possible_steps(library: Library, known: Known) -> list[Step]:
    """The steps that nothing known rules out: those that apply, and those that a later answer may bring."""
    holds = Holding(known).__getitem__
    return [step for step in library.steps_of(known.situation, known.family) if not any(map(holds, step.unless))]


def due(rule: DeadlineRule, known: Known) -> dt.datetime | None:
    """The moment of a deadline, or None when the answer it counts from is not known.

    Where the start is only known as a span, "act before" counts from its beginning and "happens at" from its end, so
    that nobody acts too late or waits too little.
    """
    start = decode_span(known.get(rule.start) or "")
    if start is None:
        return None
    begin = start.earliest if rule.kind == "act_before" else start.latest
    return begin + dt.timedelta(hours=rule.hours)


def compute_plan(library: Library, words: Words, known: Known) -> tuple[PlanStep, ...]:
    """The plan for what is known, each step with its words, its deadline and whether it was ticked off."""
    plan = []
    for step in steps_for(library, known):
        title, body = words.step(step.id, known)
        deadline = step.deadline
        facts = merge_facts((step.facts, deadline.facts)) if deadline else step.facts
        when = due(deadline, known) if deadline else None
        plan.append(PlanStep(step.id, title, body, step.urgency.value, when, step.id in known.ticks, facts))
    return tuple(plan)
