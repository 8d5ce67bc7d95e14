"""The Telegram bot as a service: the dialog behind the adapter, from what was prepared until it is stopped."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Mapping
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot import store
from bot.papers.export import build_file
from bot.start import Start
from bot.telegram.phrases import Phrases
from bot.telegram.polling import PollingDead
from bot.telegram.reception import Dialog as Conversation
from bot.telegram.run import TelegramSettings, run_polling
from bot.telegram_beside import served_beside
from bot.webhook.failures import CannotListen, WebhookRefused
from bot.wiring import dialog_over
from dialogs import script
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.known import Known
from dialogs.messages import File, Input, Reply, Turn
from dialogs.turn import present, take_turn

UNUSABLE = (PollingDead, WebhookRefused, CannotListen, *store.UNUSABLE)
"""Why a service cannot go on; each comes with a text for the operator."""


def adapter_settings(start: Start) -> TelegramSettings:
    """The adapter's settings."""
    settings = start.settings
    return TelegramSettings(token=settings.token, store=settings.store, api_url=settings.api_url)


async def serve(adapter: TelegramSettings, start: Start, *, health: tuple[str, int] | None = None) -> None:
    """Serve until stopped, by webhook if the settings have one; else `health` is where health and metrics are served.

    Raises:
        UNUSABLE: it cannot go on.
    """
    serving = conversation(start)
    if start.settings.webhook:
        from bot.webhook.serve import run_webhook

        await run_webhook(adapter, start.settings.webhook, serving, build_file=built)
        return
    await run_polling(
        adapter,
        serving.take_turn,
        serving.phrases,
        build_file=built,
        show=serving.show,
        health=health,
        beside=serving.beside,
        make_reader=serving.make_reader,
    )


def conversation(start: Start) -> Conversation:
    """The dialog with all that is served beside it."""
    script.adopt(start.script)
    zone, dialog = start.settings.zone, dialog_over(start.content, can_remind=True)
    private = Conversation(
        partial(_turn, dialog, zone), _phrases(dialog, start.words.adapter), show=partial(_shown, dialog, zone)
    )
    serving = served_beside(private, dialog, start.words, start.deck, zone)
    # It stays to the end: looking through it for garbage would only make somebody wait.
    gc.collect()
    gc.freeze()
    return serving


def _turn(dialog: Dialog, zone: ZoneInfo, case: Case, received: Input, now: dt.datetime) -> Turn:
    """A turn in the time zone of the settings."""
    return take_turn(dialog, case, received, now.astimezone(zone))


def _shown(dialog: Dialog, zone: ZoneInfo, case: Case, now: dt.datetime) -> tuple[Reply, ...]:
    """What a case looks like now, in the time zone of the settings."""
    return present(dialog, case, now.astimezone(zone))


def built(file: File) -> tuple[str, bytes]:
    """A file's name and bytes."""
    return file.name, build_file(file)


def _phrases(dialog: Dialog, words: Mapping[str, Any]) -> Phrases:
    """The adapter's own words."""
    nobody = Known({}, dt.datetime.now(dt.UTC))
    return Phrases(
        slow_down=dialog.words.message("slow_down", nobody).text,
        try_again=dialog.words.message("system_error", nobody).text,
        old_button=words["old_button"],
        no_file=words["no_file"],
        commands=tuple(words["commands"].items()),
        profile=words["profile"],
    )
