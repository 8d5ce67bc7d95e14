"""What fits an inline query: cards, corrections of myths, and the first steps of a plan, each ready to be posted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dialogs.cards.card import TEXT_LONGEST, Card, card_text, make_card
from dialogs.cards.lure import shortened
from dialogs.known import Known
from dialogs.library.library import Library
from dialogs.library.models.cards import CardKind, Deck, PlanWords
from dialogs.library.records import Myth, MythVerdict, Urgency
from dialogs.plan import compute_plan
from dialogs.unfit import fit_said
from dialogs.words import Said, Words

MOST = 12  # items offered; a phone shows five at a time
_MOST_MYTHS = 6
_MOST_STEPS = 4
_LONGEST_QUERY = 64
_LONGEST_DESCRIPTION = 80
_NEAR = 0.6  # share of the query's pairs of characters that a myth's wordings must hold


@dataclass(frozen=True, slots=True)
class InlineCard:
    """One item to pick: a short stable id, a title, a line under it, and the Markdown that is posted."""

    id: str
    title: str
    description: str
    text: str


class InlineCards:
    """An index over the cards, myths and plans. Built once; each query is then answered without looking elsewhere."""

    def __init__(self, deck: Deck, library: Library, words: Words, plain: Callable[[str], str]) -> None:
        """`plain` gives the spelling in which queries and wordings are compared."""
        self._deck = deck
        self._library = library
        self._words = words
        self._plain = plain
        self._wordings = {
            myth.id: tuple(plain(text) for text in (myth.claim, *myth.asks)) for myth in library.myths.values()
        }

    def find(self, query: str, now: dt.datetime, address: str = "") -> tuple[InlineCard, ...]:
        """The items for a query, the nearest first; for an empty or unknown one, what everybody may need.

        Args:
            query: what was typed after the bot's name, any characters.
            now: the moment; its date stands on the cards.
            address: where a card leads back to, see `make_card`.
        """
        wanted = self._plain(query[:_LONGEST_QUERY])
        cards = [kind for kind in CardKind if self._meant(wanted, self._deck.cards[kind].keywords)]
        plans = [plan for plan in self._deck.plans if self._meant(wanted, plan.keywords)]
        myths = self._myths(wanted)
        if not (cards or plans or myths):
            cards, plans = list(CardKind), list(self._deck.plans)
        items = [
            *(self._card(make_card(self._deck, kind, today=now.date(), address=address)) for kind in cards),
            *(self._plan(plan, now) for plan in plans),
            *(self._myth(myth, now.date()) for myth in myths),
        ]
        return tuple(items[:MOST])

    @staticmethod
    def _meant(wanted: str, keywords: tuple[str, ...]) -> bool:
        return bool(wanted) and any(word in wanted or (len(wanted) > 1 and wanted in word) for word in keywords)

    def _myths(self, wanted: str) -> list[Myth]:
        if not wanted:
            return []
        near = {name: [_nearness(wanted, text) for text in texts] for name, texts in self._wordings.items()}
        fitting = [self._library.myths[name] for name, shares in near.items() if max(shares) >= _NEAR]
        # What is plainly wrong comes before what nobody can verify; then what is more about the query.
        fitting.sort(
            key=lambda myth: (myth.verdict is MythVerdict.UNVERIFIABLE, -sum(near[myth.id]) / len(near[myth.id]))
        )
        return fitting[:_MOST_MYTHS]

    def _card(self, card: Card) -> InlineCard:
        title = f"{card.tag}｜{card.title}"
        return InlineCard(f"card:{card.kind}", title, shortened(card.why[0], _LONGEST_DESCRIPTION), card_text(card))

    def _myth(self, myth: Myth, day: dt.date) -> InlineCard:
        label = self._deck.inline.myth[myth.verdict]
        truth = fit_said(Said(myth.truth, myth.facts), self._library, day).text
        text = f"**「{myth.claim}」：{label}**\n\n{truth}"
        return InlineCard(myth.id, f"{label}｜{myth.claim}", shortened(truth, _LONGEST_DESCRIPTION), text)

    def _plan(self, plan: PlanWords, now: dt.datetime) -> InlineCard:
        words = self._deck.inline
        title = f"{self._library.flow_words[plan.situation].title}{words.plan}"
        known = Known({}, now, plan.situation, self._library.flows[plan.situation].family)
        opening = fit_said(self._words.opening(known), self._library, now.date()).text
        head = f"**{title}**\n\n{opening}\n\n**{words.steps}**"
        steps = [step for step in compute_plan(self._library, self._words, known) if step.urgency != Urgency.LATER]
        text = _within(head, (step.title for step in steps[:_MOST_STEPS]))
        return InlineCard(f"plan:{plan.situation}", title, words.plan_description, text)


def _within(head: str, titles: Iterator[str]) -> str:
    """The head with as many numbered steps as a posted text holds."""
    text = head
    for place, title in enumerate(titles, 1):
        longer = f"{text}\n{place}. {title}"
        if len(longer) > TEXT_LONGEST:
            break
        text = longer
    return text


def _nearness(wanted: str, text: str) -> float:
    """1 where the text holds the query, else the share of the query's pairs of characters that it holds."""
    if wanted in text:
        return 1.0
    pairs = {wanted[place : place + 2] for place in range(len(wanted) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0
