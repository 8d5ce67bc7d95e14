"""One turn, one transaction: the update is remembered, the case saved, the answers put in the outbox, or none of it.

An update that cannot be processed becomes a dead letter: its attempts are counted, and after a few it is given up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.store.errors import StoreKeyError
from bot.store.outbox import OutboxMessage, discard, enqueue
from bot.store.reminders import ReminderSchedule, save_schedule
from bot.store.schema import cases, dead_letters, insert_if_new, seen_updates, upsert
from bot.store.transaction import Transaction, last_day
from dialogs.case import Case

p = sa.bindparam
_CLAIM = insert_if_new(seen_updates)
_LOAD = sa.select(cases.c.body).where(cases.c.chat == p("chat"))
_DELETE = sa.delete(cases).where(cases.c.chat == p("chat"))
_SAVE = upsert(cases, ["chat"], ["body", "expires_on", "reachable"])
_ERROR_LENGTH = 80  # characters, as the column has
_COUNT = upsert(dead_letters, ["update_id"], ["error", "at"], attempts=dead_letters.c.attempts + 1).returning(
    dead_letters.c.attempts
)

_UNCOUNT = (
    sa.update(dead_letters)
    .where(dead_letters.c.update_id == p("number"), dead_letters.c.attempts > 0)
    .values(attempts=dead_letters.c.attempts - 1)
)


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case as found: `created_at` (seconds) is 0 when the chat has none yet (then `case` is a new one)."""

    case: Case
    created_at: int


_NEW = StoredCase(Case(), 0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one input leads to: a case to save, `forget` (the case and what waits to be sent go), messages for the
    outbox as JSON-ready dicts, and the case's reminders from now on. None changes nothing.
    """

    case: Case | None = None
    forget: bool = False
    messages: tuple[Mapping[str, Any], ...] = ()
    reminders: ReminderSchedule | None = None


@dataclass(frozen=True, slots=True)
class TurnResult:
    """How a turn ended: the messages that this process sends now; `fresh` is False where the update was committed
    before; `forgot` where the chat's case was deleted, so that what was handed out before must not be sent.
    """

    chat: bytes
    to_send: tuple[OutboxMessage, ...] = ()
    fresh: bool = True
    forgot: bool = False


Work = Callable[[StoredCase], Outcome]


def settle_turn(tx: Transaction, updates: Sequence[int], chat: bytes, now: int, work: Work) -> TurnResult:
    """Run `work` on the chat's case and save what comes out, unless all `updates`, answered together, were seen before.
    It runs inside the transaction and may run twice (see `bot.store.committer`), so it is pure; an error undoes all.
    """
    tx.lock(chat)
    if not claim(tx, updates, now):
        return TurnResult(chat, fresh=False)
    try:
        stored = load_case(tx, chat)
        outcome = work(stored)
    except StoreKeyError:  # what does not decrypt can be forgotten, and nothing else be done with it
        stored, outcome = _NEW, work(_NEW)
        if not outcome.forget:
            raise
    if outcome.forget:
        tx.execute(_DELETE, {"chat": chat})  # its reminders go with it
        discard(tx, chat)
    elif outcome.case is not None:
        day = last_day(now)
        content = {"created_at": stored.created_at or now, "case": outcome.case.to_json()}
        body = tx.encrypt(content, b"case", chat, day)
        tx.execute(_SAVE, {"chat": chat, "body": body, "expires_on": day, "reachable": True})
        if outcome.reminders is not None:
            save_schedule(tx, chat, outcome.reminders, now)
    return TurnResult(chat, enqueue(tx, chat, outcome.messages, now), forgot=outcome.forget)


def claim(tx: Transaction, updates: Sequence[int], now: int) -> bool:
    """Remember updates as seen; returns whether any of them is new. The caller holds the chat's lock."""
    new = [tx.execute(_CLAIM, {"update_id": number, "at": now}).rowcount for number in updates]
    return any(new)


def count_attempt(tx: Transaction, update_id: int, error: str, now: int) -> int:
    """Count one attempt (`error` is the name of an exception class, never its text); returns the count."""
    row = {"update_id": update_id, "attempts": 1, "error": error[:_ERROR_LENGTH], "at": now}
    return int(tx.execute(_COUNT, row).scalar_one())


def take_attempt_back(tx: Transaction, update_id: int) -> None:
    """Count one attempt less; nothing where none is counted."""
    tx.execute(_UNCOUNT, {"number": update_id})


def dead_letter(
    tx: Transaction, update_id: int, error: str, chat: bytes, now: int, messages: Sequence[Mapping[str, Any]]
) -> TurnResult:
    """Give an update up for an error (its class): it counts as seen, and the person gets an answer."""
    tx.lock(chat)
    if not claim(tx, (update_id,), now):
        return TurnResult(chat, fresh=False)
    count_attempt(tx, update_id, error, now)
    return TurnResult(chat, enqueue(tx, chat, messages, now))


def load_case(tx: Transaction, chat: bytes) -> StoredCase:
    """The chat's case, or a new one. Raises StoreKeyError when it does not decrypt."""
    body = tx.execute(_LOAD, {"chat": chat}).scalar()
    if body is None:
        return _NEW
    found = tx.decrypt(body, b"case", chat)
    return StoredCase(Case.from_json(found["case"]), found["created_at"])
