"""Dead letters: updates that cannot be processed. Their attempts are counted, and after a few they are given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.store.cases import TurnResult, claim
from bot.store.context import StoreContext, lock_chat
from bot.store.outbox import enqueue
from bot.store.schema import by_dialect, dead_letters

_ERROR_LENGTH = 80  # characters, as the column has


def _count(insert: Any) -> sa.Insert:
    new = insert(dead_letters)
    changing = {"attempts": dead_letters.c.attempts + 1, "error": new.excluded.error, "at": new.excluded.at}
    statement: sa.Insert = new.on_conflict_do_update(index_elements=["update_id"], set_=changing).returning(
        dead_letters.c.attempts
    )
    return statement


_COUNT = by_dialect(_count)


def count_attempt(_context: StoreContext, connection: sa.Connection, update_id: int, error: str, now: int) -> int:
    """Count one attempt (`error` is the name of an exception class, never its text); returns the count."""
    row = {"update_id": update_id, "attempts": 1, "error": error[:_ERROR_LENGTH], "at": now}
    count: int = connection.execute(_COUNT[connection.dialect.name], row).scalar_one()
    return count


def dead_letter(
    context: StoreContext,
    connection: sa.Connection,
    update: tuple[int, str],
    chat: bytes,
    now: int,
    messages: Sequence[Mapping[str, Any]],
) -> TurnResult:
    """Give an update up (its number and the error's class): it counts as seen, and the person gets an answer."""
    update_id, error = update
    lock_chat(context, connection, chat)
    if not claim(connection, (update_id,), now):
        return TurnResult(chat, fresh=False)
    count_attempt(context, connection, update_id, error, now)
    return TurnResult(chat, enqueue(context, connection, chat, messages, now))
