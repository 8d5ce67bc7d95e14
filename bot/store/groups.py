"""What is kept about groups: a setting, a log without people, hashes of words judged wrongly, what admins said of
verdicts, and how often somebody reported in vain. A chat is its keyed hash here as everywhere.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa

from bot.store.cases import TurnResult, claim
from bot.store.errors import StoreKeyError
from bot.store.outbox import discard, enqueue
from bot.store.schema import (
    group_log,
    group_reporters,
    group_settings,
    group_spared,
    insert_if_new,
    upsert,
    verdict_feedback,
)
from bot.store.store import Store
from bot.store.transaction import DAY, Transaction, last_day
from dialogs.groups import LOG_DAYS, Feedback, GroupState, Logged

_SHOWN = 20  # entries of a log

p = sa.bindparam
_LEAVING = (group_log, group_reporters, verdict_feedback)  # gone at once when the bot is removed
_TABLES = (group_settings, group_spared, *_LEAVING)
_FORGET = tuple(sa.delete(table).where(table.c.chat == p("chat")) for table in _TABLES)
_LEAVE = tuple(sa.delete(table).where(table.c.chat == p("chat")) for table in _LEAVING)
_LEFT_AT = sa.update(group_settings).where(group_settings.c.chat == p("of_chat")).values(left_at=p("at"))
_LOAD_SETTINGS = sa.select(group_settings.c.mode, group_settings.c.left_at).where(group_settings.c.chat == p("chat"))
_SAVE_SETTINGS = upsert(group_settings, ["chat"], ["mode", "left_at"])
_SPARED = sa.select(group_spared.c.words).where(group_spared.c.chat == p("chat"), group_spared.c.words == p("words"))
_SPARE = insert_if_new(group_spared)
_OF_WORDS = sa.and_(group_log.c.chat == p("chat"), group_log.c.words == p("words"), group_log.c.undone.is_(sa.false()))
_ACTED_AT = sa.select(sa.func.max(group_log.c.at)).where(_OF_WORDS, group_log.c.action == p("action"))
_SAY = upsert(verdict_feedback, ["chat", "words"], ["verdict", "agreed", "model", "at", "text"])
_FEEDBACK = sa.select(verdict_feedback).order_by(verdict_feedback.c.id)
_BLAME = upsert(group_reporters, ["chat", "member"], ["at"], wrong=group_reporters.c.wrong + 1)
_WRONG = sa.select(group_reporters.c.wrong).where(
    group_reporters.c.chat == p("chat"), group_reporters.c.member == p("member")
)


def _move(table: sa.Table, key: str | None) -> sa.Update:
    """Gives the new chat whatever it does not have already, by the column that tells rows of a chat apart."""
    there = table.alias("there")
    same = () if key is None else (there.c[key] == table.c[key],)
    in_the_way = sa.exists().where(there.c.chat == p("new"), *same)
    return sa.update(table).where(table.c.chat == p("old"), ~in_the_way).values(chat=p("new"))


_KEYS = ((group_settings, None), (group_spared, "words"), (group_log, "ref"), (verdict_feedback, "words"))
_MOVE = tuple(_move(table, key) for table, key in _KEYS)
_ENCRYPTED = (
    (group_log.c.ref, group_log.c.shown, b"group_log"),
    (verdict_feedback.c.id, verdict_feedback.c.text, b"feedback"),
)


_ENTRY = sa.select(group_log).where(group_log.c.chat == p("chat"))
_LOAD_ENTRY = _ENTRY.where(group_log.c.ref == p("ref"))
_LOAD_LOG = _ENTRY.where(group_log.c.at >= p("since")).order_by(group_log.c.at.desc(), group_log.c.ref).limit(_SHOWN)
_ADD_ENTRY = sa.insert(group_log)
_UNDO = sa.update(group_log).where(group_log.c.chat == p("of_chat"), group_log.c.ref == p("entry")).values(undone=True)


@dataclass(frozen=True, slots=True)
class GroupOutcome:
    """What an update leads to: a new state, a log entry, an entry undone (its words are spared later), feedback on a
    verdict, a member who reported in vain, messages.
    """

    state: GroupState | None = None
    log: Logged | None = None
    undo: Logged | None = None
    feedback: Feedback | None = None
    blamed: bytes | None = None
    messages: tuple[Mapping[str, Any], ...] = ()


Work = Callable[[GroupState], GroupOutcome]


class GroupStore:
    """Group tables in the store's database; each method is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def settle(
        self, update_id: int, chat: bytes, now: dt.datetime, work: Work, *, about: tuple[str, bytes] | None = None
    ) -> TurnResult:
        """Settle one update: `work` (pure, it may run twice) on the group's state, and all that comes of it at once.
        `about` is the kind of action, and the hash of the words, of which the state is to tell the last time.
        """
        moment = int(now.timestamp())

        def job(tx: Transaction) -> TurnResult:
            tx.lock(chat)
            if not claim(tx, (update_id,), moment):
                return TurnResult(chat, fresh=False)
            state = _load_state(tx, chat)
            if about:
                row = {"chat": chat, "action": about[0], "words": about[1]}
                state = replace(state, acted_at=tx.execute(_ACTED_AT, row).scalar() or 0)
            outcome = work(state)
            _save(tx, chat, outcome, moment)
            return TurnResult(chat, enqueue(tx, chat, outcome.messages, moment))

        return await self._store.run(chat, job)

    async def state(self, chat: bytes) -> GroupState:
        """The group's setting."""
        return await self._store.run(chat, lambda tx: _load_state(tx, chat))

    async def is_spared(self, chat: bytes, words: bytes) -> bool:
        """Whether an admin said that these words were judged wrongly."""
        row = {"chat": chat, "words": words}
        return await self._store.run(chat, lambda tx: tx.execute(_SPARED, row).first() is not None)

    async def wrong_reports(self, chat: bytes, member: bytes) -> int:
        """In how many reports of a member of late the admins found nothing."""
        row = {"chat": chat, "member": member}
        return await self._store.run(chat, lambda tx: tx.execute(_WRONG, row).scalar() or 0)

    async def log(self, chat: bytes, now: dt.datetime) -> tuple[Logged, ...]:
        """The last 20 entries of the last 30 days, the newest first."""
        row = {"chat": chat, "since": int(now.timestamp()) - LOG_DAYS * DAY}
        return await self._store.run(chat, lambda tx: tuple(_logged(tx, found) for found in tx.execute(_LOAD_LOG, row)))

    async def entry(self, chat: bytes, ref: str) -> Logged | None:
        """One entry of this group's log."""

        def job(tx: Transaction) -> Logged | None:
            found = tx.execute(_LOAD_ENTRY, {"chat": chat, "ref": ref}).first()
            return None if found is None else _logged(tx, found)

        return await self._store.run(chat, job)

    async def feedback(self) -> tuple[Feedback, ...]:
        """What all admins said of verdicts in the last 30 days."""

        def job(tx: Transaction) -> tuple[Feedback, ...]:
            rows = ((row, _decrypted(tx, row.text, b"feedback", row.chat)) for row in tx.execute(_FEEDBACK).all())
            return tuple(Feedback(row.words, row.verdict, row.agreed, row.model, row.at, text) for row, text in rows)

        return await self._store.run(b"", job)

    async def move(self, old: bytes, new: bytes) -> None:
        """The group has a new chat id. What the new one has already stays; safe to do twice."""

        def job(tx: Transaction) -> None:
            for key, column, label in _ENCRYPTED:
                _re_encrypt(tx, key, column, label, old, new)
            for statement in _MOVE:
                tx.execute(statement, {"old": old, "new": new})
            for left in _FORGET:
                tx.execute(left, {"chat": old})

        await self._store.run(min(old, new), job)

    async def leave(self, chat: bytes, now: dt.datetime) -> None:
        """The bot was removed: delete all but the setting and the spared words, which are purged 30 days later."""

        def job(tx: Transaction) -> None:
            tx.lock(chat)
            for statement in _LEAVE:
                tx.execute(statement, {"chat": chat})
            tx.execute(_LEFT_AT, {"of_chat": chat, "at": int(now.timestamp())})
            discard(tx, chat)

        await self._store.run(chat, job)


def _load_state(tx: Transaction, chat: bytes) -> GroupState:
    row = tx.execute(_LOAD_SETTINGS, {"chat": chat}).first()
    return GroupState(*row) if row else GroupState()


def _save(tx: Transaction, chat: bytes, outcome: GroupOutcome, now: int) -> None:
    if (state := outcome.state) is not None:
        tx.execute(_SAVE_SETTINGS, {"chat": chat, "mode": state.mode, "left_at": state.left_at})
    if (entry := outcome.log) is not None:
        shown = tx.encrypt(entry.shown, b"group_log", chat, last_day(now)) if entry.shown else None
        row = {"chat": chat, "reasons": ",".join(entry.reasons), "shown": shown}
        tx.execute(_ADD_ENTRY, asdict(entry) | row)
    if outcome.undo is not None:
        tx.execute(_UNDO, {"of_chat": chat, "entry": outcome.undo.ref})
        tx.execute(_SPARE, {"chat": chat, "words": outcome.undo.words})
    if (said := outcome.feedback) is not None:
        text = tx.encrypt(said.text, b"feedback", chat, last_day(now)) if said.text else None
        tx.execute(_SAY, asdict(said) | {"chat": chat, "text": text})
    if outcome.blamed is not None:
        tx.execute(_BLAME, {"chat": chat, "member": outcome.blamed, "wrong": 1, "at": now})


def _re_encrypt(
    tx: Transaction, key: sa.Column[Any], column: sa.Column[bytes], label: bytes, old: bytes, new: bytes
) -> None:
    """Bind the encrypted values of a chat to its new id."""
    table, cipher = column.table, tx.context.cipher
    rows = sa.select(key, column).where(table.c.chat == p("old"), column.is_not(None))
    change = sa.update(table).where(key == p("which")).values({column: p("value")})
    for which, value in tx.execute(rows, {"old": old}).all():
        with contextlib.suppress(StoreKeyError):
            sealed = cipher.encrypt(cipher.decrypt(value, label + old), label + new)
            tx.execute(change, {"which": which, "value": sealed})


def _logged(tx: Transaction, row: sa.Row[*tuple[Any, ...]]) -> Logged:
    shown = _decrypted(tx, row.shown, b"group_log", row.chat) or ""
    reasons = tuple(row.reasons.split(",")) if row.reasons else ()
    return Logged(row.ref, row.at, row.action, row.verdict, reasons, row.words, row.undone, shown, row.member)


def _decrypted(tx: Transaction, sealed: bytes | None, label: bytes, chat: bytes) -> str | None:
    """An encrypted text; None where there is none, or none that opens: the rest of its row is of use without it."""
    with contextlib.suppress(StoreKeyError):
        return None if sealed is None else str(tx.decrypt(sealed, label, chat))
    return None
