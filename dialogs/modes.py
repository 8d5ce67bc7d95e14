"""What stands on top of a conversation, over its questions and its plan, and how each of these is closed.

Declared as data, from the top: the first layer that is open is the mode; where none is, it is the ground that the
state machine of the flows (`dialogs.machine`) has led to. Like the state, the mode is found from the case and not
stored in it. What is on top is closed first, and nothing under it is lost (`closed`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from dialogs.case import Case
from dialogs.replay import Position

EVIDENCE_VIEW, TIMELINE_VIEW, STEP_VIEW = "evidence", "timeline", "step"
"""What `Case.view` begins with; a step of the plan that is looked at is no layer, the plan is under it."""


class Mode(StrEnum):
    """Where a message is heard. The first three are the ground, the others stand over it."""

    TRIAGE = "triage"
    QUESTIONS = "questions"
    PLAN = "plan"
    PAPER = "paper"
    DAY = "day"
    CHANGING = "changing"
    RECEIPTS = "receipts"
    OFFERED = "offered"
    CHECKED = "checked"
    EVIDENCE = "evidence"
    TIMELINE = "timeline"


@dataclass(frozen=True, slots=True)
class Layer:
    """Something that stands over the ground: when it is open, what opens it, and the case without it.

    `opened_by` names verbs of buttons, commands and kinds of input. One that is `passing` is closed by any next input
    that does not take it up.
    """

    mode: Mode
    is_open: Callable[[Case], bool]
    closed: Callable[[Case], Case]
    opened_by: tuple[str, ...]
    passing: bool = False


def looked_at(case: Case, view: str) -> str | None:
    """What of a view is looked at, by its id ("" where nothing single is); None where another view is, or none."""
    kind, _, what = (case.view or "").partition(":")
    return what if kind == view else None


LAYERS = (
    Layer(
        Mode.PAPER,
        lambda case: case.paper is not None,
        lambda case: replace(case, paper=None, field=None),
        ("paper:", "a paper in words"),
    ),
    Layer(Mode.DAY, lambda case: case.field is not None, lambda case: replace(case, field=None), ("event:",)),
    Layer(
        Mode.CHANGING, lambda case: case.changing is not None, lambda case: replace(case, changing=None), ("change:",)
    ),
    Layer(
        Mode.RECEIPTS,
        lambda case: case.receipts is not None,
        lambda case: replace(case, receipts=None),
        ("a picture of a payment",),
    ),
    Layer(
        Mode.OFFERED,
        lambda case: case.offered is not None,
        lambda case: case.declining(),
        ("words of another situation",),
        passing=True,
    ),
    Layer(
        Mode.CHECKED,
        lambda case: case.checked is not None,
        lambda case: replace(case, checked=None),
        ("a message handed on",),
        passing=True,
    ),
    Layer(
        Mode.EVIDENCE,
        lambda case: looked_at(case, EVIDENCE_VIEW) is not None,
        lambda case: replace(case, view=None),
        ("cmd:evidence", "item:", "got:", "lost:"),
        passing=True,
    ),
    Layer(
        Mode.TIMELINE,
        lambda case: looked_at(case, TIMELINE_VIEW) is not None,
        lambda case: replace(case, view=None),
        ("cmd:timeline",),
        passing=True,
    ),
)
"""From the top."""


def mode_of(case: Case, position: Position) -> Mode:
    """The mode of a case at its position."""
    over = top(case)
    if over:
        return over.mode
    if position.situation is None:
        return Mode.TRIAGE
    return Mode.QUESTIONS if position.question else Mode.PLAN


def top(case: Case) -> Layer | None:
    """The layer on top; None on the ground."""
    return next((layer for layer in LAYERS if layer.is_open(case)), None)
