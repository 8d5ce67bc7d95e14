"""A fact: the dated, sourced statement on which the words rest, with the days on which it is to be seen again.

A date never makes content invalid. Past `Fact.due` a record is a task in the list of `transfer-aid content due`; past
`Fact.last_fit` the dialog says the fallback words in its place (`dialogs.unfit`) and a release is refused.
"""

from __future__ import annotations

import datetime as dt
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from dialogs.library.models.base import FactId, Record, Text


class Confidence(StrEnum):
    """How sure we are of a fact. `low` may reach a user only in words that say it is uncertain."""

    HIGH = "high"
    MEDIUM_HIGH = "medium_high"
    MEDIUM = "medium"
    LOW = "low"


class Basis(StrEnum):
    """Where a statement comes from: a page we read, our own knowledge, both, or an inference from facts."""

    RETRIEVED = "retrieved"
    BOTH = "both"
    OWN = "own"
    INFERRED = "inferred"


class SourceKind(StrEnum):
    """Who published a source. Reposts and low-quality pages are evidence for editors: their address is never shown."""

    OFFICIAL = "official"
    GOVERNMENT = "government"
    STATUTE = "statute"
    MEDIA = "media"
    REPOST = "repost"
    LOW_QUALITY = "low_quality"
    OWN = "own"


class Source(Record):
    """One place that supports a fact."""

    title: Text
    kind: SourceKind
    address: str | None = None
    published: str | None = None

    @property
    def shown_address(self) -> str | None:
        """The address a user may see, or None where the page is no place to send anybody."""
        return None if self.kind in {SourceKind.REPOST, SourceKind.LOW_QUALITY, SourceKind.OWN} else self.address


class SeenHow(StrEnum):
    """By what an editor checked a fact: the live page, a stored copy of it, a telephone call, a device in hand."""

    PAGE = "page"
    COPY = "copy"
    CALL = "call"
    DEVICE = "device"


class Seen(Record):
    """One check of a fact: the day, the role of the person, and how. `note` names a copy's own date, or a version."""

    on: dt.date
    by: Text
    how: SeenHow
    note: Text | None = None


class FactKind(StrEnum):
    """What a fact is about, which decides how soon it is seen again (`SPANS`) and which fallback it has."""

    APP = "app"
    NUMBER = "number"
    RULE = "rule"
    FOREIGN = "foreign"
    STATUTE = "statute"
    COMMON_SENSE = "common_sense"


@dataclass(frozen=True, slots=True)
class Span:
    """Days after the last check: until the next one is due, and for how long the fact may be said (None: always)."""

    review: int
    fit: int | None


SPANS = {
    FactKind.APP: Span(45, 120),  # where to tap, and when money arrives: an app changes with any update
    FactKind.NUMBER: Span(90, 270),  # telephone numbers in China and what they are for
    FactKind.RULE: Span(90, 270),  # regulations, ministry rules, judicial interpretations, practice
    FactKind.FOREIGN: Span(120, 365),  # police and hotlines abroad
    FactKind.STATUTE: Span(180, 540),  # laws passed by the National People's Congress
    FactKind.COMMON_SENSE: Span(365, None),  # call 110, pay nobody in advance
}
SPREAD = 4  # a review without a written day falls due up to a fourth of its span earlier, by the fact's id


class Fact(Record):
    """A dated, sourced statement; the only ground on which words may state anything.

    Attributes:
        seen: every check, oldest first. `checked_on` follows from the last and cannot be written.
        review_by: the day of the next check, where it is not to follow from kind and last check (see `due`).
        unfit_after: the last day on which it may be said, where it is not to follow from them (see `last_fit`).
        fallback: what is said in its place after that day, where the words for its kind do not suit.
        marks: words by which a sentence that states it is known, besides the figures of the statement.
        internal: for editors only; words that name it are an error.
    """

    id: FactId
    title: Text
    statement: Text
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    kind: FactKind
    seen: Annotated[tuple[Seen, ...], Field(min_length=1)]
    review_by: dt.date | None = None
    unfit_after: dt.date | None = None
    fallback: Text | None = None
    marks: tuple[Text, ...] = ()
    confidence: Confidence
    basis: Basis
    effective_from: dt.date | None = None
    internal: bool = False
    note: str | None = None

    @property
    def checked_on(self) -> dt.date:
        """The day of the last check."""
        return self.seen[-1].on

    @property
    def due(self) -> dt.date:
        """The day by which it is to be checked again: as written, or by its kind, spread so that few fall together."""
        days = SPANS[self.kind].review
        return self.review_by or self.checked_on + dt.timedelta(days - zlib.crc32(self.id.encode()) % (days // SPREAD))

    @property
    def last_fit(self) -> dt.date | None:
        """The last day on which it may be said; None where time does not wear it out."""
        days = SPANS[self.kind].fit
        return self.unfit_after or (None if days is None else self.checked_on + dt.timedelta(days))

    def unfit_on(self, day: dt.date) -> bool:
        """Whether its fallback is to be said on a day in its place."""
        last = self.last_fit
        return last is not None and last < day

    @property
    def certain(self) -> bool:
        """Whether it may be said without a word of doubt."""
        return self.confidence is not Confidence.LOW and self.basis is not Basis.OWN


class FactWords(Record):
    """What one locale says about facts: `zh-Hans/facts.yaml`.

    Attributes:
        fallbacks: for each kind that time wears out, what is said in place of a statement that is no longer fit.
        acts: words by which a sentence is something to do at once; such a sentence is always said (`dialogs.unfit`).
        recent: words that speak of the present day, which need a recent check; `…` stands for a few characters.
        not_recent: wordings in which such a word means something else.
    """

    fallbacks: dict[FactKind, Text] = Field(default_factory=dict)
    acts: tuple[Text, ...] = ()
    recent: tuple[Text, ...] = ()
    not_recent: tuple[Text, ...] = ()
