"""Every way through a situation, with its words rendered as a person would see them.

There are some fifty thousand ways. The same step reads the same wherever the answers it looks at are the same, so a
rendering is remembered by exactly those answers: a recording mapping tells which ones a template looked at.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Generic, TypeVar

from dialogs.dialog import Dialog
from dialogs.known import Known
from dialogs.library.records import Step
from dialogs.messages import PlanStep
from dialogs.plan import steps_for
from dialogs.proof.walks import thin_walks, walks
from dialogs.replay import Position
from dialogs.showing import SPLIT
from dialogs.words import Said, header_list, merge_facts

T = TypeVar("T")
Answers = Mapping[str, str]


@dataclass(frozen=True)
class Piece:
    """Words that are sent as one message or as a part of one, with the facts and the own numbers they name."""

    where: str
    text: str
    facts: tuple[str, ...]
    own: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ending:
    """One way to its end: where it ended, the steps of its plan, and every piece of words met on it."""

    position: Position
    steps: tuple[Step, ...]
    pieces: tuple[Piece, ...]


class Recording(Mapping[str, str]):
    """Answers that remember which of them were looked at."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.seen: dict[str, str | None] = {}

    def __getitem__(self, name: str) -> str:
        self.seen[name] = self._answers.get(name)
        return self._answers[name]

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("words that look at all answers at once cannot be remembered by some of them")

    def __len__(self) -> int:
        return len(self._answers)


@dataclass
class Remembered(Generic[T]):
    """A pure function of what is known, evaluated once for each combination of the answers it looks at."""

    function: Callable[[Known], T]
    tables: dict[tuple[str, ...], dict[tuple[str | None, ...], T]] = field(default_factory=dict)

    def __call__(self, known: Known) -> T:
        for names, table in self.tables.items():
            values = tuple(known.answers.get(name) for name in names)
            if values in table:
                return table[values]
        answers = Recording(known.answers)
        value = self.function(replace(known, answers=answers))
        self.tables.setdefault(tuple(answers.seen), {})[tuple(answers.seen.values())] = value
        return value


class Walker:
    """Walks one situation and renders what is met."""

    def __init__(self, dialog: Dialog, situation: str, now: dt.datetime) -> None:
        self.dialog, self.situation, self.now = dialog, situation, now
        self._words: dict[str, Remembered[Piece]] = {}
        self._rest: dict[tuple[str, ...], Piece] = {}

    def endings(self, *, thin: bool = False) -> Iterator[Ending]:
        """Every ending, for every combination of options along the routes; thin: a few that take every option."""
        for position in (thin_walks if thin else walks)(self.dialog.library, self.situation, self.now):
            steps = tuple(steps_for(self.dialog.library, position.known))
            yield Ending(position, steps, tuple(self._pieces(position, steps)))

    def _pieces(self, position: Position, steps: tuple[Step, ...]) -> Iterator[Piece]:
        known, words = position.known, self.dialog.words
        outcome = position.outcome or ""
        yield self._said("opening", words.opening, known)
        yield self._said(outcome, partial(words.outcome, outcome), known)
        for question in position.path:
            yield self._said(f"ask {question}", partial(words.ask, question), known)
        told = [self._remembered(step.id, partial(self._step, step), known) for step in steps]
        yield from told
        if later := [(step, piece) for step, piece in zip(steps, told, strict=True) if step.urgency != "now"]:
            yield self._overview(known, later)

    def _said(self, name: str, say: Callable[[Known], Said], known: Known) -> Piece:
        def render(known: Known) -> Piece:
            said = say(known)
            return Piece(f"{self.situation} {name}", said.text, said.facts, self._own(name))

        return self._remembered(name, render, known)

    def _own(self, name: str) -> tuple[str, ...]:
        if name.startswith("ask "):
            return self.dialog.library.question_words[name.removeprefix("ask ")].own
        return header_list(self.dialog.library.templates[f"flows/{self.situation}/{name}.md.j2"], "own")

    def _step(self, step: Step, known: Known) -> Piece:
        title, body = self.dialog.words.step(step.id, known)
        facts = merge_facts((step.facts, step.deadline.facts if step.deadline else ()))
        shown = PlanStep(
            step.id, title, body, step.urgency, self.now if step.deadline else None, done=True, facts=facts
        )
        # A number and a date stand in the message beside the step's own words; 99 is the widest a number gets.
        said = self.dialog.words.message("step", known, number=99, step=shown)
        return Piece(f"step {step.id}", said.text, facts, ("99", "21", "00", "11", "23"))

    def _overview(self, known: Known, later: list[tuple[Step, Piece]]) -> Piece:
        key = tuple(piece.text for _, piece in later)
        if key not in self._rest:
            rows = [
                (
                    99,
                    PlanStep(step.id, *self.dialog.words.step(step.id, known), step.urgency, None, done=True, facts=()),
                )
                for step, _ in later
            ]
            said = self.dialog.words.message("plan_rest", known, steps=rows)
            facts = merge_facts(piece.facts for _, piece in later)
            self._rest[key] = Piece(f"{self.situation} plan_rest", said.text, facts, ("99",))
        return self._rest[key]

    def _remembered(self, name: str, render: Callable[[Known], Piece], known: Known) -> Piece:
        if name not in self._words:
            self._words[name] = Remembered(render)
        return self._words[name](known)


def messages_of(piece: Piece) -> list[str]:
    """The messages into which a piece is divided by its own split marks."""
    return [part.strip() for part in piece.text.split(SPLIT)]
