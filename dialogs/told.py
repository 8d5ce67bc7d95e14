"""What the person told us, in words: all of it, one answer, or what was just heard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dialogs.answering import UNKNOWN
from dialogs.case import PASSED_OVER, Case
from dialogs.dialog import Dialog
from dialogs.library.library import TRIAGE, Library
from dialogs.library.records import AT_EASE
from dialogs.paper_noted import paper_noted
from dialogs.papers.data import PAYMENTS
from dialogs.payments_told import payments_noted
from dialogs.plan import possible_steps
from dialogs.replay import Position, is_valid
from dialogs.words import Said

OF_PAYMENTS = frozenset({"amount", "paid_parts"})


def told(dialog: Dialog, case: Case, position: Position) -> list[tuple[str, str]]:
    """What the person told us, as pairs of words: the question's short name and the answer."""
    names = changeable_answers(dialog, case, position)
    return [(dialog.library.question_words[name].short, told_answer(dialog, case, position, name)) for name in names]


def changeable_answers(dialog: Dialog, case: Case, position: Position) -> tuple[str, ...]:
    """The questions answered, in the order visited, then those told without being asked."""
    library = dialog.library
    aside = (
        name for name, value in case.answers.items() if name not in position.path and _counts(library, name, value)
    )
    return (*position.path, *aside)


def told_answer(dialog: Dialog, case: Case, position: Position, name: str) -> str:
    """The answer to a question, counted or only told, as people read it."""
    known = replace(position.known, answers={**case.answers, **position.known.answers})
    return answer_words(dialog, replace(position, known=known), name)


def _counts(library: Library, name: str, value: str) -> bool:
    return name in library.questions and name != TRIAGE and is_valid(library, name, value)


def answer_words(dialog: Dialog, position: Position, question: str) -> str:
    """An answer as people read it."""
    value = position.known.get(question)
    if value in {None, PASSED_OVER}:
        return dialog.words.message("not_told", position.known).text
    if dialog.library.accepts(question, value):
        return dialog.library.label(question, value)
    return dialog.words.value(question, position.known)


def noted_said(dialog: Dialog, before: Case, case: Case, position: Position) -> Said | None:
    """What was just heard of a case, in half a line, so that a misreading is seen; None where nothing new was."""
    written = paper_noted(dialog, before, case, position)
    if position.known.family in AT_EASE and not written:
        return None
    names = (name for name, value in case.answers.items() if before.answers.get(name) != value)
    done = [step for step in case.ticks if step not in before.ticks]
    if done:  # 「110打通了」 leaves no step to call in the plan
        possible = {step.id for step in possible_steps(dialog.library, position.known)}
        done = [step for step in done if step in possible]
    if written:
        names = (name for name in names if name != PAYMENTS)
    return noted(dialog, case, position, names, done, written)


def noted(
    dialog: Dialog,
    case: Case,
    position: Position,
    names: Iterable[str],
    done: Iterable[str] = (),
    written: Iterable[str] = (),
) -> Said | None:
    """Some answers of a case, what is `written` into a paper, and steps that are done; None where none is of worth."""
    named = list(names)
    each = payments_noted(dialog, case.answers, position.known) if PAYMENTS in named or "amount" in named else None
    heard = [*([each] if each else []), *written]
    heard += [
        _repeated(dialog, name, value) or told_answer(dialog, case, position, name)
        for name in named
        if not (each and name in OF_PAYMENTS)
        and not (name == "currency" and "amount" in named)
        and (value := case.answers[name]) not in {PASSED_OVER, UNKNOWN}
        and not name.startswith("which_")
        and _counts(dialog.library, name, value)
        and (position.situation or dialog.library.questions[name].everywhere)
    ]
    titles = [dialog.words.step(step, position.known)[0] for step in done]
    return dialog.words.message("noted", position.known, told=heard, done=titles) if heard or titles else None


def _repeated(dialog: Dialog, question: str, value: str) -> str | None:
    option = dialog.library.question_words[question].options.get(value)
    return option.noted if option else None
