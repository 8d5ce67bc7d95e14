"""Updates that cannot be processed: counted, and after a few tries set aside so that their chat goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.store.access import Access, lock_chat
from bot.store.committer import Cursor
from bot.store.letters import post
from bot.store.records import Settled


def note_try(access: Access, cursor: Cursor, update_id: int, error: str, now: int) -> int:
    """Count one try (`error` is the name of an exception class, never its text); returns the count."""
    cursor.execute(access.sql.settle_aside, {"update_id": update_id, "error": error[:80], "at": now})
    count: int = cursor.fetchone()[0]
    return count


def set_aside(
    access: Access,
    cursor: Cursor,
    update: tuple[int, str],
    chat: bytes,
    now: int,
    letters: Sequence[Mapping[str, Any]],
) -> Settled:
    """Give an update up (its number and the error's class): it counts as seen, and the person gets an answer."""
    update_id, error = update
    lock_chat(access, cursor, chat)
    cursor.execute(access.sql.claim, {"update_id": update_id, "at": now})
    if cursor.rowcount == 0:
        return Settled(chat, fresh=False)
    note_try(access, cursor, update_id, error, now)
    return Settled(chat, post(access, cursor, chat, letters, now))
