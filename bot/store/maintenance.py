"""What keeps the promises about stored data: lifetime, traces on disk, the keys it is encrypted with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import sqlalchemy as sa

from bot.store import schema as tables
from bot.store.cipher import Cipher
from bot.store.errors import DamagedValueError, StoreKeyError
from bot.store.transaction import DAY, LIFETIME_DAYS, Transaction, expires_on, transaction
from dialogs.groups import LOG_DAYS

_INDEX_KEY = "chat index"

p = sa.bindparam
_EXPIRE_CASES = sa.delete(tables.cases).where(tables.cases.c.expires_on <= p("today"))
_EXPIRE_SEEN = sa.delete(tables.seen_updates).where(tables.seen_updates.c.at < p("before"))
_EXPIRE_DEAD_LETTERS = sa.delete(tables.dead_letters).where(tables.dead_letters.c.at < p("before"))
_LEFT = sa.and_(tables.group_settings.c.left_at > 0, tables.group_settings.c.left_at < p("before"))
_EXPIRE_OF_GROUPS = (
    *(
        sa.delete(table).where(table.c.at < p("before"))
        for table in (tables.group_log, tables.group_reporters, tables.verdict_feedback)
    ),
    sa.delete(tables.group_spared).where(
        tables.group_spared.c.chat.in_(sa.select(tables.group_settings.c.chat).where(_LEFT))
    ),
    sa.delete(tables.group_settings).where(_LEFT),
)
_EXPIRE_OUTBOX = sa.delete(tables.outbox).where(tables.outbox.c.created_at < p("before"))
_ADD_KEY = tables.insert_if_new(tables.keyring)
_LOAD_KEY = sa.select(tables.keyring.c.wrapped).where(tables.keyring.c.name == p("name"))
_SAVE_KEY = sa.update(tables.keyring).where(tables.keyring.c.name == p("which")).values(wrapped=p("new"))

_DATED = (
    (tables.cases.c.body, b"case"),
    (tables.outbox.c.payload, b"outbox"),
    (tables.reminders.c.payload, b"reminder"),
    (tables.group_log.c.shown, b"group_log"),
    (tables.verdict_feedback.c.text, b"feedback"),
)
_ENCRYPTED = (*_DATED, (tables.outbox.c.recipient, b"recipient"), (tables.reminders.c.recipient, b"recipient"))
_PAGE = 500  # rows read at once when all are read


def purge(tx: Transaction, now: int) -> dict[str, int]:
    """Delete cases unused for their lifetime and their reminders, messages that could not be sent for as long, updates
    seen more than 24 hours ago (Telegram keeps none longer), and of groups what is older than 30 days, settings only
    of those that were left as long ago. Returns how many cases and updates there were.
    """
    expired = tx.execute(_EXPIRE_CASES, {"today": now // DAY}).rowcount
    seen = tx.execute(_EXPIRE_SEEN, {"before": now - DAY}).rowcount
    tx.execute(_EXPIRE_DEAD_LETTERS, {"before": now - DAY})
    tx.execute(_EXPIRE_OUTBOX, {"before": now - LIFETIME_DAYS * DAY})
    for statement in _EXPIRE_OF_GROUPS:
        tx.execute(statement, {"before": now - LOG_DAYS * DAY})
    return {"cases": expired, "updates": seen}


def scrub(engine: sa.Engine) -> bool:
    """Leave no trace of deleted rows in SQLite's files: empty the write-ahead log, hand freed (zeroed) pages back.
    Returns False if a reader was in the way; raises sqlite3.Error when the file is locked or gone.
    """
    if engine.dialect.name != "sqlite":
        return True
    with closing(engine.raw_connection()) as pooled:
        # Outside a transaction, and on the driver: the vacuum frees a page for each row fetched, and has no columns, so
        # SQLAlchemy would close it after the first.
        connection: Any = pooled.driver_connection
        connection.execute("PRAGMA incremental_vacuum").fetchall()
        busy: int = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return busy == 0


def index_key(cipher: Cipher, connection: sa.Connection, fresh: bytes) -> bytes:
    """The key that chat ids are hashed with: kept in the database, encrypted, so that it outlives key rotation.
    `fresh` becomes the key of an empty database. Raises StoreKeyError if no given key decrypts the stored one.
    """
    bound_to = _INDEX_KEY.encode("ascii")
    row = {"name": _INDEX_KEY, "wrapped": cipher.encrypt(fresh, bound_to)}
    connection.execute(_ADD_KEY, row)
    wrapped: bytes = connection.execute(_LOAD_KEY, {"name": _INDEX_KEY}).scalar_one()
    key = cipher.decrypt(wrapped, bound_to)
    if not cipher.is_current(wrapped):
        connection.execute(_SAVE_KEY, {"which": _INDEX_KEY, "new": cipher.encrypt(key, bound_to)})
    return key


def expire_changed(engine: sa.Engine, cipher: Cipher, today: int) -> int:
    """Delete the rows whose day has come by what is encrypted in them, whatever their row says; returns how many."""
    gone = 0
    for column, label in _DATED:
        key = column.table.primary_key.columns[0]
        delete = sa.delete(column.table).where(key == p("which"), column == p("old"))
        for number, chat, value in _rows(engine, column):
            try:
                over = expires_on(cipher.decrypt(value, label + chat)) <= today
            except StoreKeyError:
                continue  # its row's own day stands
            if over:
                with transaction(engine) as connection:
                    gone += connection.execute(delete, {"which": number, "old": value}).rowcount
    return gone


def rotate_keys(engine: sa.Engine, cipher: Cipher) -> int:
    """Re-encrypt every value of an older key with the current one; returns how many. Safe while bots run.

    Raises StoreKeyError: the key of a value is not among those of `cipher`; what was re-encrypted before stays so;
    DamagedValueError: no key decrypts a value; all others have been re-encrypted.
    """
    damaged: list[str] = []
    changed = sum(_rotate(engine, cipher, column, label, damaged) for column, label in _ENCRYPTED)
    if damaged:
        raise DamagedValueError(
            f"{changed} values re-encrypted, the older keys are not needed for them any more. No key opens "
            f"{', '.join(damaged)}: changed, or moved there from another chat. What cannot be opened is deleted in time"
        )
    return changed


def _rotate(engine: sa.Engine, cipher: Cipher, column: sa.Column[bytes], label: bytes, damaged: list[str]) -> int:
    table = column.table
    key = table.primary_key.columns[0]
    # Only if no turn has written the row meanwhile: a turn writes with the current key anyway.
    update = sa.update(table).where(key == p("which"), column == p("old")).values({column: p("new")})
    changed = 0
    for number, chat, old in _rows(engine, column):
        if cipher.is_current(old):
            continue
        try:
            new = cipher.encrypt(cipher.decrypt(old, label + chat), label + chat)
        except DamagedValueError:
            row = number[:4].hex() if isinstance(number, bytes) else number
            damaged.append(f"{table.name} {row} ({column.name})")
            continue
        except StoreKeyError as error:
            text = "a row is encrypted with a key that is not in the list; add it before rotating"
            raise StoreKeyError(text) from error
        # A transaction each: one over many chats could wait for a turn that waits for it.
        with transaction(engine) as connection:
            changed += connection.execute(update, {"which": number, "old": old, "new": new}).rowcount
    return changed


def _rows(engine: sa.Engine, column: sa.Column[bytes]) -> Iterator[tuple[Any, bytes, bytes]]:
    """Each row's key, chat and value, read page by page."""
    key = column.table.primary_key.columns[0]
    # A parameter, not a value: SQLAlchemy keeps a compiled statement, and with it a chat that is a value in it.
    filled = (key > p("after"), column.is_not(None))
    page = sa.select(key, column.table.c.chat, column).where(*filled).order_by(key).limit(_PAGE)
    after: bytes | int | str = key.type.python_type()
    while True:
        with engine.connect() as connection:
            rows = connection.execute(page, {"after": after}).all()
        if not rows:
            return
        yield from ((number, chat, value) for number, chat, value in rows)
        after = rows[-1][0]
