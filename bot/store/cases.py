"""One turn, one transaction: the update is remembered, the case saved, the answers put in the outbox, or none of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.store.context import Transaction
from bot.store.errors import StoreKeyError
from bot.store.outbox import OutboxMessage, discard, enqueue
from bot.store.reminders import ReminderSchedule, save_schedule
from bot.store.schema import cases, insert_if_new, seen_updates, upsert
from dialogs.case import Case

p = sa.bindparam
_CLAIM = insert_if_new(seen_updates)
_LOAD = sa.select(cases.c.body).where(cases.c.chat == p("chat"))
_DELETE = sa.delete(cases).where(cases.c.chat == p("chat"))
_SAVE = upsert(cases, ["chat"], ["body", "expires_on", "reachable"])


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case as found: `created_at` (seconds) is 0 when the chat has none yet (then `case` is a new one)."""

    case: Case
    created_at: int


_NEW = StoredCase(Case(), 0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one input leads to.

    `case` is saved unless it is None (nothing changes); `forget` deletes the case and whatever still waits
    to be sent to the chat; `messages` are put in the outbox, in order, as JSON-ready dicts; `reminders` replace
    those of the case, unless None.
    """

    case: Case | None = None
    forget: bool = False
    messages: tuple[Mapping[str, Any], ...] = ()
    reminders: ReminderSchedule | None = None


@dataclass(frozen=True, slots=True)
class TurnResult:
    """How a turn ended.

    `to_send` are the messages this process sends now, in order (another process may send the chat's). `fresh` is False
    when the update was committed before and nothing was done; `forgot` is True when the turn deleted the chat's case,
    so that messages of it already handed out must not be sent any more.
    """

    chat: bytes
    to_send: tuple[OutboxMessage, ...] = ()
    fresh: bool = True
    forgot: bool = False


Work = Callable[[StoredCase], Outcome]


def settle_turn(tx: Transaction, updates: Sequence[int], chat: bytes, now: int, work: Work) -> TurnResult:
    """Run `work` on the chat's case and save what comes out; updates seen before change nothing.

    `work` answers all `updates` together, and is run unless every one of them was seen before. It runs inside the
    transaction and may run twice (see `bot.store.committer`), so it must be pure; what it raises undoes the turn.
    """
    tx.lock(chat)
    if not claim(tx, updates, now):
        return TurnResult(chat, fresh=False)
    stored, outcome = _run(tx, chat, work)
    if outcome.forget:
        tx.execute(_DELETE, {"chat": chat})  # its reminders go with it
        discard(tx, chat)
    elif outcome.case is not None:
        _save_case(tx, chat, StoredCase(outcome.case, stored.created_at or now), now)
        if outcome.reminders is not None:
            save_schedule(tx, chat, outcome.reminders, now)
    return TurnResult(chat, enqueue(tx, chat, outcome.messages, now), forgot=outcome.forget)


def claim(tx: Transaction, updates: Sequence[int], now: int) -> bool:
    """Remember updates as seen; returns whether any of them is new. The caller holds the chat's lock."""
    new = [tx.execute(_CLAIM, {"update_id": number, "at": now}).rowcount for number in updates]
    return any(new)


def load_case(tx: Transaction, chat: bytes) -> StoredCase:
    """The chat's case, or a new one. Raises StoreKeyError when it does not decrypt."""
    body = tx.execute(_LOAD, {"chat": chat}).scalar()
    if body is None:
        return _NEW
    found = tx.decrypt(body, b"case", chat)
    return StoredCase(Case.from_json(found["case"]), found["created_at"])


def _run(tx: Transaction, chat: bytes, work: Work) -> tuple[StoredCase, Outcome]:
    """What comes of the work. A case that does not decrypt can be forgotten, and nothing else be done with it."""
    try:
        stored = load_case(tx, chat)
    except StoreKeyError:
        outcome = work(_NEW)
        if not outcome.forget:
            raise
        return _NEW, outcome
    return stored, work(stored)


def _save_case(tx: Transaction, chat: bytes, stored: StoredCase, now: int) -> None:
    content = {"created_at": stored.created_at, "case": stored.case.to_json()}
    day = tx.context.last_day(now)
    body = tx.encrypt(content, b"case", chat, day)
    tx.execute(_SAVE, {"chat": chat, "body": body, "expires_on": day, "reachable": True})
