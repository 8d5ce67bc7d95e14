"""What is kept about groups: a setting, a log without people or words, hashes of words judged wrongly.

A chat is its keyed hash here as everywhere. Each method is one transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.store.cases import TurnResult, claim
from bot.store.context import DAY, StoreContext, lock_chat
from bot.store.maintenance import GROUP_LOG_DAYS
from bot.store.outbox import discard, enqueue
from bot.store.schema import by_dialect, group_log, group_settings, group_spared
from bot.store.store import Store

OFF = "off"
_SHOWN = 20  # entries of a log

p = sa.bindparam
_TABLES = (group_settings, group_log, group_spared)
_ENTRY = sa.select(
    group_log.c.ref,
    group_log.c.at,
    group_log.c.action,
    group_log.c.verdict,
    group_log.c.reasons,
    group_log.c.words,
    group_log.c.undone,
).where(group_log.c.chat == p("chat"))
_LOAD_ENTRY = _ENTRY.where(group_log.c.ref == p("ref"))
_LOAD_LOG = _ENTRY.where(group_log.c.at >= p("since")).order_by(group_log.c.at.desc(), group_log.c.ref).limit(_SHOWN)
_ADD_ENTRY = sa.insert(group_log)
_UNDO = sa.update(group_log).where(group_log.c.chat == p("of_chat"), group_log.c.ref == p("entry")).values(undone=True)
_LOAD_SETTINGS = sa.select(group_settings.c.mode, group_settings.c.warned_at).where(group_settings.c.chat == p("chat"))
_SPARED = sa.select(group_spared.c.words).where(group_spared.c.chat == p("chat"), group_spared.c.words == p("words"))
_SPARE = by_dialect(lambda insert: insert(group_spared).on_conflict_do_nothing())
_FORGET = tuple(sa.delete(table).where(table.c.chat == p("chat")) for table in _TABLES)


def _save_settings(insert: Any) -> sa.Insert:
    new = insert(group_settings)
    changing = {"mode": new.excluded.mode, "warned_at": new.excluded.warned_at}
    statement: sa.Insert = new.on_conflict_do_update(index_elements=["chat"], set_=changing)
    return statement


def _move(table: sa.Table) -> sa.Update:
    """Gives the new chat whatever it does not have already."""
    moving = sa.update(table).where(table.c.chat == p("old")).values(chat=p("new"))
    if table is group_log:
        return moving
    there = table.alias("there")
    same = [there.c.words == table.c.words] if table is group_spared else []
    return moving.where(~sa.exists().where(there.c.chat == p("new"), *same))


_SAVE_SETTINGS = by_dialect(_save_settings)
_MOVE = tuple(_move(table) for table in _TABLES)


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

    async def settle(self, update_id: int, chat: bytes, now: dt.datetime, work: Work) -> TurnResult:
        """Settle one update: `work` (pure, it may run twice) on the group's state, and all that comes of it at once."""
        moment = int(now.timestamp())

        def job(context: StoreContext, connection: sa.Connection) -> TurnResult:
            lock_chat(context, connection, chat)
            if not claim(connection, (update_id,), moment):
                return TurnResult(chat, fresh=False)
            outcome = work(_load_state(connection, chat))
            _save(connection, chat, outcome)
            return TurnResult(chat, enqueue(context, connection, chat, outcome.messages, moment))

        return await self._store.run(chat, job)

    async def state(self, chat: bytes) -> GroupState:
        """The group's setting."""
        return await self._store.run(chat, lambda _context, connection: _load_state(connection, chat))

    async def is_spared(self, chat: bytes, words: bytes) -> bool:
        """Whether an admin said that these words were judged wrongly."""

        def job(_context: StoreContext, connection: sa.Connection) -> bool:
            return connection.execute(_SPARED, {"chat": chat, "words": words}).first() is not None

        return await self._store.run(chat, job)

    async def log(self, chat: bytes, now: dt.datetime) -> tuple[Logged, ...]:
        """The last 20 entries of the last 30 days, the newest first."""
        since = int(now.timestamp()) - GROUP_LOG_DAYS * DAY

        def job(_context: StoreContext, connection: sa.Connection) -> tuple[Logged, ...]:
            return tuple(_logged(row) for row in connection.execute(_LOAD_LOG, {"chat": chat, "since": since}))

        return await self._store.run(chat, job)

    async def entry(self, chat: bytes, ref: str) -> Logged | None:
        """One entry of this group's log."""

        def job(_context: StoreContext, connection: sa.Connection) -> Logged | None:
            row = connection.execute(_LOAD_ENTRY, {"chat": chat, "ref": ref}).first()
            return None if row is None else _logged(row)

        return await self._store.run(chat, job)

    async def move(self, old: bytes, new: bytes) -> None:
        """The group has a new chat id. What the new one has already stays; safe to do twice."""

        def job(_context: StoreContext, connection: sa.Connection) -> None:
            for statement in _MOVE:
                connection.execute(statement, {"old": old, "new": new})
            for left in _FORGET:
                connection.execute(left, {"chat": old})

        await self._store.run(min(old, new), job)

    async def forget(self, chat: bytes) -> None:
        """Delete everything about a group, unsent messages too."""

        def job(context: StoreContext, connection: sa.Connection) -> None:
            lock_chat(context, connection, chat)
            for statement in _FORGET:
                connection.execute(statement, {"chat": chat})
            discard(connection, chat)

        await self._store.run(chat, job)


def _load_state(connection: sa.Connection, chat: bytes) -> GroupState:
    row = connection.execute(_LOAD_SETTINGS, {"chat": chat}).first()
    return GroupState(*row) if row else GroupState()


def _save(connection: sa.Connection, chat: bytes, outcome: GroupOutcome) -> None:
    if outcome.state is not None:
        state = outcome.state
        row = {"chat": chat, "mode": state.mode, "warned_at": state.warned_at}
        connection.execute(_SAVE_SETTINGS[connection.dialect.name], row)
    if outcome.log is not None:
        connection.execute(_ADD_ENTRY, {"chat": chat, **_columns(outcome.log)})
    if outcome.undo is not None:
        connection.execute(_UNDO, {"of_chat": chat, "entry": outcome.undo.ref})
        connection.execute(_SPARE[connection.dialect.name], {"chat": chat, "words": outcome.undo.words})


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
    return Logged(ref, at, action, verdict, named, words, undone)
