"""The adapter's logger: events with numbers and hashes, never words, names or chat ids."""

from __future__ import annotations

import traceback
from typing import Any

import structlog

from bot.store import StoreUnavailableError

log: Any = structlog.get_logger("transfer_aid.telegram")


def mark(chat: bytes) -> str:
    """What stands for a chat in a log: the start of its keyed hash."""
    return chat[:4].hex()


def trouble(error: BaseException) -> dict[str, str]:
    """An error for a log: its class and where it arose. Its text may quote a person, so it stays out."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "?"
    known = {"error": type(error).__name__, "where": where}
    return known | {"reason": error.reason} if isinstance(error, StoreUnavailableError) else known
