"""What is kept about groups: a setting, a log without people or words, hashes of words judged wrongly.

A chat is its keyed hash here as everywhere. Each method is one transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import sqlalchemy as sa

from bot.store.cases import TurnResult, claim
from bot.store.context import DAY, Transaction
from bot.store.maintenance import GROUP_LOG_DAYS
from bot.store.outbox import discard, enqueue
from bot.store.schema import group_log, group_settings, group_spared, insert_if_new, upsert
from bot.store.store import Store

OFF = "off"
_SHOWN = 20  # entries of a log

p = sa.bindparam
_TABLES = (group_settings, group_log, group_spared)
_FORGET = tuple(sa.delete(table).where(table.c.chat == p("chat")) for table in _TABLES)
_LOAD_SETTINGS = sa.select(group_settings.c.mode, group_settings.c.warned_at).where(group_settings.c.chat == p("chat"))
_SAVE_SETTINGS = upsert(group_settings, ["chat"], ["mode", "warned_at"])
_SPARED = sa.select(group_spared.c.words).where(group_spared.c.chat == p("chat"), group_spared.c.words == p("words"))
_SPARE = insert_if_new(group_spared)


def _move(table: sa.Table) -> sa.Update:
    """Gives the new chat whatever it does not have already."""
    there = table.alias("there")
    same = [there.c[key.name] == key for key in table.primary_key if key is not table.c.chat]
    in_the_way = sa.exists().where(there.c.chat == p("new"), *same)
    return sa.update(table).where(table.c.chat == p("old"), ~in_the_way).values(chat=p("new"))


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


_ENTRY = sa.select(*(group_log.c[field.name] for field in fields(Logged))).where(group_log.c.chat == p("chat"))
_LOAD_ENTRY = _ENTRY.where(group_log.c.ref == p("ref"))
_LOAD_LOG = _ENTRY.where(group_log.c.at >= p("since")).order_by(group_log.c.at.desc(), group_log.c.ref).limit(_SHOWN)
_ADD_ENTRY = sa.insert(group_log)
_UNDO = sa.update(group_log).where(group_log.c.chat == p("of_chat"), group_log.c.ref == p("entry")).values(undone=True)


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

        def job(tx: Transaction) -> TurnResult:
            tx.lock(chat)
            if not claim(tx, (update_id,), moment):
                return TurnResult(chat, fresh=False)
            outcome = work(_load_state(tx, chat))
            _save(tx, chat, outcome)
            return TurnResult(chat, enqueue(tx, chat, outcome.messages, moment))

        return await self._store.run(chat, job)

    async def state(self, chat: bytes) -> GroupState:
        """The group's setting."""
        return await self._store.run(chat, lambda tx: _load_state(tx, chat))

    async def is_spared(self, chat: bytes, words: bytes) -> bool:
        """Whether an admin said that these words were judged wrongly."""
        row = {"chat": chat, "words": words}
        return await self._store.run(chat, lambda tx: tx.execute(_SPARED, row).first() is not None)

    async def log(self, chat: bytes, now: dt.datetime) -> tuple[Logged, ...]:
        """The last 20 entries of the last 30 days, the newest first."""
        row = {"chat": chat, "since": int(now.timestamp()) - GROUP_LOG_DAYS * DAY}
        return await self._store.run(chat, lambda tx: tuple(_logged(found) for found in tx.execute(_LOAD_LOG, row)))

    async def entry(self, chat: bytes, ref: str) -> Logged | None:
        """One entry of this group's log."""
        found = await self._store.run(chat, lambda tx: tx.execute(_LOAD_ENTRY, {"chat": chat, "ref": ref}).first())
        return None if found is None else _logged(found)

    async def move(self, old: bytes, new: bytes) -> None:
        """The group has a new chat id. What the new one has already stays; safe to do twice."""

        def job(tx: Transaction) -> None:
            for statement in _MOVE:
                tx.execute(statement, {"old": old, "new": new})
            for left in _FORGET:
                tx.execute(left, {"chat": old})

        await self._store.run(min(old, new), job)

    async def forget(self, chat: bytes) -> None:
        """Delete everything about a group, unsent messages too."""

        def job(tx: Transaction) -> None:
            tx.lock(chat)
            for statement in _FORGET:
                tx.execute(statement, {"chat": chat})
            discard(tx, chat)

        await self._store.run(chat, job)


def _load_state(tx: Transaction, chat: bytes) -> GroupState:
    row = tx.execute(_LOAD_SETTINGS, {"chat": chat}).first()
    return GroupState(*row) if row else GroupState()


def _save(tx: Transaction, chat: bytes, outcome: GroupOutcome) -> None:
    if outcome.state is not None:
        tx.execute(_SAVE_SETTINGS, {"chat": chat, **asdict(outcome.state)})
    if outcome.log is not None:
        tx.execute(_ADD_ENTRY, {"chat": chat, **asdict(outcome.log), "reasons": ",".join(outcome.log.reasons)})
    if outcome.undo is not None:
        tx.execute(_UNDO, {"of_chat": chat, "entry": outcome.undo.ref})
        tx.execute(_SPARE, {"chat": chat, "words": outcome.undo.words})


def _logged(row: sa.Row[*tuple[Any, ...]]) -> Logged:
    found = Logged(*row)
    return replace(found, reasons=tuple(row.reasons.split(",")) if row.reasons else ())
