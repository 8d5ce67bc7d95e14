"""Structured logs of the Telegram bot: events with numbers and hashes, never words, names or chat ids."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from typing import Any

import httpx
import structlog
from telegram.error import TelegramError

from bot.store import UNUSABLE

log: Any = structlog.get_logger("transfer_aid.telegram")

TOKEN = re.compile(r"\d{1,20}:[\w-]{30,100}")  # of a bot, wherever it stands: an address, a message of PTB
_SPEAKING = (TelegramError, httpx.HTTPError, OSError, *UNUSABLE)  # errors whose text holds nothing a user typed
_LONGEST = 300  # characters of an error's text: Telegram's are shorter, a proxy's error page is not


def set_up_logs(*, json: bool) -> None:
    """Log to standard error, as JSON lines or for people to read."""
    renderer = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        # Looked up for each line: a stream that was replaced or closed meanwhile must not end the bot.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def mark(chat: bytes) -> str:
    """What stands for a chat in a log: the start of its keyed hash."""
    return chat[:4].hex()


def describe(error: BaseException) -> dict[str, str]:
    """An error for a log: its class, where it arose, and its text where that cannot hold a user's words."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "?"
    known = {"error": type(error).__name__, "where": where}
    if isinstance(error, _SPEAKING) and (text := reason(error)):
        known["text"] = text
    return known


def reason(error: BaseException) -> str:
    """The text of an error, with that of the library's error at its root ("Timed out" alone does not say why)."""
    root = error
    while isinstance(root.__cause__, _SPEAKING):
        root = root.__cause__
    return masked(": ".join(dict.fromkeys(filter(None, (str(error), str(root))))))


def masked(text: str) -> str:
    """A library's text, shortened, with a placeholder for any bot token."""
    return TOKEN.sub("<token>", text)[:_LONGEST]


def silence_libraries() -> None:
    """Stop the libraries' own log lines, which hold addresses with the token, and received updates.
    Their errors reach us as exceptions, and are logged by `describe`.
    """
    for name in ("telegram", "httpx", "httpcore", "aiohttp"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
