"""What the Telegram bot serves, put together from the content: the dialog, groups, inline mode and pictures."""

from __future__ import annotations

import datetime as dt
import gc
from functools import cache, partial
from zoneinfo import ZoneInfo

from bot import store
from bot.content import make_dialog, open_content, read_models
from bot.extras import is_installed
from bot.papers.export import build_file
from bot.telegram import groups, inline
from bot.telegram.app import Service
from bot.telegram.bot import PollingStoppedError, ProxyError
from bot.telegram.context import AdapterWords
from bot.telegram.group_replies import GroupContent
from bot.telegram.pictures import picture_reader
from bot.telegram.webhook import ListenError, WebhookRefusedError
from dialogs.cards import InlineCards
from dialogs.dialog import Dialog
from dialogs.known import Known
from dialogs.library.load import Content
from dialogs.library.problems import ContentError
from dialogs.turn import present, take_turn

UNUSABLE = (ContentError, ProxyError, PollingStoppedError, WebhookRefusedError, ListenError, *store.UNUSABLE)
"""Why the bot cannot go on; each comes with a text for the operator."""


def load_service(zone: ZoneInfo) -> Service:
    """Read and check all content, and put together what is served; dates are written in `zone`.

    Raises:
        ContentError: the content cannot be used.
    """
    content = open_content()
    service = served(make_dialog(content, read_models(), can_remind=True), content, zone)
    # It stays to the end: looking through it for garbage would only make people wait.
    gc.collect()
    gc.freeze()
    return service


def served(dialog: Dialog, content: Content, zone: ZoneInfo) -> Service:
    """The dialog of private chats, groups, inline mode, and the reader of pictures."""
    load_cards = cache(lambda: InlineCards(content.cards, dialog.library, dialog.words, dialog.understander.plain))
    reader = picture_reader(content.screenshots, dialog.load_checker)
    in_groups = GroupContent(
        content.groups, lambda: content.cards, dialog.load_checker, content.checking.words.reason_ids
    )
    return Service(
        partial(take_turn, dialog),
        _adapter_words(dialog, content),
        show=partial(present, dialog),
        modules=(
            partial(groups.handlers, content=in_groups, make_reader=reader),
            partial(inline.handlers, load_cards=load_cards),
        ),
        make_reader=reader,
        build_file=build_file,
        zone=zone,
        load_more=dialog.load_checker,
    )


def _adapter_words(dialog: Dialog, content: Content) -> AdapterWords:
    nobody, own, in_groups = Known({}, dt.datetime.now(dt.UTC)), content.telegram, content.groups
    return AdapterWords(
        slow_down=dialog.words.message("slow_down", nobody).text,
        try_again=dialog.words.message("system_error", nobody).text,
        old_button=own.old_button,
        no_file=own.no_file,
        commands=tuple(own.commands.items()),
        profile=own.profile,
        looking=content.screenshots.working if is_installed("ocr") else "",
        ask_forward=in_groups.line("private"),
        group_commands=tuple(in_groups.commands.items()),
        admin_commands=(*in_groups.commands.items(), *in_groups.admin_commands.items()),
    )
