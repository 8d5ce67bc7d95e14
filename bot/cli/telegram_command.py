"""``transfer-aid telegram``: the Telegram bot, by long polling or by webhook."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot.cli import DONE, FOUND, BadUsageError
from bot.cli._arguments import add_env_file
from bot.settings import Settings, read_settings
from bot.store import StoreSettings
from bot.telegram.app import TelegramSettings, run_polling, run_webhook
from bot.telegram.logs import set_up_logs
from bot.telegram.service import UNUSABLE, load_service
from bot.telegram.webhook import WebhookSettings, address

_SWITCH = 0.001  # seconds after which the thread that reads a long text lets others run; Python's own is 0.005


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_env_file(parser)
    parser.add_argument("--webhook", action="store_true", help="be called by Telegram instead of asking it")
    parser.add_argument(
        "--health", metavar="HOST:PORT", help="with polling: serve /healthz, /readyz and /metrics there"
    )


def run(arguments: argparse.Namespace) -> int:
    """Run until stopped. Exit 1 when the service cannot go on, so that a supervisor starts it again."""
    given = read_settings(arguments.env_file)
    try:
        health = address(arguments.health) if arguments.health else None
        settings = telegram_settings(given)
        webhook = webhook_settings(given) if arguments.webhook else None
    except ValueError as error:
        raise BadUsageError(str(error)) from error
    set_up_logs(json=given.log_json)
    sys.setswitchinterval(_SWITCH)
    try:
        service = load_service(given.zone, given.language)
        serving = run_webhook(settings, webhook, service) if webhook else run_polling(settings, service, health=health)
        asyncio.run(serving)
    except UNUSABLE as error:
        print(error, file=sys.stderr)
        return FOUND
    return DONE


def telegram_settings(settings: Settings) -> TelegramSettings:
    """The adapter's settings. Raises ValueError: the token is missing, or cannot be one."""
    return TelegramSettings(settings.checked_token, StoreSettings.of(settings), settings.telegram_api_url)


def webhook_settings(settings: Settings) -> WebhookSettings:
    """The webhook's settings. Raises ValueError when the address or the secret is missing or will not do."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        raise ValueError("--webhook needs TRANSFER_AID_WEBHOOK_URL and TRANSFER_AID_WEBHOOK_SECRET")
    host, port = address(settings.webhook_listen)
    return WebhookSettings(settings.webhook_url, settings.webhook_secret.get_secret_value(), host, port)
