"""What `content/zh-Hans/cards.yaml` may hold, as types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from dialogs.library.models.base import FactId, Name, Record, Text, complete
from dialogs.library.models.facts import Fact
from dialogs.library.records import Contact, MythVerdict


class Tone(StrEnum):
    """How loud a card is: a trap, a false claim, or advice for everybody."""

    TRAP = "trap"
    CLAIM = "claim"
    ADVICE = "advice"


class CardKind(StrEnum):
    """Which card: one for each verdict that needs one, one for everybody, and one for who has reported a fraud."""

    FAKE_RECALL_TOOL = "fake_recall_tool"
    RECOVERY_SCAM = "recovery_scam"
    OTHER_FRAUD = "other_fraud"
    FALSE_RECALL_CLAIM = "false_recall_claim"
    PREVENTION = "prevention"
    AFTER_REPORT = "after_report"

    @classmethod
    def of(cls, verdict: str) -> CardKind:
        """The card for a checker's verdict; one that names no trap gets the card for everybody."""
        return cls(verdict) if verdict in set(cls) else cls.PREVENTION


class CardLine(Record):
    """One sentence of a card and the facts it rests on."""

    text: Annotated[Text, Field(max_length=48)]
    facts: Annotated[tuple[FactId, ...], Field(min_length=1)]


class Headings(Record):
    """The fixed words around what a card says."""

    lure: Text
    typical: Text
    why: Text
    todo: Text
    sources: Text
    checked: Text
    scan: Text
    product: Text

    def but(self, own: OwnHeadings) -> Headings:
        """These headings, with a card's own in their place where it has some."""
        return self.model_copy(update=own.model_dump(exclude_none=True))


class OwnHeadings(Record):
    """Headings that one card says in its own words."""

    why: Text | None = None
    todo: Text | None = None


class CardWords(Record):
    """The words of one card.

    `hotlines` are ids of contacts with a number. `sources` name who said so in public, each as it stands in the
    title of a source of a named fact. `keywords` bring the card up in inline mode.
    """

    tone: Tone
    tag: Annotated[Text, Field(max_length=6)]
    title: Annotated[Text, Field(max_length=20)]
    title_facts: Annotated[tuple[FactId, ...], Field(min_length=1)]
    typical: Text | None = None
    why: Annotated[tuple[CardLine, ...], Field(min_length=1, max_length=3)]
    todo: Annotated[tuple[CardLine, ...], Field(min_length=1, max_length=4)]
    hotlines: Annotated[tuple[str, ...], Field(min_length=1, max_length=3)]
    sources: Annotated[tuple[Text, ...], Field(min_length=1, max_length=4)]
    keywords: tuple[Text, ...] = ()
    headings: OwnHeadings = OwnHeadings()


class PlanWords(Record):
    """A situation whose first steps can be posted from inline mode."""

    situation: Name
    keywords: Annotated[tuple[Text, ...], Field(min_length=1)]


class InlineWords(Record):
    """The words of inline mode: what a myth is called by its verdict, and what stands over a plan's steps."""

    myth: Annotated[dict[MythVerdict, Text], complete(MythVerdict)]
    plan: Text
    plan_description: Text
    steps: Text


class CardsFile(Record):
    """The whole file."""

    headings: Headings
    cards: Annotated[dict[CardKind, CardWords], complete(CardKind)]
    plans: tuple[PlanWords, ...]
    inline: InlineWords


@dataclass(frozen=True, slots=True)
class Deck:
    """The words of every card, with the contacts and facts they name, by id. `acts` as in `FactWords`."""

    headings: Headings
    cards: Mapping[CardKind, CardWords]
    plans: tuple[PlanWords, ...]
    inline: InlineWords
    contacts: Mapping[str, Contact] = field(repr=False)
    facts: Mapping[str, Fact] = field(repr=False)
    acts: tuple[str, ...] = field(default=(), repr=False)
