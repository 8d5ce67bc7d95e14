"""Puts together, from the content, what serves Telegram beside the private dialog: groups, inline mode, pictures."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from zoneinfo import ZoneInfo

from bot.content_files import read_texts
from bot.groups.checks import Checks
from bot.groups.handler import GroupSettings, groups
from bot.groups.words import GroupWords, reason_ids
from bot.inline.handler import inline
from bot.papers.tools import MissingExtra
from bot.screenshots import ScreenshotWords
from bot.screenshots.extra import ensure_installed
from bot.telegram.phrases import Phrases
from bot.telegram.pictures import pictures
from bot.telegram.reception import Dialog as Conversation
from dialogs.cards import Deck, InlineCards
from dialogs.dialog import Dialog


def served_beside(conversation: Conversation, dialog: Dialog, zone: ZoneInfo) -> Conversation:
    """The conversation with groups, inline mode and pictures beside it; dates on cards are in `zone`.

    Raises:
        ContentError: when the words for these cannot be used.
    """
    texts = read_texts()
    words, seen = GroupWords.from_files(texts), ScreenshotWords.from_files(texts)
    load_deck = cache(lambda: Deck.from_files(texts, dialog.library))
    load_cards = cache(lambda: InlineCards(load_deck(), dialog.library, dialog.words))
    reader = pictures(seen, dialog.load_checker)
    in_groups = GroupSettings(zone, reasons=reason_ids(texts))
    checks = Checks(words, load_deck, dialog.load_checker)
    return replace(
        conversation,
        phrases=_with_words(conversation.phrases, words, seen),
        beside=(groups(checks, in_groups, reader), inline(load_cards, zone)),
        make_reader=reader,
    )


def _with_words(phrases: Phrases, words: GroupWords, seen: ScreenshotWords) -> Phrases:
    return replace(
        phrases,
        looking=seen.working if _can_read_pictures() else "",
        ask_forward=words.line("private"),
        group_commands=tuple(words.commands.items()),
        admin_commands=(*words.commands.items(), *words.admin_commands.items()),
    )


def _can_read_pictures() -> bool:
    try:
        ensure_installed()
    except MissingExtra:
        return False
    return True
