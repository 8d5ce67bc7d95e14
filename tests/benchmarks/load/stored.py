"""A database that already holds very many people's cases, filled without having the conversations."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.store import Store, StoreSettings
from bot.store.cipher import Cipher, load_keys
from bot.store.transaction import DAY
from tests.benchmarks.load.conversation import case_with_a_plan

FIRST = 10_000_000  # chat ids from here on have a case
_CASE = "INSERT INTO cases (chat, body, revision, born, touched_at, expires_on, reachable) VALUES (?,?,?,?,?,?,1)"


def fill(database: Path, key: str, cases: int) -> None:
    """Make the database with so many cases, each somebody with a plan, spread over thirty days.

    Each case has an update of the last day, as many as a busy day leaves.
    """
    store = Store(StoreSettings(f"sqlite:///{database}", keys=key))
    try:
        cipher = Cipher(load_keys(key, None))
        chats = sorted((store.chat_key(number), number) for number in range(FIRST, FIRST + cases))
    finally:
        store.close()
    case = case_with_a_plan()
    plain = json.dumps(case.to_json(), ensure_ascii=False, separators=(",", ":")).encode()
    now = int(time.time())

    def rows() -> Iterator[tuple[Any, ...]]:
        for chat, number in chats:
            touched = now - number % 30 * DAY
            body = cipher.encrypt(plain, b"case" + chat)
            yield (chat, body, case.revision, touched, touched, touched // DAY + 31)

    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")  # for filling only; the bot sets its own
        connection.execute("BEGIN")
        connection.executemany(_CASE, rows())
        updates = ((number, now - number % DAY) for number in range(10**9, 10**9 + cases))
        connection.executemany("INSERT INTO seen_updates (update_id, at) VALUES (?,?)", updates)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
