"""Key rotation: re-encrypts with the current key what an older one encrypted."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.store.cipher import Cipher
from bot.store.database import Database
from bot.store.engine import open_engine
from bot.store.keys import StoreKeyError
from bot.store.schema import cases, outbox, reminders


def rotate_keys(database: Database, cipher: Cipher, *, page: int = 500) -> int:
    """Re-encrypt every row of an older key with the current one; returns how many rows. Safe while bots run."""
    engine = open_engine(database)
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
                    changed += _rotate_row(connection, cipher, (key, column, label), row)
            if not rows:
                break
            last = rows[-1][0]
    return changed


def _rotate_row(connection: sa.Connection, cipher: Cipher, place: tuple[Any, Any, bytes], row: Any) -> int:
    key, column, label = place
    number, chat, old = row
    if cipher.is_current(bytes(old)):
        return 0
    try:
        new = cipher.encrypt(cipher.decrypt(bytes(old), label + bytes(chat)), label + bytes(chat))
    except StoreKeyError as error:
        raise StoreKeyError("a row is encrypted with a key that is not in the list; add it before rotating") from error
    # Only if no turn has written the row meanwhile: a turn writes with the current key anyway.
    update = sa.update(key.table).where(key == number, column == old).values({column.name: new})
    return connection.execute(update).rowcount
