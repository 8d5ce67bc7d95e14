"""Somebody else's message: what it is, why, and whether the person has already been drawn in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dialogs.case import Case
from dialogs.dialog import Dialog, Line, Move
from dialogs.library.library import TRIAGE
from dialogs.messages import ForwardInput, Option
from dialogs.replay import Position
from dialogs.showing import joined
from dialogs.words import Said

if TYPE_CHECKING:
    from dialogs.checking import CheckResult

TRAPS = frozenset({"fake_recall_tool", "recovery_scam", "other_fraud"})
SITUATION = {"fake_recall_tool": "fake_recall_tool", "recovery_scam": "recovery_scam", "other_fraud": "scam_other"}
STAGE = {"fake_recall_tool": "tool_stage", "recovery_scam": "recovery_stage"}
QUESTION = "forwarded"
MOST_REASONS, MOST_CLAIMS, MOST_SHOWN = 3, 30, 8  # a whole article is answered claim by claim


def look_at(dialog: Dialog, case: Case, position: Position, received: ForwardInput) -> Move:
    """Check a forwarded message. Nothing of it is kept."""
    text = "\n".join(filter(None, (received.text, received.caption, received.image_text)))
    if not text.strip():
        return Move(case, (Line(dialog.words.message("forward_empty", position.known)),), show=False)
    return verdict_move(dialog, case, position, dialog.checker.check(text))


def verdict_move(dialog: Dialog, case: Case, position: Position, result: CheckResult) -> Move:
    """The verdict said; after a trap, the next words may tell whether it caught the person."""
    caught = result.verdict if result.verdict in TRAPS else None
    return Move(replace(case, checked=caught), tuple(verdict_lines(dialog, position, result)), show=False)


def verdict_lines(dialog: Dialog, position: Position, result: CheckResult) -> list[Line]:
    """The verdict with its reasons and corrections; for a trap, the question whether it caught the person."""
    head = dialog.words.message(f"verdict_{result.verdict}", position.known)
    pieces = [Said(head.text, head.facts)]
    for reason in result.reasons[:MOST_REASONS]:
        said = dialog.words.message("verdict_reason", position.known, reason=reason)
        pieces.append(Said(said.text, reason.facts))
    for claim in result.claims[:MOST_CLAIMS]:
        myth = dialog.library.myths[claim.myth]
        said = dialog.words.message("verdict_claim", position.known, claim=claim)
        pieces.append(Said(said.text, myth.facts))
    if result.artifacts:
        pieces.append(dialog.words.message("verdict_found", position.known, artifacts=result.artifacts[:MOST_SHOWN]))
    if result.verdict not in TRAPS:
        return joined(pieces)
    pieces.append(dialog.words.message("verdict_advice", position.known, advice=result.advice))
    stage = f"{QUESTION}:{result.verdict}"
    labels = dialog.library.question_words[QUESTION].options
    options = tuple(Option(f"{stage}:{option}", labels[option].label) for option in dialog.library.options(QUESTION))
    ask = dialog.words.ask(QUESTION, position.known)
    return [*joined(pieces), Line(ask, options)]


def after_check(dialog: Dialog, case: Case, position: Position, chosen: str) -> Move | None:
    """Lead on from a verdict: ``<verdict>:<option of the question forwarded>``."""
    verdict, _, option = chosen.partition(":")
    if verdict not in TRAPS or not dialog.library.accepts(QUESTION, option):
        return None
    if option == "not_involved":
        said = dialog.words.message("forward_not_involved", position.known)
        return Move(case, (Line(said),), show=False)
    situation = SITUATION[verdict]
    stage = {"approached": "considering", "paid": "paid", "installed": "installed"}[option]
    if situation == "recovery_scam" and stage == "installed":
        stage = "shared_screen"
    answers = {name: value for name, value in case.answers.items() if not name.startswith("which_")}
    answers[TRIAGE] = situation
    if verdict in STAGE:
        answers[STAGE[verdict]] = stage
    return Move(replace(case, answers=answers, changing=None, misses=0))
