"""Updates that cannot be processed: counted, and after a few tries set aside so that their chat goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.store.access import Access, lock_chat
from bot.store.committer import Cursor
from bot.store.outbox import enqueue
from bot.store.records import TurnResult


def count_attempt(access: Access, cursor: Cursor, update_id: int, error: str, now: int) -> int:
    """Count one try (`error` is the name of an exception class, never its text); returns the count."""
    cursor.execute(access.sql.count_attempt, {"update_id": update_id, "error": error[:80], "at": now})
    count: int = cursor.fetchone()[0]
    return count


def dead_letter(
    access: Access,
    cursor: Cursor,
    update: tuple[int, str],
    chat: bytes,
    now: int,
    messages: Sequence[Mapping[str, Any]],
) -> TurnResult:
    """Give an update up (its number and the error's class): it counts as seen, and the person gets an answer."""
    update_id, error = update
    lock_chat(access, cursor, chat)
    cursor.execute(access.sql.claim, {"update_id": update_id, "at": now})
    if cursor.rowcount == 0:
        return TurnResult(chat, fresh=False)
    count_attempt(access, cursor, update_id, error, now)
    return TurnResult(chat, enqueue(access, cursor, chat, messages, now))
