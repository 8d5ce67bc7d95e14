"""What keeps the promises about stored data: lifetime, traces on disk, key rotation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.store.access import DAY, Access
from bot.store.committer import Cursor
from bot.store.keys import KeyProblem
from bot.store.schema import cases, outbox, reminders
from bot.store.vault import Vault

INDEX_KEY = "chat index"
GROUP_LOG_DAYS = 30


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows a purge removed."""

    cases: int
    updates: int


def purge(access: Access, cursor: Cursor, now: int) -> Purged:
    """Delete cases unused for their lifetime, updates seen more than 24 hours ago (Telegram keeps none longer), and
    what groups' logs hold of more than 30 days ago.
    """
    cursor.execute(access.sql.expire_cases, {"today": now // DAY})
    expired = cursor.rowcount
    cursor.execute(access.sql.expire_seen, {"before": now - DAY})
    seen = cursor.rowcount
    cursor.execute(access.sql.expire_aside, {"before": now - DAY})
    cursor.execute(access.sql.expire_group_log, {"before": now - GROUP_LOG_DAYS * DAY})
    return Purged(expired, seen)


def scrub(engine: sa.Engine) -> bool:
    """Leave no trace of deleted rows in the files: empty the write-ahead log, hand freed pages back.

    Deleted content itself is zeroed by secure_delete. Returns False if a reader was in the way. PostgreSQL
    reuses pages by its own vacuum; there the rows are ciphertext and nothing is left to do.
    """
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA incremental_vacuum")
        busy: int = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    return busy == 0


def index_key(sql: Any, vault: Vault, cursor: Cursor, fresh: bytes) -> bytes:
    """The key that chat ids are hashed with: kept in the database, sealed, so that it outlives key rotation.

    `fresh` becomes the key of an empty database. Raises KeyProblem if no given key opens the stored one.
    """
    bound_to = INDEX_KEY.encode("ascii")
    cursor.execute(sql.add_key, {"name": INDEX_KEY, "wrapped": vault.seal(fresh, bound_to)})
    cursor.execute(sql.load_key, {"name": INDEX_KEY})
    wrapped = bytes(cursor.fetchone()[0])
    key = vault.open(wrapped, bound_to)
    if not vault.is_current(wrapped):
        cursor.execute(sql.save_key, {"called": INDEX_KEY, "wrapped": vault.seal(key, bound_to)})
    return key


def reseal(engine: sa.Engine, vault: Vault, *, page: int = 500) -> int:
    """Seal every row of an older key anew with the current one; returns how many. Safe beside running bots."""
    changed = 0
    for column, label in (
        (cases.c.body, b"case"),
        (outbox.c.payload, b"outbox"),
        (reminders.c.payload, b"reminder"),
    ):
        table = column.table
        key = table.primary_key.columns[0]
        last: Any = None
        while True:
            with engine.connect() as connection:
                query = sa.select(key, table.c.chat, column).order_by(key).limit(page)
                rows = connection.execute(query if last is None else query.where(key > last)).all()
                for row in rows:
                    changed += _reseal_row(connection, vault, (key, column, label), row)
            if not rows:
                break
            last = rows[-1][0]
    return changed


def _reseal_row(connection: sa.Connection, vault: Vault, place: tuple[Any, Any, bytes], row: Any) -> int:
    key, column, label = place
    number, chat, old = row
    if vault.is_current(bytes(old)):
        return 0
    try:
        new = vault.seal(vault.open(bytes(old), label + bytes(chat)), label + bytes(chat))
    except KeyProblem as error:
        raise KeyProblem("a row is sealed with a key that is not in the list; add it before rotating") from error
    # Only if no turn has written the row meanwhile: a turn writes with the current key anyway.
    update = sa.update(key.table).where(key == number, column == old).values({column.name: new})
    return connection.execute(update).rowcount
