"""What every operation of the store works with: a transaction, the keys, and who we are."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.store.cipher import Cipher
from bot.store.errors import STATEMENT_ERRORS
from bot.store.leases import Leases

DAY = 86400  # seconds
LIFETIME_DAYS = 30  # from the last use
DAY_BYTES = 4  # before each encrypted JSON value: the number of a day (seconds // 86400)

_LOCK_CHAT = sa.select(sa.func.pg_advisory_xact_lock(sa.bindparam("key", type_=sa.BigInteger)))


@dataclass(frozen=True, slots=True)
class StoreContext:
    """The keys, and who we are: `me` names this process among those that share the database.
    `shared` is whether other processes may be at work on it; `lease` is in seconds.
    """

    cipher: Cipher
    leases: Leases
    me: str
    lease: int
    shared: bool


def last_day(now: int) -> int:
    """The day on which what is used at `now` (seconds), and never again, must be gone."""
    return now // DAY + LIFETIME_DAYS + 1


def expires_on(plain: bytes) -> int:
    """The day on which a decrypted value must be gone. It is inside, so that a changed row cannot make it later."""
    return int.from_bytes(plain[:DAY_BYTES], "big")


@contextlib.contextmanager
def transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection in a transaction, committed at the end, rolled back after an exception.

    On SQLite it holds the write lock from the start: one that began by reading could not write once another process
    has. (An engine's `begin` event could say so too, but an engine with events makes every statement a fifth dearer.)
    """
    with engine.connect() as connection:
        try:
            with connection.begin():
                if connection.dialect.name == "sqlite":
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection
        except STATEMENT_ERRORS:
            raise
        except sa.exc.DBAPIError:
            # Rolled back by now: closing alone would leave SQLite's lock in place while the failed statement is alive.
            connection.invalidate()
            raise


@dataclass(frozen=True, slots=True)
class Transaction:
    """A connection in a transaction, and what this process does in it."""

    context: StoreContext
    connection: sa.Connection

    def execute(
        self, statement: sa.Executable, row: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> sa.CursorResult[*tuple[Any, ...]]:
        """Execute a statement."""
        return self.connection.execute(statement, row)

    def lock(self, chat: bytes) -> None:
        """Hold the chat until the transaction ends. SQLite needs no lock: its one writer holds everything."""
        if self.context.shared:
            self.execute(_LOCK_CHAT, {"key": int.from_bytes(chat[:8], "big", signed=True)})

    def encrypt(self, content: Any, table: bytes, chat: bytes, expires_on: int) -> bytes:
        """A JSON value, encrypted for a table and a chat, with the day on which it must be gone (see `expires_on`)."""
        plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        return self.context.cipher.encrypt(expires_on.to_bytes(DAY_BYTES, "big") + plain, table + chat)

    def decrypt(self, encrypted: bytes, table: bytes, chat: bytes) -> Any:
        """The JSON value that was encrypted for this table and chat. Raises StoreKeyError if it does not decrypt."""
        return json.loads(self.context.cipher.decrypt(encrypted, table + chat)[DAY_BYTES:])

    def encrypt_recipient(self, chat_id: int, chat: bytes) -> bytes:
        """A chat's id, encrypted: it is stored only as the address of what waits to be sent."""
        return self.context.cipher.encrypt(str(chat_id).encode("ascii"), b"recipient" + chat)

    def decrypt_recipient(self, encrypted: bytes, chat: bytes) -> int:
        """The chat id of `encrypt_recipient`. Raises StoreKeyError if it does not decrypt, or is of another chat."""
        return int(self.context.cipher.decrypt(encrypted, b"recipient" + chat))
