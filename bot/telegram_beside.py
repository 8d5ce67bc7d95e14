"""Puts together, from the content, what serves Telegram beside the private dialog: groups, inline mode, pictures."""

from __future__ import annotations

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
from dialogs.cards import InlineCards
from dialogs.dialog import Dialog
from dialogs.library.load import Content


def served_beside(conversation: Conversation, dialog: Dialog, content: Content, zone: ZoneInfo) -> Conversation:
    """The conversation with groups, inline mode and pictures beside it; dates on cards are in `zone`."""
    load_cards = cache(lambda: InlineCards(content.cards, dialog.library, dialog.words, dialog.understander.plain))
    reader = pictures(content.screenshots, dialog.load_checker)
    in_groups = GroupSettings(zone, reasons=content.checking.words.reason_ids)
    checks = Checks(content.groups, lambda: content.cards, dialog.load_checker)
    return replace(
        conversation,
        phrases=_with_words(conversation.phrases, content),
        beside=(groups(checks, in_groups, reader), inline(load_cards, zone)),
        make_reader=reader,
    )


def _with_words(phrases: Phrases, content: Content) -> Phrases:
    in_groups = content.groups
    return replace(
        phrases,
        looking=content.screenshots.working if is_installed("ocr") else "",
        ask_forward=in_groups.line("private"),
        group_commands=tuple(in_groups.commands.items()),
        admin_commands=(*in_groups.commands.items(), *in_groups.admin_commands.items()),
    )
