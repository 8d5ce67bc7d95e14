"""What the cards name: facts, contacts, sources and situations."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.library import files as at
from dialogs.library.library import Library
from dialogs.library.models.cards import Deck
from dialogs.library.problems import Problem


def card_problems(deck: Deck, library: Library) -> Iterator[Problem]:
    """Contacts without a number, sources of no fact named on the card, situations that do not exist."""
    for name, words in deck.cards.items():
        named = {fact for line in (*words.why, *words.todo) for fact in line.facts} | set(words.title_facts)
        for contact in words.hotlines:
            if contact not in deck.contacts or not deck.contacts[contact].number:
                yield Problem(at.CARDS, f"cards.{name}.hotlines", f"没有 {contact} 这个带号码的电话")
        titles = [source.title for fact in named & library.facts.keys() for source in library.facts[fact].sources]
        for source in words.sources:
            if not any(source in title for title in titles):
                yield Problem(at.CARDS, f"cards.{name}.sources", f"{source} 不是这张卡片所列事实的出处")
    for plan in deck.plans:
        if plan.situation not in library.flows:
            yield Problem(at.CARDS, f"plans.{plan.situation}", "没有这种遭遇")
