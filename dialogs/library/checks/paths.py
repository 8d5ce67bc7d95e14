"""Walks through the flows: every way from the first question to a plan, as answers that a person could give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from dialogs.case import Case
from dialogs.known import span_of_option
from dialogs.library.library import TRIAGE, Library
from dialogs.library.problems import Problem
from dialogs.library.records import Typed
from dialogs.machine import build_machine
from dialogs.plan import compute_plan
from dialogs.replay import Position, replay
from dialogs.screen import MAX_LENGTH, SPLIT
from dialogs.words import Said, Words

STEP_FRAME = 40  # characters kept free for what a message puts around a step
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def walks(library: Library, situation: str, now: dt.datetime = NOON) -> Iterator[Position]:
    """Every end position of a situation: all combinations of options along the routes."""
    machine = build_machine(library)

    def go_on(answers: Mapping[str, str], since: Position | None = None) -> Iterator[Position]:
        position = replay(library, machine, Case(answers=answers), now, since)
        question = position.question
        if question is None:
            yield position
            return
        for option in library.options(question):
            value = span_of_option(option, now) if library.questions[question].typed is Typed.TIME else option
            yield from go_on({**answers, question: value}, position)

    yield from go_on({TRIAGE: situation})


def thin_walks(library: Library, situation: str, now: dt.datetime = NOON) -> Iterator[Position]:
    """A few walks that together take every option of every question at least once."""
    machine = build_machine(library)
    tried: set[tuple[str, str]] = set()
    while True:
        answers: dict[str, str] = {TRIAGE: situation}
        position = replay(library, machine, Case(answers=answers), now)
        fresh = False
        while (question := position.question) is not None:
            options = library.options(question)
            option = next((one for one in options if (question, one) not in tried), options[len(tried) % len(options)])
            fresh = fresh or (question, option) not in tried
            tried.add((question, option))
            answers[question] = (
                span_of_option(option, now) if library.questions[question].typed is Typed.TIME else option
            )
            position = replay(library, machine, Case(answers=answers), now, position)
        yield position
        if not fresh:
            return


def rendering_problems(library: Library) -> list[Problem]:
    """What goes wrong when the words of all situations are really rendered: errors, empty or over-long messages."""
    words = Words(library)
    problems: set[Problem] = set()
    for situation in library.flows:
        for position in thin_walks(library, situation):
            problems |= set(_rendered(library, words, position))
    return sorted(problems)


def _rendered(library: Library, words: Words, position: Position) -> Iterator[Problem]:
    folder = f"zh-Hans/flows/{position.situation}"
    known = position.known
    pieces: dict[str, Callable[[], Said]] = {f"{folder}/opening.md.j2": partial(words.opening, known)}
    if position.outcome:
        pieces[f"{folder}/{position.outcome}.md.j2"] = partial(words.outcome, position.outcome, known)
    for question in position.path:
        pieces[f"zh-Hans/questions.yaml {question}"] = partial(words.ask, question, known)
    for name, render in pieces.items():
        try:
            text = render().text
        except Exception as error:  # noqa: BLE001 - whatever a template raises is the finding
            yield Problem(name, "", f"填不出来：{type(error).__name__}: {error}")
            continue
        longest = max(len(part) for part in text.split(SPLIT))
        if not text:
            yield Problem(name, "", "什么也没说")
        if longest > MAX_LENGTH:
            yield Problem(name, "", f"有 {longest} 个字，最多 {MAX_LENGTH} 个")
    try:
        plan = compute_plan(library, words, position.known)
    except Exception as error:  # noqa: BLE001
        yield Problem("zh-Hans/steps/", position.state, f"步骤填不出来：{type(error).__name__}: {error}")
        return
    for step in plan:
        length = len(step.title) + len(step.body)
        if length > MAX_LENGTH - STEP_FRAME:
            yield Problem("zh-Hans/steps/", step.id, f"有 {length} 个字，最多 {MAX_LENGTH - STEP_FRAME} 个")
        if not step.body:
            yield Problem("zh-Hans/steps/", step.id, "什么也没说")
