"""Dead letters: updates that cannot be processed. Their attempts are counted, and after a few they are given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.store.cases import TurnResult, claim
from bot.store.context import Transaction
from bot.store.outbox import enqueue
from bot.store.schema import dead_letters, upsert

_ERROR_LENGTH = 80  # characters, as the column has
_COUNT = upsert(dead_letters, ["update_id"], ["error", "at"], attempts=dead_letters.c.attempts + 1)
_COUNTED: dict[str, sa.Insert] = {
    dialect: statement.returning(dead_letters.c.attempts) for dialect, statement in _COUNT.items()
}


def count_attempt(tx: Transaction, update_id: int, error: str, now: int) -> int:
    """Count one attempt (`error` is the name of an exception class, never its text); returns the count."""
    row = {"update_id": update_id, "attempts": 1, "error": error[:_ERROR_LENGTH], "at": now}
    return int(tx.execute(_COUNTED, row).scalar_one())


def dead_letter(
    tx: Transaction, update_id: int, error: str, chat: bytes, now: int, messages: Sequence[Mapping[str, Any]]
) -> TurnResult:
    """Give an update up for an error (its class): it counts as seen, and the person gets an answer."""
    tx.lock(chat)
    if not claim(tx, (update_id,), now):
        return TurnResult(chat, fresh=False)
    count_attempt(tx, update_id, error, now)
    return TurnResult(chat, enqueue(tx, chat, messages, now))
