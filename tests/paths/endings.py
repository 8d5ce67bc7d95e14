"""Every way through a situation, with its words rendered as a person would see them.

There are some fifty thousand ways. The same step reads the same wherever the answers it looks at are the same, so a
rendering is remembered by exactly those answers: a recording mapping tells which ones a template looked at.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Generic, TypeVar

from dialogs.dialog import Dialog
from dialogs.known import Known
from dialogs.library.checks.paths import thin_walks, walks
from dialogs.library.headers import header_list
from dialogs.library.records import Family, Step, Urgency
from dialogs.messages import PlanStep
from dialogs.plan import steps_for
from dialogs.replay import Position
from dialogs.screen import SPLIT
from dialogs.words import merge_facts

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
    """How all ways end that go through the same questions to the same plan; `answers` are those of one of them."""

    situation: str | None
    family: Family | None
    state: str
    outcome: str | None
    path: tuple[str, ...]
    steps: tuple[Step, ...]
    answers: str


class Recording(Mapping[str, str]):
    """Answers that remember which of them were looked at."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.seen: dict[str, str | None] = {}

    def __getitem__(self, name: str) -> str:
        self.seen[name] = self._answers.get(name)
        return self._answers[name]

    def get(self, name: str, default: Any = None) -> Any:
        self.seen[name] = found = self._answers.get(name)
        return default if found is None else found

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
        answered = known.answers.get
        for names, table in self.tables.items():
            values = tuple(map(answered, names))
            if values in table:
                return table[values]
        answers = Recording(known.answers)
        value = self.function(replace(known, answers=answers))
        self.tables.setdefault(tuple(answers.seen), {})[tuple(answers.seen.values())] = value
        return value


class Walker:
    """Walks one situation, every combination of options along the routes; thin: a few ways that take every option.

    `endings` and `pieces` are all that was met, each once.
    """

    def __init__(self, dialog: Dialog, situation: str, now: dt.datetime, *, thin: bool = False) -> None:
        self.dialog, self.situation, self.now = dialog, situation, now
        self._words: dict[str, Remembered[Piece]] = {}
        self._rest: dict[tuple[str, ...], Piece] = {}
        endings: dict[tuple[object, ...], Ending] = {}
        for position in (thin_walks if thin else walks)(dialog.library, situation, now):
            steps = steps_for(dialog.library, position.known)
            self._meet(position, steps)
            end = (position.state, position.path, *[step.id for step in steps])
            if end not in endings:
                endings[end] = ending_of(position, steps)
        self.endings = tuple(endings.values())

    @property
    def pieces(self) -> set[Piece]:
        tables = [table for words in self._words.values() for table in words.tables.values()]
        return {piece for table in (*tables, self._rest) for piece in table.values()}

    def _meet(self, position: Position, steps: Sequence[Step]) -> None:
        """Renders what is said on one way, where it has not been met before."""
        known = position.known
        self._once(self._file, "opening", known)
        self._once(self._file, position.outcome or "", known)
        for question in position.path:
            self._once(self._question, f"ask {question}", known)
        told = [self._once(self._step, step.id, known) for step in steps]
        later = [(step, piece) for step, piece in zip(steps, told, strict=True) if step.urgency is not Urgency.NOW]
        key = tuple([piece.text for _, piece in later])
        if later and key not in self._rest:
            self._rest[key] = self._overview(known, later)

    def _once(self, render: Callable[[str, Known], Piece], name: str, known: Known) -> Piece:
        if name not in self._words:
            self._words[name] = Remembered(partial(render, name))
        return self._words[name](known)

    def _file(self, name: str, known: Known) -> Piece:
        words = self.dialog.words
        said = words.opening(known) if name == "opening" else words.outcome(name, known)
        own = header_list(self.dialog.library.templates[f"flows/{self.situation}/{name}.md.j2"], "own")
        return Piece(f"{self.situation} {name}", said.text, said.facts, own)

    def _question(self, name: str, known: Known) -> Piece:
        question = name.removeprefix("ask ")
        said = self.dialog.words.ask(question, known)
        own = self.dialog.library.question_words[question].own
        return Piece(f"{self.situation} {name}", said.text, said.facts, own)

    def _step(self, name: str, known: Known) -> Piece:
        step = self.dialog.library.steps[name]
        title, body = self.dialog.words.step(name, known)
        facts = merge_facts((step.facts, step.deadline.facts if step.deadline else ()))
        shown = PlanStep(name, title, body, step.urgency, self.now if step.deadline else None, done=True, facts=facts)
        # A number and a date stand in the message beside the step's own words; 99 is the widest a number gets.
        said = self.dialog.words.message("step", known, number=99, step=shown)
        return Piece(f"step {name}", said.text, facts, ("99", "21", "00", "11", "23"))

    def _overview(self, known: Known, later: Sequence[tuple[Step, Piece]]) -> Piece:
        rows = [
            (99, PlanStep(step.id, *self.dialog.words.step(step.id, known), step.urgency, None, done=True, facts=()))
            for step, _ in later
        ]
        said = self.dialog.words.message("plan_rest", known, steps=rows)
        facts = merge_facts(piece.facts for _, piece in later)
        return Piece(f"{self.situation} plan_rest", said.text, facts, ("99",))


def ending_of(position: Position, steps: Sequence[Step]) -> Ending:
    return Ending(
        position.situation,
        position.known.family,
        position.state,
        position.outcome,
        position.path,
        tuple(steps),
        " ".join(f"{name}={value}" for name, value in position.known.answers.items()),
    )


def messages_of(piece: Piece) -> list[str]:
    """The messages into which a piece is divided by its own split marks."""
    return [part.strip() for part in piece.text.split(SPLIT)]
