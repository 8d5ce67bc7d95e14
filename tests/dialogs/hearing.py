"""An understander that hears what a test says: for what depends on scores and not on words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from dialogs.understanding import Reading, Understander
from dialogs.understanding.mentions import Mentions
from tests.dialogs.talk import Talk


@dataclass(frozen=True)
class Scripted:
    """An understander that hears what the test says: for decisions that depend on scores."""

    reading: Reading
    answer: str | None = None

    def read(self, _text: str, _now: dt.datetime) -> Reading:
        return self.reading

    def read_answer(self, *_: object) -> str | None:
        return self.answer

    def read_told(self, *_: object) -> Mapping[str, str]:
        return {}

    def mentions(self, text: str, _now: dt.datetime) -> Mentions:
        return Mentions(text, (), ())

    def surely_answers(self, *_: object) -> bool:
        return self.answer is not None

    def answers_nothing(self, *_: object) -> bool:
        return False

    def rather_answers(self, *_: object) -> bool:
        return self.answer is not None


def hearing(talk: Talk, answer: str | None = None, **reading: object) -> Talk:
    """The talk, from here on with an understander that hears this."""
    scripted = cast("Understander", Scripted(Reading(**reading), answer))  # type: ignore[arg-type]
    talk.dialog = replace(talk.dialog, understander=scripted)
    return talk
