"""Shows where a case stands: the open question with its options, or the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from dialogs.case import Case
from dialogs.dialog import Dialog, Line
from dialogs.messages import Option
from dialogs.papers.offer import offered
from dialogs.plan_screen import plan_lines
from dialogs.replay import Position
from dialogs.screen import SCREEN, height, overflows
from dialogs.words import Said, merge_facts

MOST_BUTTONS = 7  # under one question
HOW, PAID, NOT_PAID = "channel", "money_gone", "not_paid"
UNPAID: Literal["unpaid"] = "unpaid"
"""The button of who is asked how they paid, and has paid nothing."""
TO_COPY = "```"  # before a text that is to be taken along by itself


def question_line(dialog: Dialog, position: Position, question: str, page: int = 0) -> Line:
    """A question with one page of its options; where it only refines a plan, the plan can be had at once."""
    said = dialog.words.ask(question, position.known)
    ahead = position.question == question and position.outcome is not None
    beside = _beside_a_plan(dialog, position) if ahead else ()
    options = question_options(dialog, position, question, page, beside)
    if question == HOW and may_be_unpaid(dialog, position):
        options += (Option(UNPAID, dialog.words.button(UNPAID)),)
    return Line(said, (*options, *beside))


def may_be_unpaid(dialog: Dialog, position: Position) -> bool:
    """Whether nobody said yet that money went, in a flow that has another way for who paid nothing."""
    flow, known = dialog.library.flows.get(position.situation or ""), position.known
    asked = flow is not None and PAID in flow.asks
    return asked and known.get(PAID) is None and known.sum_said is None


def _beside_a_plan(dialog: Dialog, position: Position) -> tuple[Option, ...]:
    """What can be had in place of an answer that only refines a plan: the plan, and a message to send at once."""
    papers = dialog.papers
    messages = (
        Option(f"paper:{kind.id}", papers.words.kinds[kind.id].title)
        for kind in papers.kinds.values()
        if kind.at_once and offered(papers, kind, position.known) is None
    )
    return Option("cmd:plan", dialog.words.button("plan")), *messages


def question_options(
    dialog: Dialog, position: Position, question: str, page: int = 0, beside: Sequence[Option] = ()
) -> tuple[Option, ...]:
    """One page of options; where there are more than fit with those `beside` them, the last button turns the page."""
    library = dialog.library
    all_options = [Option(option, library.label(question, option)) for option in library.options(question)]
    size = min(library.questions[question].page_size, MOST_BUTTONS - len(beside))
    return paged(all_options, size, page, dialog.words.message("more", position.known))


def with_language(dialog: Dialog, lines: Sequence[Line]) -> list[Line]:
    """The lines with a button for other languages under the last: who is greeted may not read this one."""
    *others, last = lines
    return [*others, replace(last, options=(*last.options, Option("cmd:language", dialog.words.button("language"))))]


def paged(options: Sequence[Option], size: int, page: int, more: Said) -> tuple[Option, ...]:
    """The options of a page, with a ``more:<page>`` button last where the options do not fit on one page."""
    if len(options) <= size:
        return tuple(options)
    room = size - 1
    pages = -(-len(options) // room)
    page %= pages
    shown = options[page * room : (page + 1) * room]
    return (*shown, Option(f"more:{(page + 1) % pages}", more.text))


def headed(head: Said, lines: Sequence[Line], above: Sequence[Line]) -> list[Line]:
    """The lines with some words before the first, in the same message where it stays short enough.

    Where the screen is full they stand apart, to be folded together with what is less urgent `above`; and before a
    text to be copied.
    """
    first, *rest = lines or [Line(Said(""))]
    if first.said.text.startswith(TO_COPY):
        return [Line(head), first, *rest]
    text = f"{head.text}\n\n{first.said.text}".strip()
    together = replace(first, said=Said(text, merge_facts((head.facts, first.said.facts))))
    if above and above[-1].less_urgent and overflows([*above, together, *rest]):
        return [Line(head, less_urgent=True), first, *rest]
    return [Line(head), first, *rest] if height(text) > SCREEN else [together, *rest]


def position_lines(dialog: Dialog, case: Case, position: Position, page: int = 0, room: int = SCREEN) -> list[Line]:
    """What the person should see now: the question being changed, the open question, or the plan in `room` lines."""
    if case.changing:
        return [question_line(dialog, position, case.changing, page)]
    if position.question:
        return [question_line(dialog, position, position.question, page)]
    return plan_lines(dialog, position, room=room)
