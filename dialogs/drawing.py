"""The flows as Mermaid diagrams, drawn from the same edges as the machine."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.library.library import TRIAGE, Library
from dialogs.library.records import Flow, Route
from dialogs.modes import LAYERS, Mode


def draw(flow: Flow) -> str:
    """One flow as a Mermaid flowchart: questions as boxes, outcomes rounded, conditions on the arrows."""
    lines = ["flowchart TD", f"    start([{flow.situation}]) --> {flow.start}"]
    lines += [f'    {question}["{question}?"]' for question in flow.asks]
    lines += [f'    {outcome}(["{outcome}"])' for outcome in flow.outcomes]
    for question, routes in flow.asks.items():
        lines += [f"    {question} -->{_condition(route)} {route.to}" for route in routes]
    return "\n".join(lines) + "\n"


def page(library: Library) -> str:
    """All flows as one Markdown page."""
    return "\n".join(_sections(library))


def _sections(library: Library) -> Iterator[str]:
    yield "# The flows\n"
    yield "Drawn by `transfer-aid flow draw -o docs/flows.md`; do not edit by hand.\n"
    yield "## What stands over the questions and the plan\n"
    yield "The topmost that is open is the mode; what is closed leads back to the ground (`dialogs/modes.py`).\n"
    yield "```mermaid"
    yield from _modes()
    yield "```\n"
    yield "## triage\n"
    yield "```mermaid"
    yield "flowchart LR"
    for category in library.options(TRIAGE):
        menu = f"which_{category}"
        yield f"    {TRIAGE} -->|{category}| {menu}"
        yield from (f"    {menu} --> {situation}" for situation in library.options(menu))
    yield "```\n"
    for flow in sorted(library.flows.values(), key=lambda flow: (flow.menu, flow.menu_order)):
        yield f"## {flow.situation}: {library.flow_words[flow.situation].title}\n"
        yield "```mermaid"
        yield draw(flow).rstrip("\n")
        yield "```\n"


def _modes() -> Iterator[str]:
    yield "flowchart LR"
    yield f"    subgraph ground\n    {Mode.TRIAGE} --> {Mode.QUESTIONS} --> {Mode.PLAN}\n    end"
    for layer in LAYERS:
        yield f'    ground -->|"{", ".join(layer.opened_by)}"| {layer.mode}'
        yield f"    {layer.mode} -->|{'any other input' if layer.passing else 'closed'}| ground"


def _condition(route: Route) -> str:
    words = [*route.when, *(f"not {name}" for name in route.unless)]
    return f"|{' and '.join(words)}|" if words else ""
