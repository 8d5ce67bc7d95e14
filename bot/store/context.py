"""What every operation of the store works with: a transaction, the keys, and who we are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.store.cipher import Cipher
from bot.store.leases import Leases

DAY = 86400
"""Seconds."""
DAY_BYTES = 4
"""What stands before each encrypted JSON value: the number of a day (seconds // 86400)."""

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
    lifetime_days: int
    shared: bool

    def last_day(self, now: int) -> int:
        """The day on which what is used at `now` (seconds), and never again, must be gone."""
        return now // DAY + self.lifetime_days + 1


def expires_on(plain: bytes) -> int:
    """The day on which a decrypted value must be gone. It is inside, so that a changed row cannot make it later."""
    return int.from_bytes(plain[:DAY_BYTES], "big")


@dataclass(frozen=True, slots=True)
class Transaction:
    """A connection in a transaction, and what this process does in it."""

    context: StoreContext
    connection: sa.Connection

    def execute(
        self,
        statement: sa.Executable | dict[str, sa.Insert],
        row: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> sa.CursorResult[*tuple[Any, ...]]:
        """Execute a statement, or of several (`bot.store.schema.by_dialect`) the one for this database."""
        one = statement[self.connection.dialect.name] if isinstance(statement, dict) else statement
        return self.connection.execute(one, row)

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
        """The address of what is to be sent to a chat: the only place where its id is stored, and only until then."""
        return self.context.cipher.encrypt(str(chat_id).encode("ascii"), b"recipient" + chat)

    def decrypt_recipient(self, encrypted: bytes, chat: bytes) -> int:
        """The chat id of `encrypt_recipient`. Raises StoreKeyError if it does not decrypt, or is of another chat."""
        return int(self.context.cipher.decrypt(encrypted, b"recipient" + chat))
