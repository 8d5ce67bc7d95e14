"""A database that already holds very many people's cases, filled without having the conversations."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.store import Store, StoreSettings
from bot.store.schema import cases, seen_updates
from bot.store.transaction import DAY, Transaction, last_day
from tests.benchmarks.load.conversation import case_with_a_plan

FIRST = 10_000_000  # chat ids from here on have a case
_UPDATE = 10**9  # and update ids from here on were seen
_AT_ONCE = 10_000  # rows to a transaction
_CASE, _SEEN = sa.insert(cases), sa.insert(seen_updates)


async def fill(database: Path, key: str, count: int) -> None:
    """Make the database with so many cases, each somebody with a plan, spread over thirty days.

    Each case has an update of the last day, as many as a busy day leaves. In the store's own tables and encryption.
    """
    store = Store(StoreSettings(f"sqlite:///{database}", keys=key))
    try:
        chats = sorted((store.chat_key(number), number) for number in range(FIRST, FIRST + count))
        case, now = case_with_a_plan().to_json(), int(time.time())

        def insert(tx: Transaction, some: Sequence[tuple[bytes, int]]) -> None:
            tx.execute(_CASE, [_row(tx, chat, case, now - number % 30 * DAY) for chat, number in some])
            updates = [{"update_id": _UPDATE + number - FIRST, "at": now - number % DAY} for _, number in some]
            tx.execute(_SEEN, sorted(updates, key=lambda update: update["update_id"]))

        for first in range(0, count, _AT_ONCE):
            await store.run(b"", lambda tx, some=chats[first : first + _AT_ONCE]: insert(tx, some))
    finally:
        store.close()
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute("ANALYZE")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _row(tx: Transaction, chat: bytes, case: dict[str, Any], touched: int) -> dict[str, Any]:
    day = last_day(touched)
    body = tx.encrypt({"created_at": touched, "case": case}, b"case", chat, day)
    return {"chat": chat, "body": body, "expires_on": day}
