"""Checks of the flows: every name known, every state reached, every path led to an outcome, no way in circles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dialogs.library import files as at
from dialogs.library.checks.cases import answer_problems, unknown_names
from dialogs.library.library import TRIAGE, Library
from dialogs.library.models.buttons import LONGEST_LABEL
from dialogs.library.problems import Problem
from dialogs.library.records import Flow, Route
from dialogs.predicates import PREDICATES

CALLBACK_BYTES = 64  # Telegram's limit for a button's data
REVISION_BYTES = 13  # kept free in front of an option id for the case's revision and life (bot.telegram.buttons)


def flow_problems(library: Library) -> Iterator[Problem]:
    """Everything wrong with the flows and questions."""
    for flow in library.flows.values():
        yield from _one_flow(library, flow)
    for name in library.questions:
        yield from _question(library, name)
    for name in library.question_words.keys() - library.questions.keys():
        yield Problem(at.QUESTION_WORDS, name, "没有这个问题")
    yield from _steps(library)
    yield from _evidence(library)
    yield from answer_problems(library)


def _one_flow(library: Library, flow: Flow) -> Iterator[Problem]:
    file = f"flows/{flow.situation}.yaml"
    places = {*flow.asks, *flow.outcomes}
    if flow.menu not in library.questions or not flow.menu.startswith("which_"):
        yield Problem(file, "menu", f"questions.yaml 里没有 {flow.menu} 这个菜单")
    if flow.start not in places:
        yield Problem(file, "start", f"这条路线里没有 {flow.start} 这个问题或结果")
    for question, routes in flow.asks.items():
        if question not in library.questions:
            yield Problem(file, f"asks.{question}", f"questions.yaml 里没有 {question} 这个问题")
        yield from (Problem(file, f"asks.{question}", what) for what in _routes(routes, places))
    reached, circular = _reach(flow)
    for place in sorted(places - reached):
        yield Problem(file, place, "从 start 出发走不到这里")
    for question in sorted(circular):
        yield Problem(file, f"asks.{question}", "绕回了自己，会走不完")


def _routes(routes: Sequence[Route], places: set[str]) -> Iterator[str]:
    """What is wrong with the routes of one question."""
    if not routes:
        yield "走不下去：没有去处"
    elif routes[-1].when or routes[-1].unless:
        yield "可能走不下去：最后一条去处不能有 when 或 unless"
    for route in routes:
        if route.to not in places:
            yield f"去处 {route.to} 不是这条路线里的问题或结果"
        yield from (f"没有 {name} 这个条件" for name in (*route.when, *route.unless) if name not in PREDICATES)
    for route in routes[:-1]:
        if not route.when and not route.unless:
            yield f"去 {route.to} 的那条没有条件，它后面的永远走不到"


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
    file = at.QUESTION_WORDS
    if name not in library.question_words:
        yield Problem(file, name, "缺这个问题的话")
        return
    options = library.answerable(name)
    words = library.question_words[name].options
    if not options:
        yield Problem("questions.yaml", name, "没有选项（菜单要有遭遇的 menu 写它）")
    for option in options:
        if option not in words and option not in library.flows:
            yield Problem(file, f"{name}.{option}", "缺这个选项的话")
            continue
        label = library.label(name, option)
        if len(label) > LONGEST_LABEL:
            yield Problem(file, f"{name}.{option}", f"按钮有 {len(label)} 个字，最多 {LONGEST_LABEL} 个")
        if len(option.encode()) > CALLBACK_BYTES - REVISION_BYTES:
            yield Problem("questions.yaml", f"{name}.{option}", f"id 太长，按钮最多带 {CALLBACK_BYTES} 字节")
    for rule in library.questions[name].implied:
        if rule.value not in options:
            yield Problem("questions.yaml", f"{name}.implied", f"没有 {rule.value} 这个选项")
        for predicate in rule.when:
            if predicate not in PREDICATES:
                yield Problem("questions.yaml", f"{name}.implied", f"没有 {predicate} 这个条件")
    for option in words.keys() - set(options):
        yield Problem(file, f"{name}.{option}", "这个问题没有这个选项")
    if name == TRIAGE and (missing := [option for option in options if f"which_{option}" not in library.questions]):
        yield Problem("questions.yaml", name, f"缺菜单 {'、'.join(f'which_{option}' for option in missing)}")


def _steps(library: Library) -> Iterator[Problem]:
    for step in library.steps.values():
        file = "steps/"
        yield from (Problem(file, step.id, what) for what in unknown_names(library, step))
        if step.deadline and step.deadline.start not in library.questions:
            yield Problem(file, step.id, f"期限从 {step.deadline.start} 算起，但没有这个问题")
        if step.id not in library.step_words:
            yield Problem("zh-Hans/steps/", step.id, "缺这个步骤的话")
        if len(f"done:{step.id}".encode()) > CALLBACK_BYTES - REVISION_BYTES:
            yield Problem(file, step.id, f"id 太长，按钮最多带 {CALLBACK_BYTES} 字节")
    for name in library.step_words.keys() - library.steps.keys():
        yield Problem("zh-Hans/steps/", name, "没有这个步骤")


def _evidence(library: Library) -> Iterator[Problem]:
    for item in library.evidence.values():
        yield from (Problem(at.EVIDENCE, item.id, what) for what in unknown_names(library, item))
