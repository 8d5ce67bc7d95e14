"""What keeps the promises about stored data: lifetime, traces on disk, the key that chat ids are hashed with."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from bot.store.access import DAY, Access
from bot.store.cipher import Cipher
from bot.store.committer import Cursor
from bot.store.database import Database
from bot.store.sql import Statements

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
    cursor.execute(access.sql.expire_dead_letters, {"before": now - DAY})
    cursor.execute(access.sql.expire_group_log, {"before": now - GROUP_LOG_DAYS * DAY})
    return Purged(expired, seen)


def scrub(database: Database) -> bool:
    """Leave no trace of deleted rows in the files: empty the write-ahead log, hand freed pages back.

    Deleted content itself is zeroed by secure_delete. Returns False if a reader was in the way. PostgreSQL
    reuses pages by its own vacuum; there the rows are ciphertext and nothing is left to do.
    """
    if database.file is None:
        return True
    with closing(database.connect()) as connection:
        connection.execute("PRAGMA incremental_vacuum").fetchall()
        busy: int = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return busy == 0


def index_key(sql: Statements, cipher: Cipher, cursor: Cursor, fresh: bytes) -> bytes:
    """The key that chat ids are hashed with: kept in the database, sealed, so that it outlives key rotation.

    `fresh` becomes the key of an empty database. Raises StoreKeyError if no given key opens the stored one.
    """
    bound_to = INDEX_KEY.encode("ascii")
    cursor.execute(sql.add_key, {"name": INDEX_KEY, "wrapped": cipher.encrypt(fresh, bound_to)})
    cursor.execute(sql.load_key, {"name": INDEX_KEY})
    wrapped = bytes(cursor.fetchone()[0])
    key = cipher.decrypt(wrapped, bound_to)
    if not cipher.is_current(wrapped):
        cursor.execute(sql.save_key, {"called": INDEX_KEY, "wrapped": cipher.encrypt(key, bound_to)})
    return key
