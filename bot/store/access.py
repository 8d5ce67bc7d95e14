"""What every operation on the store needs."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.cipher import Cipher
from bot.store.committer import Cursor
from bot.store.leases import Leases
from bot.store.sql import Statements

DAY = 86400


@dataclass(frozen=True, slots=True)
class Access:
    """Statements, key material, and who we are: `me` names this process among those that share the database."""

    sql: Statements
    cipher: Cipher
    me: str
    lease: int
    lifetime_days: int
    leases: Leases

    @property
    def shared(self) -> bool:
        """Whether other processes may be at work on the same database."""
        return self.sql.lock_chat is not None


def lock_chat(access: Access, cursor: Cursor, chat: bytes) -> None:
    """Hold the chat until the transaction ends. SQLite needs none: its one writer holds everything."""
    if access.sql.lock_chat is not None:
        cursor.execute(access.sql.lock_chat, {"lock": int.from_bytes(chat[:8], "big", signed=True)})
