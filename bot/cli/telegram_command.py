"""``transfer-aid telegram``: the Telegram bot, by long polling or by webhook."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import gc
import sys
from functools import partial

import yaml

from bot.cli import BAD_USAGE, DONE, FOUND
from bot.content_files import read_texts
from bot.files import build_file
from bot.logs import set_up_logs
from bot.settings import Settings, default_database
from bot.store import UNUSABLE, StoreSettings
from bot.telegram.phrases import Phrases
from bot.telegram.polling import PollingDead
from bot.telegram.reception import Dialog as Conversation
from bot.telegram.run import TelegramSettings, run_polling
from bot.telegram_beside import served_beside
from bot.webhook.serve import CannotListen, WebhookRefused, WebhookSettings, run_webhook
from bot.wiring import open_dialog
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.known import Known
from dialogs.messages import File, Input, Reply, Turn
from dialogs.turn import present, take_turn

WORDS = "zh-Hans/telegram.yaml"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--webhook", action="store_true", help="be called by Telegram instead of asking it")
    parser.add_argument(
        "--health", metavar="HOST:PORT", help="with polling: serve /healthz, /readyz and /metrics there"
    )


def run(arguments: argparse.Namespace) -> int:
    """Run until stopped. Exit 1 when the service cannot go on, so that a supervisor starts it anew."""
    settings = Settings()
    set_up_logs(json=settings.log_json)
    if settings.telegram_token is None:
        print("TRANSFER_AID_TELEGRAM_TOKEN is not set: get a token from @BotFather and set it", file=sys.stderr)
        return BAD_USAGE
    try:
        webhook = webhook_settings(settings) if arguments.webhook else None
        health = address(arguments.health) if arguments.health else None
    except ValueError as error:
        print(error, file=sys.stderr)
        return BAD_USAGE
    serving = conversation(settings)
    adapter = telegram_settings(settings)
    try:
        if webhook:
            asyncio.run(run_webhook(adapter, webhook, serving, build_file=built))
        else:
            asyncio.run(
                run_polling(
                    adapter,
                    serving.take_turn,
                    serving.phrases,
                    build_file=built,
                    show=serving.show,
                    health=health,
                    beside=serving.beside,
                    make_reader=serving.make_reader,
                )
            )
    except (PollingDead, WebhookRefused, CannotListen, *UNUSABLE) as error:
        print(error, file=sys.stderr)
        return FOUND
    return DONE


def conversation(settings: Settings) -> Conversation:
    """The dialog with all that is served beside it."""
    dialog = open_dialog(can_remind=True)
    private = Conversation(partial(turn, dialog, settings), phrases(dialog), show=partial(shown, dialog, settings))
    serving = served_beside(private, dialog, settings.zone)
    # It stays to the end: looking through it for garbage would only make somebody wait.
    gc.collect()
    gc.freeze()
    return serving


def turn(dialog: Dialog, settings: Settings, case: Case, received: Input, now: dt.datetime) -> Turn:
    """A turn in the time zone of the settings."""
    return take_turn(dialog, case, received, now.astimezone(settings.zone))


def shown(dialog: Dialog, settings: Settings, case: Case, now: dt.datetime) -> tuple[Reply, ...]:
    """What a case looks like now, in the time zone of the settings."""
    return present(dialog, case, now.astimezone(settings.zone))


def built(file: File) -> tuple[str, bytes]:
    """A file's name and bytes."""
    return file.name, build_file(file)


def phrases(dialog: Dialog) -> Phrases:
    """The adapter's own words, from the content."""
    words = yaml.load(read_texts()[WORDS], yaml.CSafeLoader)
    nobody = Known({}, dt.datetime.now(dt.UTC))
    return Phrases(
        slow_down=dialog.words.message("slow_down", nobody).text,
        try_again=dialog.words.message("system_error", nobody).text,
        old_button=words["old_button"],
        no_file=words["no_file"],
        commands=tuple(words["commands"].items()),
        profile=words["profile"],
    )


def telegram_settings(settings: Settings) -> TelegramSettings:
    """The adapter's settings; the folder of the default database is made."""
    if not settings.database_url:
        default_database().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = settings.key.get_secret_value() if settings.key else None
    return TelegramSettings(
        token=settings.telegram_token.get_secret_value() if settings.telegram_token else "",
        store=StoreSettings(settings.store_url, keys=keys),
        api_url=settings.telegram_api_url,
    )


def webhook_settings(settings: Settings) -> WebhookSettings:
    """The webhook's settings.

    Raises:
        ValueError: when the address or the secret is missing or will not do.
    """
    if settings.webhook_url is None or settings.webhook_secret is None:
        raise ValueError("--webhook needs TRANSFER_AID_WEBHOOK_URL and TRANSFER_AID_WEBHOOK_SECRET")
    host, port = address(settings.webhook_listen)
    return WebhookSettings(settings.webhook_url, settings.webhook_secret.get_secret_value(), host, port)


def address(text: str) -> tuple[str, int]:
    """The host and port in ``host:port``.

    Raises:
        ValueError: when it is not that.
    """
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise ValueError(f"HOST:PORT is expected, not {text}")
    return host, int(port)
