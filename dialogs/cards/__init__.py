"""Warning cards: what a trap is, why, and what to do, ready to post in a group or to print."""

from dialogs.cards.card import Card, Hotline, card_text, group_text, make_card, pack, source_line, unpack
from dialogs.cards.inline import InlineCard, InlineCards
from dialogs.cards.lure import defused, shortened
from dialogs.library.models.cards import CardKind, Deck, Tone

__all__ = [
    "Card",
    "CardKind",
    "Deck",
    "Hotline",
    "InlineCard",
    "InlineCards",
    "Tone",
    "card_text",
    "defused",
    "group_text",
    "make_card",
    "pack",
    "shortened",
    "source_line",
    "unpack",
]
