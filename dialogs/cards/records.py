"""What `content/zh-Hans/cards.yaml` may hold, as types."""

from __future__ import annotations

from dataclasses import asdict, replace
from enum import StrEnum
from typing import Annotated

from dialogs.library.records import Verdict
from dialogs.library.schema import FactId, Name, Sized, Text, record


class Tone(StrEnum):
    """How loud a card is: a trap, a false claim, or advice for everybody."""

    TRAP = "trap"
    CLAIM = "claim"
    ADVICE = "advice"


class CardKind(StrEnum):
    """Which card: one for each verdict that needs one, and one for everybody."""

    FAKE_RECALL_TOOL = "fake_recall_tool"
    RECOVERY_SCAM = "recovery_scam"
    OTHER_FRAUD = "other_fraud"
    FALSE_RECALL_CLAIM = "false_recall_claim"
    PREVENTION = "prevention"

    @classmethod
    def of(cls, verdict: str) -> CardKind:
        """The card for a checker's verdict; one that names no trap gets the card for everybody."""
        return cls(verdict) if verdict in set(cls) else cls.PREVENTION


@record
class Line:
    """One sentence of a card and the facts it rests on."""

    text: Annotated[Text, Sized(most=48)]
    facts: Annotated[tuple[FactId, ...], Sized(1)]


@record
class Headings:
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
        return replace(self, **{name: text for name, text in asdict(own).items() if text is not None})


@record
class OwnHeadings:
    """Headings that one card says in its own words."""

    why: Text | None = None
    todo: Text | None = None


@record
class CardWords:
    """The words of one card.

    `hotlines` are ids of contacts with a number. `sources` name who said so in public, each as it stands in the
    title of a source of a named fact. `keywords` bring the card up in inline mode.
    """

    tone: Tone
    tag: Annotated[Text, Sized(most=6)]
    title: Annotated[Text, Sized(most=20)]
    title_facts: Annotated[tuple[FactId, ...], Sized(1)]
    typical: Text | None = None
    why: Annotated[tuple[Line, ...], Sized(1, 3)]
    todo: Annotated[tuple[Line, ...], Sized(1, 4)]
    hotlines: Annotated[tuple[str, ...], Sized(1, 3)]
    sources: Annotated[tuple[Text, ...], Sized(1, 4)]
    keywords: tuple[Text, ...] = ()
    headings: OwnHeadings = OwnHeadings()


@record
class PlanWords:
    """A situation whose first steps can be posted from inline mode."""

    situation: Name
    keywords: Annotated[tuple[Text, ...], Sized(1)]


@record
class InlineWords:
    """The words of inline mode: what a myth is called by its verdict, and what stands over a plan's steps."""

    myth: dict[Verdict, Text]
    plan: Text
    plan_description: Text
    steps: Text

    def __post_init__(self) -> None:
        if missing := set(Verdict) - self.myth.keys():
            raise ValueError(f"no words for a myth that is {', '.join(sorted(missing))}")


@record
class CardsFile:
    """The whole file."""

    headings: Headings
    cards: dict[Name, CardWords]
    plans: tuple[PlanWords, ...]
    inline: InlineWords
