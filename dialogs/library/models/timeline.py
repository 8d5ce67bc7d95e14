"""Periods and what starts them: `content/deadlines.yaml`, `content/timeline.yaml` and their words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from dialogs.library.models.base import FactId, Name, Record, Text
from dialogs.library.models.papers import Rule


class Unit(StrEnum):
    """What a length is counted in; `days` are calendar days."""

    HOURS = "hours"
    DAYS = "days"
    WORKDAYS = "workdays"
    MONTHS = "months"
    YEARS = "years"


class Length(Record):
    """How long a period is."""

    count: Annotated[int, Field(gt=0)]
    unit: Unit


class DeadlineKind(StrEnum):
    """What the end of a period means: the person must act, somebody else must, or it happens by itself."""

    ACT_BEFORE = "act_before"
    ANSWER_DUE = "answer_due"
    HAPPENS_AT = "happens_at"


class Remind(StrEnum):
    """Whether a reminder is always offered, may be offered, or no date is worked out for the person at all."""

    MUST = "must"
    MAY = "may"
    EXPLAIN_ONLY = "explain_only"


class Deadline(Record):
    """A period that starts with an event; `extended` holds the longer ends that an extension allows, in order."""

    id: Name
    what: Text
    start: Name
    start_words: Text
    length: Length
    extended: tuple[Length, ...] = ()
    kind: DeadlineKind
    remind: Remind
    moves_off_rest_days: bool = False
    facts: Annotated[tuple[FactId, ...], Field(min_length=1)]
    note: str | None = None

    @model_validator(mode="after")
    def _lengths_fit(self) -> Self:
        for shorter, longer in pairwise((self.length, *self.extended)):
            if shorter.unit != longer.unit or shorter.count >= longer.count:
                raise ValueError("extended 里每一个应和前一个单位相同，而且更长")
        if self.moves_off_rest_days and self.length.unit in {Unit.HOURS, Unit.WORKDAYS}:
            raise ValueError("hours 和 workdays 不顺延，moves_off_rest_days 应去掉")
        return self


class StartRule(Rule):
    """In which cases people are asked for the day on which a period starts; `future`: it may still be to come."""

    future: bool = False


class TimelineRules(Record):
    """Which answers start periods, which tell what happened, where a period applies, and which starts are asked for.

    `zones` names the time zone of reminders by where somebody is (`content/timeline.yaml`).
    """

    starts: dict[Name, Name]
    happened: tuple[Name, ...]
    applies: dict[Name, Rule]
    asks: dict[Name, StartRule] = Field(default_factory=dict)
    zones: dict[Name, Text] = Field(default_factory=dict)


class StartWords(Record):
    """How the start of a period is called on a button, and asked for."""

    label: Text
    ask: Text


class TimelineWords(Record):
    """The words of a timeline."""

    title: Text
    paid: Text
    paid_abroad: Text  # with {amount}, its money beside it
    paid_unknown: Text
    today: Text
    past: Text
    act_before: Text
    answer_due: Text
    answer_extended: Text
    happens_at: Text
    uncertain: Text
    uncertain_answer: Text
    line: Text
    alarm: Text
    happened: Annotated[dict[Name, Text], Field(min_length=1)]
    bring: dict[Name, Text] = Field(default_factory=dict)  # by deadline: what to bring, and where
    starts: dict[Name, StartWords] = Field(default_factory=dict)
    past_left_out: Text  # with {count}
    about: Text  # with {what}: an hour that is not known exactly


@dataclass(frozen=True, slots=True)
class Timetable:
    """What timelines are made from."""

    rules: TimelineRules
    words: TimelineWords
    deadlines: tuple[Deadline, ...]
