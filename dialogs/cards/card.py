"""A warning card: its record, how it is made from the deck, and its text for a chat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from dialogs.cards.lure import defused, joined_evidence, shortened
from dialogs.library.models.cards import CardKind, CardLine, Deck, Headings, Tone
from dialogs.text.expression import Expression
from dialogs.unfit import Unfit, fit_text, missing_fallbacks
from dialogs.words import merge_facts, quoted

TEXT_LONGEST = 500  # characters of Markdown; a group's screen holds no more
_MOST_LURE = 60  # characters of it in a chat; posters have room for more
_LEAST_LURE = 8  # a quote shorter than that says nothing
_ADDRESS = Expression(r"https://[!#-;=?-~]{3,120}")


@dataclass(frozen=True, slots=True)
class Hotline:
    """A number to call and whose it is."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything on a warning card, in the order in which it is read.

    `lure` is a stranger's words, defused but not escaped (empty: none to quote); `typical` says that it is our own
    example. `checked` is the day of the oldest check among the facts. `address` leads back to the bot, or is empty.
    """

    kind: CardKind
    tone: Tone
    tag: str
    title: str
    lure: str
    typical: bool
    why: tuple[str, ...]
    todo: tuple[str, ...]
    hotlines: tuple[Hotline, ...]
    headings: Headings
    date: dt.date
    checked: dt.date
    sources: tuple[str, ...]
    facts: tuple[str, ...]
    address: str = ""

    @property
    def lure_heading(self) -> str:
        """What is written over the quoted words."""
        return self.headings.typical if self.typical else self.headings.lure


def make_card(deck: Deck, verdict: str, evidence: Iterable[str] = (), *, today: dt.date, address: str = "") -> Card:
    """The card for a verdict.

    Args:
        deck: the words of all cards.
        verdict: a checker's verdict or a `CardKind`.
        evidence: the message itself or quotes from it; without any, the card shows its own typical example.
        today: the date on the card.
        address: an https address that leads back to the bot, for a link and a QR code.

    Raises:
        ValueError: the address is no https address of at most 128 characters.
    """
    if address and not _ADDRESS.fullmatch(address):
        raise ValueError("the address must be https://… without blanks, at most 128 characters")
    kind = CardKind.of(verdict)
    words = deck.cards[kind]
    lure = "" if deck.cards[kind].tone is Tone.ADVICE else defused(joined_evidence(evidence))
    lines = (*words.why, *words.todo)
    contacts = [deck.contacts[name] for name in words.hotlines]
    facts = merge_facts((words.title_facts, *(line.facts for line in lines), *(contact.facts for contact in contacts)))
    told: set[str] = set()
    return Card(
        kind=kind,
        tone=words.tone,
        tag=words.tag,
        title=words.title,
        lure=lure or (words.typical or ""),
        typical=not lure,
        why=tuple(_fit(deck, words.why, today, told)),
        todo=tuple(_fit(deck, words.todo, today, told)),
        hotlines=tuple(Hotline(contact.number or "", contact.name) for contact in contacts),
        headings=deck.headings.but(words.headings),
        date=today,
        checked=min(deck.facts[name].checked_on for name in facts),
        sources=words.sources,
        facts=facts,
        address=address,
    )


def pack(card: Card) -> str:
    """The card as text, for who makes a picture of it later."""
    return TypeAdapter(Card).dump_json(card).decode()


def unpack(text: str) -> Card:
    """The card of `pack`. Raises ValueError for any other text."""
    return TypeAdapter(Card).validate_json(text)


def _fit(deck: Deck, lines: Iterable[CardLine], today: dt.date, told: set[str]) -> Iterator[str]:
    """The lines as they are said on a day; a fallback that no sentence gives way to ends the first line it is for."""
    for line in lines:
        unfit = Unfit.on(today, line.facts, deck.facts, deck.acts)
        text = fit_text(line.text, unfit)
        more = [words for words in missing_fallbacks(text, unfit) if words not in told]
        told.update(unfit.fallbacks)
        yield text + "".join(more)


def card_text(card: Card) -> str:
    """The card as Markdown of at most 500 characters; a long lure gives way first."""
    room = TEXT_LONGEST - len(_text(card, "")) - len("\n\n> 「」")
    lure = _fitting(card.lure, room)
    return _text(card, lure)


def group_text(card: Card) -> str:
    """The card as Markdown for a group: what it is and the first thing to do, and all else in one quote to unfold."""
    room = TEXT_LONGEST - len(_group_text(card, "")) - len("\n> 「」")
    return _group_text(card, _fitting(card.lure, room))


def source_line(card: Card) -> str:
    """On whose public word the card rests, and when that was last checked."""
    return f"{card.headings.sources}{'、'.join(card.sources)}（{card.checked.isoformat()} {card.headings.checked}）"


def _text(card: Card, lure: str) -> str:
    head = f"**{card.tag}｜{card.title}**"
    quote = f"> 「{lure}」" if lure else ""
    why = f"**{card.headings.why}**\n{_listed(card.why, '-')}"
    numbered = "\n".join(f"{place}. {line}" for place, line in enumerate(card.todo, 1))
    todo = f"**{card.headings.todo}**\n{numbered}"
    lines = " · ".join(f"{line.name} {line.number}" for line in card.hotlines)
    foot = f"{card.date.isoformat()} · {card.headings.product}" + (f" <{card.address}>" if card.address else "")
    return "\n\n".join(filter(None, (head, quote, why, todo, lines, foot)))


def _group_text(card: Card, lure: str) -> str:
    lines = " · ".join(f"{line.name} {line.number}" for line in card.hotlines)
    foot = f"{card.date.isoformat()} · {card.headings.product}"
    folded = (*(f"• {line}" for line in card.why), f"「{lure}」" if lure else "", *card.todo[1:], lines, foot)
    return f"**{card.tag}｜{card.title}**\n{card.todo[0]}\n" + "\n".join(f"> {line}" for line in folded if line)


def _listed(lines: Sequence[str], mark: str) -> str:
    return "\n".join(f"{mark} {line}" for line in lines)


def _fitting(lure: str, room: int) -> str:
    """As much of a lure as fits when escaped; nothing when that would be too little to know it by."""
    for length in range(min(len(lure), _MOST_LURE, room), _LEAST_LURE - 1, -1):
        escaped = quoted(shortened(lure, length))
        if len(escaped) <= room:
            return escaped
    return ""
