"""``transfer-aid telegram``: the Telegram bot, by long polling or by webhook."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot.cli import DONE, FOUND, BadUsageError
from bot.webhook.settings import address


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--webhook", action="store_true", help="be called by Telegram instead of asking it")
    parser.add_argument(
        "--health", metavar="HOST:PORT", help="with polling: serve /healthz, /readyz and /metrics there"
    )


def run(arguments: argparse.Namespace) -> int:
    """Run until stopped. Exit 1 when the service cannot go on, so that a supervisor starts it anew."""
    from bot.logs import set_up_logs
    from bot.service import UNUSABLE, load_service_content, serve, service_settings
    from bot.settings import Settings

    given = Settings()
    try:
        health = address(arguments.health) if arguments.health else None
        settings = service_settings(given, webhook=arguments.webhook)
    except ValueError as error:
        raise BadUsageError(str(error)) from error
    set_up_logs(json=settings.log_json)
    try:
        asyncio.run(serve(settings, load_service_content(), health=health))
    except UNUSABLE as error:
        print(error, file=sys.stderr)
        return FOUND
    return DONE
