"""Shows where a case stands: the open question with its options, or the plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dialogs.case import Case
from dialogs.dialog import Dialog, Line
from dialogs.library.models.buttons import ButtonName
from dialogs.library.records import Urgency
from dialogs.messages import Option, PlanStep
from dialogs.plan import compute_plan
from dialogs.replay import Position
from dialogs.words import Said, merge_facts

SPLIT = "<!-- split -->"
MAX_LENGTH = 500  # characters a message may have (design.md, Tone)
MOST_CHANGED = 3  # steps; when more of a plan changes, all of it is said again


def question_line(dialog: Dialog, position: Position, question: str, page: int = 0) -> Line:
    """A question with one page of its options; where it only refines a plan, the plan can be had at once."""
    said = dialog.words.ask(question, position.known)
    options = question_options(dialog, position, question, page)
    ahead = position.question == question and position.outcome is not None
    return Line(said, (*options, Option("cmd:plan", dialog.words.button("plan"))) if ahead else options)


def question_options(dialog: Dialog, position: Position, question: str, page: int = 0) -> tuple[Option, ...]:
    """One page of options; where there are more than fit, the last button turns the page."""
    library = dialog.library
    all_options = [Option(option, library.label(question, option)) for option in library.options(question)]
    return paged(all_options, library.questions[question].page_size, page, dialog.words.message("more", position.known))


def paged(options: Sequence[Option], size: int, page: int, more: Said) -> tuple[Option, ...]:
    """The options of a page, with a ``more:<page>`` button last where the options do not fit on one page."""
    if len(options) <= size:
        return tuple(options)
    room = size - 1
    pages = -(-len(options) // room)
    page %= pages
    shown = options[page * room : (page + 1) * room]
    return (*shown, Option(f"more:{(page + 1) % pages}", more.text))


def plan_lines(dialog: Dialog, position: Position) -> list[Line]:
    """The plan: its head and what to do now in full, then the other steps by title, with what can be done next."""
    plan = compute_plan(dialog.library, dialog.words, position.known)
    head = dialog.words.outcome(position.outcome or "", position.known)
    numbered = list(enumerate(plan, start=1))
    urgent = [(number, step) for number, step in numbered if step.urgency == Urgency.NOW]
    rest = [(number, step) for number, step in numbered if step.urgency != Urgency.NOW]
    pieces = [head, *(step_said(dialog, position, number, step) for number, step in urgent)]
    if rest:
        overview = dialog.words.message("plan_rest", position.known, steps=rest)
        pieces.append(Said(overview.text, merge_facts((overview.facts, *(step.facts for _, step in rest)))))
    lines = joined(pieces)
    lines[-1] = Line(lines[-1].said, plan_options(dialog, plan))
    return lines


def changed_lines(dialog: Dialog, before: Position, position: Position) -> list[Line]:
    """What new answers changed in a plan already seen: the steps that are new or read differently, in full.

    Where that is most of the plan, the plan.
    """
    seen = compute_plan(dialog.library, dialog.words, before.known)
    plan = compute_plan(dialog.library, dialog.words, position.known)
    fresh = [(number, step) for number, step in enumerate(plan, start=1) if step not in seen]
    if len(fresh) > MOST_CHANGED:
        return plan_lines(dialog, position)
    head = dialog.words.message("plan_changed", position.known, steps=fresh)
    lines = joined([head, *(step_said(dialog, position, number, step) for number, step in fresh)])
    lines[-1] = Line(lines[-1].said, plan_options(dialog, plan))
    return lines


def headed(head: Said, lines: Sequence[Line]) -> list[Line]:
    """The lines with some words before the first, in the same message where it stays short enough."""
    first, *rest = lines or [Line(Said(""))]
    text = f"{head.text}\n\n{first.said.text}".strip()
    if len(text) > MAX_LENGTH:
        return [Line(head), first, *rest]
    said = Said(text, merge_facts((head.facts, first.said.facts)))
    return [Line(said, first.options, first.files), *rest]


def rest_lines(dialog: Dialog, position: Position) -> list[Line]:
    """The steps that the plan shows by title only, in full."""
    plan = compute_plan(dialog.library, dialog.words, position.known)
    later = [(number, step) for number, step in enumerate(plan, start=1) if step.urgency != Urgency.NOW]
    lines = joined(step_said(dialog, position, number, step) for number, step in later)
    if lines:
        lines[-1] = Line(lines[-1].said, plan_options(dialog, plan))
    return lines


def step_said(dialog: Dialog, position: Position, number: int, step: PlanStep) -> Said:
    """One step in full."""
    said = dialog.words.message("step", position.known, number=number, step=step)
    return Said(said.text, merge_facts((step.facts, said.facts)))


def plan_options(dialog: Dialog, plan: Sequence[PlanStep]) -> tuple[Option, ...]:
    """What can be done with a plan: tick the next step, read the later ones, change an answer, see the sources."""
    options = []
    next_step = first_undone(plan)
    if next_step:
        number, step = next_step
        options.append(Option(f"done:{step.id}", dialog.words.button("done", number=number)))
    if any(step.urgency != Urgency.NOW for step in plan):
        options.append(Option("rest", dialog.words.button("rest")))
    commands: tuple[ButtonName, ...] = ("papers", "change", "source")
    options += [Option(f"cmd:{name}", dialog.words.button(name)) for name in commands]
    return tuple(options)


def first_undone(plan: Sequence[PlanStep]) -> tuple[int, PlanStep] | None:
    """The first step not ticked off, with its number counted from 1."""
    return next(((number, step) for number, step in enumerate(plan, start=1) if not step.done), None)


def position_lines(dialog: Dialog, case: Case, position: Position, page: int = 0) -> list[Line]:
    """What the person should see now: the question being changed, the open question, or the plan."""
    if case.changing:
        return [question_line(dialog, position, case.changing, page)]
    if position.question:
        return [question_line(dialog, position, position.question, page)]
    return plan_lines(dialog, position)


def joined(pieces: Iterable[Said]) -> list[Line]:
    """Pieces put together into as few messages as the length limit allows; only a ``SPLIT`` line divides a piece."""
    lines: list[Line] = []
    parts = (Said(part.strip(), piece.facts) for piece in pieces for part in piece.text.split(SPLIT))
    for piece in parts:
        if not piece.text:
            continue
        if lines and len(lines[-1].said.text) + 2 + len(piece.text) <= MAX_LENGTH:
            last = lines[-1].said
            lines[-1] = Line(Said(f"{last.text}\n\n{piece.text}", merge_facts((last.facts, piece.facts))))
        else:
            lines.append(Line(piece))
    return lines
