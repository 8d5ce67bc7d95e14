"""The adapter's logger: events with numbers and hashes, never words, names or chat ids."""

from __future__ import annotations

import logging
import re
import traceback
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.store import UNUSABLE

log: Any = structlog.get_logger("transfer_aid.telegram")

TOKEN = re.compile(r"\d+:[\w-]{30,}")  # of a bot, wherever it stands: an address, a message of PTB
_SPEAKING = (TelegramError, OSError, *UNUSABLE)  # errors whose text holds nothing a user typed
_LONGEST = 300  # characters of an error's text: Telegram's are shorter, a proxy's error page is not


def mark(chat: bytes) -> str:
    """What stands for a chat in a log: the start of its keyed hash."""
    return chat[:4].hex()


def describe(error: BaseException) -> dict[str, str]:
    """An error for a log: its class, where it arose, and its text where that cannot hold a user's words."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "?"
    known = {"error": type(error).__name__, "where": where}
    if isinstance(error, _SPEAKING) and (text := masked(str(error))):
        known["text"] = text
    return known


def masked(text: str) -> str:
    """A library's text, shortened, with a placeholder for any bot token."""
    return TOKEN.sub("<token>", text)[:_LONGEST]


def silence_libraries() -> None:
    """Stop the libraries' own log lines, which hold addresses with the token, and received updates.

    Their errors reach us as exceptions, and are logged by `describe`.
    """
    for name in ("telegram", "httpx", "httpcore", "aiohttp"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


trouble = describe  # until bot/groups and bot/inline have moved
