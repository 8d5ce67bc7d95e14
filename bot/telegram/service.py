"""What the Telegram bot serves, put together from the content: the dialog, groups, inline mode and pictures."""

from __future__ import annotations

import datetime as dt
import gc
from functools import cache, partial
from zoneinfo import ZoneInfo

from bot import store
from bot.content import open_content, read_models
from bot.extras import is_installed
from bot.papers.export import build_file
from bot.screenshots.worker import ScreenshotWorker
from bot.telegram import groups
from bot.telegram.app import Service
from bot.telegram.bot import ServingError
from bot.telegram.context import AdapterWords
from bot.telegram.inline import guest_handlers, inline_handlers
from bot.telegram.pictures import PictureReader
from dialogs.assembly import checker_model, make_dialog
from dialogs.cards import InlineCards
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.editions.speaking import channel_words
from dialogs.group_talk import needs_help
from dialogs.groups import GroupContent
from dialogs.known import Known
from dialogs.library.files import LOCALE
from dialogs.library.load import Content
from dialogs.library.problems import ContentError, UnknownLanguageError
from dialogs.messages import CommandInput, TextInput
from dialogs.turn import present, take_turn

UNUSABLE = (ContentError, UnknownLanguageError, ServingError, *store.UNUSABLE)
"""Why the bot cannot go on; each comes with a text for the operator."""


def load_service(zone: ZoneInfo, language: str = LOCALE) -> Service:
    """Read and check all content, and put together what is served, in the language of who shows no other.
    Raises ContentError when the content cannot be used, UnknownLanguageError when there is no such language.
    """
    content = open_content()
    models = read_models()
    dialog = make_dialog(content, models, can_remind=True, makes_files=is_installed("papers")).by_default(language)
    service = served(dialog, content, zone, checker_model(models))
    # It stays to the end: looking through it for garbage would only make people wait.
    gc.collect()
    gc.freeze()
    return service


def served(dialog: Dialog, content: Content, zone: ZoneInfo, model: str = "") -> Service:
    """The dialog of private chats; groups, guest mode and pictures in the language of who shows no other.
    `model` names the checker's model.
    """
    content = channel_words(content, dialog)
    load_cards = cache(lambda: InlineCards(content.cards, dialog.library, dialog.words, dialog.understander.plain))
    in_groups = GroupContent(
        content.groups,
        lambda: content.cards,
        dialog.load_checker,
        content.checking.words.reason_ids,
        model,
        partial(needs_help, dialog.understander),
        dialog.words.respell,
    )
    return Service(
        partial(take_turn, dialog),
        _adapter_words(dialog, content),
        show=partial(present, dialog),
        modules=(
            partial(groups.handlers, content=in_groups),
            partial(guest_handlers, content=in_groups),
            partial(inline_handlers, load_cards=load_cards),
        ),
        make_reader=lambda context: PictureReader(context, ScreenshotWorker(), content.screenshots).read,
        build_file=build_file,
        zone=zone,
        load_more=partial(_rehearse, dialog),
    )


def _rehearse(dialog: Dialog) -> None:
    """Load the checker and read a long text: what is compiled with the first one costs as much as twenty later."""
    dialog.load_checker()
    now = dt.datetime.now(dt.UTC)
    for reply in take_turn(dialog, Case(), CommandInput("help"), now).replies:
        take_turn(dialog, Case(), TextInput(reply.text), now)
    gc.freeze()  # this, too, stays to the end


def _adapter_words(dialog: Dialog, content: Content) -> AdapterWords:
    nobody, own = Known({}, dt.datetime.now(dt.UTC)), content.telegram
    return AdapterWords(
        slow_down=dialog.words.message("slow_down", nobody).text,
        try_again=dialog.words.message("system_error", nobody).text,
        old_button=own.old_button,
        no_file=own.no_file,
        looking=content.screenshots.working if is_installed("ocr") else "",
        introductions={"": own, **own.languages},
    )
