"""Checks of the flows: every name known, every state reached, every path led to an outcome, no way in circles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dialogs.library.loader import LOCALE, TRIAGE, Library, Problem
from dialogs.library.records import Flow, Route
from dialogs.predicates import PREDICATES

CALLBACK_BYTES = 64  # Telegram's limit for a button's data
REVISION_BYTES = 13  # kept free in front of an option id for the case's revision and life (bot.telegram.buttons)
MAX_LABEL = 24  # characters a button shows on a phone


def flow_problems(library: Library) -> Iterator[Problem]:
    """Everything wrong with the flows and questions."""
    for flow in library.flows.values():
        yield from _one_flow(library, flow)
    for name in library.questions:
        yield from _question(library, name)
    yield from _steps(library)
    yield from _evidence(library)


def _one_flow(library: Library, flow: Flow) -> Iterator[Problem]:
    file = f"flows/{flow.situation}.yaml"
    places = {*flow.asks, *flow.outcomes}
    if flow.menu not in library.questions or not flow.menu.startswith("which_"):
        yield Problem(file, "menu", f"no menu question {flow.menu}")
    if flow.start not in places:
        yield Problem(file, "start", f"no question or outcome {flow.start} in this flow")
    for question, routes in flow.asks.items():
        if question not in library.questions:
            yield Problem(file, f"asks.{question}", f"no question {question} in questions.yaml")
        yield from (Problem(file, f"asks.{question}", what) for what in _routes(routes, places))
    reached, circular = _reach(flow)
    for place in sorted(places - reached):
        yield Problem(file, place, "cannot be reached from the start")
    for question in sorted(circular):
        yield Problem(file, f"asks.{question}", "leads back to itself")


def _routes(routes: Sequence[Route], places: set[str]) -> Iterator[str]:
    """What is wrong with the routes of one question."""
    if not routes:
        yield "a dead end: no route leads on"
    elif routes[-1].when or routes[-1].unless:
        yield "may be a dead end: the last route must be without conditions"
    for route in routes:
        if route.to not in places:
            yield f"leads to {route.to}, which is no question or outcome of this flow"
        yield from (f"unknown predicate {name}" for name in (*route.when, *route.unless) if name not in PREDICATES)
    for route in routes[:-1]:
        if not route.when and not route.unless:
            yield f"the routes after the one to {route.to} can never be taken"


def _reach(flow: Flow) -> tuple[set[str], set[str]]:
    """The places reached from the start, and the questions that lie on a circle."""
    reached: set[str] = set()
    circular: set[str] = set()

    def visit(place: str, trail: tuple[str, ...]) -> None:
        if place in trail:
            circular.add(place)
            return
        reached.add(place)
        for route in flow.asks.get(place, ()):
            visit(route.to, (*trail, place))

    visit(flow.start, ())
    return reached, circular


def _question(library: Library, name: str) -> Iterator[Problem]:
    file = "zh-Hans/questions.yaml"
    if name not in library.question_words:
        yield Problem(file, name, "the words of this question are missing")
        return
    options = library.options(name)
    words = library.question_words[name].options
    if not options:
        yield Problem("questions.yaml", name, "has no options (a menu needs a flow that names it)")
    for option in options:
        if option not in words and option not in library.flows:
            yield Problem(file, f"{name}.{option}", "the words of this option are missing")
            continue
        label = library.label(name, option)
        if len(label) > MAX_LABEL:
            yield Problem(file, f"{name}.{option}", f"label of {len(label)} characters, at most {MAX_LABEL}")
        if len(option.encode()) > CALLBACK_BYTES - REVISION_BYTES:
            yield Problem("questions.yaml", f"{name}.{option}", f"id too long for a button of {CALLBACK_BYTES} bytes")
    for rule in library.questions[name].implied:
        if rule.value not in options:
            yield Problem("questions.yaml", f"{name}.implied", f"no option {rule.value}")
        for predicate in rule.when:
            if predicate not in PREDICATES:
                yield Problem("questions.yaml", f"{name}.implied", f"unknown predicate {predicate}")
    for option in words.keys() - set(options):
        yield Problem(file, f"{name}.{option}", "words for an option that the question does not have")
    if name == TRIAGE and (missing := [option for option in options if f"which_{option}" not in library.questions]):
        yield Problem("questions.yaml", name, f"no menu question for {', '.join(missing)}")


def _steps(library: Library) -> Iterator[Problem]:
    for step in library.steps.values():
        file = "steps/"
        for name in (*step.when, *step.unless):
            if name not in PREDICATES:
                yield Problem(file, step.id, f"unknown predicate {name}")
        for situation in (*step.situations, *step.not_situations):
            if situation not in library.flows:
                yield Problem(file, step.id, f"unknown situation {situation}")
        if step.deadline and step.deadline.start not in library.questions:
            yield Problem(file, step.id, f"deadline counts from unknown question {step.deadline.start}")
        if step.id not in library.step_words:
            yield Problem("zh-Hans/steps/", step.id, "the words of this step are missing")
        if len(f"done:{step.id}".encode()) > CALLBACK_BYTES - REVISION_BYTES:
            yield Problem(file, step.id, f"id too long for a button of {CALLBACK_BYTES} bytes")
    for name in library.step_words.keys() - library.steps.keys():
        yield Problem("zh-Hans/steps/", name, "words for a step that does not exist")


def _evidence(library: Library) -> Iterator[Problem]:
    for item in library.evidence.values():
        file = f"{LOCALE}/evidence.yaml"
        for name in (*item.when, *item.unless):
            if name not in PREDICATES:
                yield Problem(file, item.id, f"unknown predicate {name}")
        for situation in (*item.situations, *item.not_situations):
            if situation not in library.flows:
                yield Problem(file, item.id, f"unknown situation {situation}")
