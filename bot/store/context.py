"""What every operation of the store needs besides its connection."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from bot.store.cipher import Cipher
from bot.store.leases import Leases

DAY = 86400
"""Seconds."""

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


def lock_chat(context: StoreContext, connection: sa.Connection, chat: bytes) -> None:
    """Hold the chat until the transaction ends. SQLite needs no lock: its one writer holds everything."""
    if context.shared:
        connection.execute(_LOCK_CHAT, {"key": int.from_bytes(chat[:8], "big", signed=True)})
