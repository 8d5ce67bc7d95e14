"""The short card for a group: what a message is, why, and what to do, small enough for a phone's screen."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.groups.words import GroupWords
from dialogs.cards import CardKind, Deck, card_text, make_card
from dialogs.checking import CheckResult

_MOST_REASONS = 2
_MOST_TODO = 2


def group_card(deck: Deck, words: GroupWords, result: CheckResult, today: dt.date) -> str:
    """The Markdown to post about a checked message.

    A trap or a false claim gets a card with its own quoted, defused words and at most two of the reasons found in it
    (a card's general ones where none was named); anything else gets one sentence.
    """
    if result.verdict not in set(CardKind):
        return words.line("warning" if result.verdict == "warning" else "none")
    evidence = [reason.evidence for reason in result.reasons] or [claim.evidence for claim in result.claims]
    card = make_card(deck, result.verdict, evidence, today=today)
    reasons = tuple(dict.fromkeys(reason.text for reason in result.reasons))
    return card_text(replace(card, why=(reasons or card.why)[:_MOST_REASONS], todo=card.todo[:_MOST_TODO]))
