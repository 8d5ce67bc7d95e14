"""Puts together, from the content, what serves Telegram beside the private dialog: groups, inline mode, pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from zoneinfo import ZoneInfo

from bot.extras import is_installed
from bot.groups.checks import Checks
from bot.groups.handler import GroupSettings, groups
from bot.inline.handler import inline
from bot.telegram.phrases import Phrases
from bot.telegram.pictures import pictures
from bot.telegram.reception import Dialog as Conversation
from bot.telegram_words import TelegramWords
from dialogs.cards import Deck, InlineCards
from dialogs.dialog import Dialog


def served_beside(
    conversation: Conversation, dialog: Dialog, words: TelegramWords, load_deck: Callable[[], Deck], zone: ZoneInfo
) -> Conversation:
    """The conversation with groups, inline mode and pictures beside it; dates on cards are in `zone`."""
    the_deck = cache(load_deck)
    load_cards = cache(lambda: InlineCards(the_deck(), dialog.library, dialog.words, dialog.understander.plain))
    reader = pictures(words.screenshots, dialog.load_checker)
    in_groups = GroupSettings(zone, reasons=words.reasons)
    checks = Checks(words.groups, the_deck, dialog.load_checker)
    return replace(
        conversation,
        phrases=_with_words(conversation.phrases, words),
        beside=(groups(checks, in_groups, reader), inline(load_cards, zone)),
        make_reader=reader,
    )


def _with_words(phrases: Phrases, words: TelegramWords) -> Phrases:
    in_groups = words.groups
    return replace(
        phrases,
        looking=words.screenshots.working if is_installed("ocr") else "",
        ask_forward=in_groups.line("private"),
        group_commands=tuple(in_groups.commands.items()),
        admin_commands=(*in_groups.commands.items(), *in_groups.admin_commands.items()),
    )
