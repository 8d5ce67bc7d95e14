"""What is kept about groups: a setting, a log without people or words, hashes of words judged wrongly.

A chat is its keyed hash here as everywhere. Each method is one transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.store.access import DAY, Access, lock_chat
from bot.store.committer import Cursor
from bot.store.maintenance import GROUP_LOG_DAYS
from bot.store.outbox import enqueue
from bot.store.records import TurnResult
from bot.store.store import Store

OFF = "off"


@dataclass(frozen=True, slots=True)
class GroupState:
    """A group's setting, and the second of the last warning posted there."""

    mode: str = OFF
    warned_at: int = 0


@dataclass(frozen=True, slots=True)
class Logged:
    """Something done: when (seconds), what, on which verdict and reasons (ids), and the hash of the words."""

    ref: str
    at: int
    action: str
    verdict: str
    reasons: tuple[str, ...]
    words: bytes
    undone: bool = False


@dataclass(frozen=True, slots=True)
class GroupOutcome:
    """What an update leads to: a new state, a log entry, an entry undone (its words are spared later), messages."""

    state: GroupState | None = None
    log: Logged | None = None
    undo: Logged | None = None
    messages: tuple[Mapping[str, Any], ...] = ()


Work = Callable[[GroupState], GroupOutcome]


class GroupStore:
    """Group tables in the store's database."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sql = store.group_sql

    async def settle(self, update_id: int, chat: bytes, now: dt.datetime, work: Work) -> TurnResult:
        """Settle one update: `work` (pure, it may run twice) on the group's state, and all that comes of it at once."""
        moment = int(now.timestamp())

        def job(access: Access, cursor: Cursor) -> TurnResult:
            lock_chat(access, cursor, chat)
            cursor.execute(access.sql.seen, {"update_id": update_id})
            if cursor.fetchone() is not None:
                return TurnResult(chat, fresh=False)
            outcome = work(self._load(cursor, chat))
            cursor.execute(access.sql.claim, {"update_id": update_id, "at": moment})
            self._save(cursor, chat, outcome)
            return TurnResult(chat, enqueue(access, cursor, chat, outcome.messages, moment))

        return await self._store.run(chat, job)

    async def state(self, chat: bytes) -> GroupState:
        """The group's setting."""
        return await self._store.run(chat, lambda _access, cursor: self._load(cursor, chat))

    async def is_spared(self, chat: bytes, words: bytes) -> bool:
        """Whether an admin said that these words were judged wrongly."""

        def job(_access: Access, cursor: Cursor) -> bool:
            cursor.execute(self._sql.spared, {"chat": chat, "words": words})
            return cursor.fetchone() is not None

        return await self._store.run(chat, job)

    async def log(self, chat: bytes, now: dt.datetime) -> tuple[Logged, ...]:
        """The last 20 entries of the last 30 days, the newest first."""
        since = int(now.timestamp()) - GROUP_LOG_DAYS * DAY

        def job(_access: Access, cursor: Cursor) -> tuple[Logged, ...]:
            cursor.execute(self._sql.load_log, {"chat": chat, "since": since})
            return tuple(_logged(row) for row in cursor.fetchall())

        return await self._store.run(chat, job)

    async def entry(self, chat: bytes, ref: str) -> Logged | None:
        """One entry of this group's log."""

        def job(_access: Access, cursor: Cursor) -> Logged | None:
            cursor.execute(self._sql.load_entry, {"chat": chat, "ref": ref})
            row = cursor.fetchone()
            return _logged(row) if row else None

        return await self._store.run(chat, job)

    async def move(self, old: bytes, new: bytes) -> None:
        """The group has a new chat id. What the new one has already stays; safe to do twice."""

        def job(_access: Access, cursor: Cursor) -> None:
            for statement in self._sql.move:
                there = {"there": new} if "there" in statement else {}
                cursor.execute(statement, {"old": old, "new": new, **there})
            for statement in self._sql.leave:
                cursor.execute(statement, {"old": old})

        await self._store.run(min(old, new), job)

    async def forget(self, chat: bytes) -> None:
        """Delete everything about a group, unsent messages too."""

        def job(access: Access, cursor: Cursor) -> None:
            lock_chat(access, cursor, chat)
            for statement in (*self._sql.forget, access.sql.delete_messages):
                cursor.execute(statement, {"chat": chat})

        await self._store.run(chat, job)

    def _load(self, cursor: Cursor, chat: bytes) -> GroupState:
        cursor.execute(self._sql.load_settings, {"chat": chat})
        row = cursor.fetchone()
        return GroupState(row[0], row[1]) if row else GroupState()

    def _save(self, cursor: Cursor, chat: bytes, outcome: GroupOutcome) -> None:
        if outcome.state is not None:
            state = outcome.state
            cursor.execute(self._sql.save_settings, {"chat": chat, "mode": state.mode, "warned_at": state.warned_at})
        if outcome.log is not None:
            cursor.execute(self._sql.add_log, {"chat": chat, **_columns(outcome.log)})
        if outcome.undo is not None:
            cursor.execute(self._sql.undo, {"chat": chat, "name": outcome.undo.ref, "done": True})
            cursor.execute(self._sql.spare, {"chat": chat, "words": outcome.undo.words})


def _columns(entry: Logged) -> dict[str, Any]:
    return {
        "ref": entry.ref,
        "at": entry.at,
        "action": entry.action,
        "verdict": entry.verdict,
        "reasons": ",".join(entry.reasons),
        "words": entry.words,
        "undone": entry.undone,
    }


def _logged(row: Any) -> Logged:
    ref, at, action, verdict, reasons, words, undone = row
    named = tuple(name for name in reasons.split(",") if name)
    return Logged(ref, at, action, verdict, named, bytes(words), bool(undone))
