"""One turn, one transaction: the update is remembered, the case saved, the answers put in the outbox, or none of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.store.context import DAY, StoreContext, lock_chat
from bot.store.errors import StoreKeyError
from bot.store.outbox import OutboxMessage, discard, enqueue
from bot.store.reminders import ReminderSchedule, save_schedule
from bot.store.schema import by_dialect, cases, seen_updates
from dialogs.case import Case

p = sa.bindparam
_CLAIM = by_dialect(
    lambda insert: insert(seen_updates).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
)
_LOAD = sa.select(cases.c.body, cases.c.created_at).where(cases.c.chat == p("chat"))
_DELETE = sa.delete(cases).where(cases.c.chat == p("chat"))


def _save(insert: Any) -> sa.Insert:
    new = insert(cases)
    changing = ("body", "revision", "touched_at", "expires_on", "reachable")
    statement: sa.Insert = new.on_conflict_do_update(
        index_elements=["chat"], set_={name: new.excluded[name] for name in changing}
    )
    return statement


_SAVE = by_dialect(_save)


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case as found: `created_at` (seconds) is 0 when the chat has none yet (then `case` is a new one)."""

    case: Case
    created_at: int


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


def settle_turn(
    context: StoreContext,
    connection: sa.Connection,
    updates: Sequence[int],
    chat: bytes,
    now: int,
    work: Work,
) -> TurnResult:
    """Run `work` on the chat's case and save what comes out; updates seen before change nothing.

    `work` answers all `updates` together, and is run unless every one of them was seen before. It runs inside the
    transaction and may run twice (see `bot.store.committer`), so it must be pure; what it raises undoes the turn.
    """
    lock_chat(context, connection, chat)
    if not claim(connection, updates, now):
        return TurnResult(chat, fresh=False)
    stored, outcome = _run(context, connection, chat, work)
    if outcome.forget:
        erase(connection, chat)
    elif outcome.case is not None:
        _save_case(context, connection, chat, outcome.case, stored.created_at or now, now)
        if outcome.reminders is not None:
            save_schedule(context, connection, chat, outcome.reminders, now)
    return TurnResult(chat, enqueue(context, connection, chat, outcome.messages, now), forgot=outcome.forget)


def claim(connection: sa.Connection, updates: Sequence[int], now: int) -> bool:
    """Remember updates as seen; returns whether any of them is new. The caller holds the chat's lock."""
    statement = _CLAIM[connection.dialect.name]
    new = [connection.execute(statement, {"update_id": number, "at": now}).rowcount for number in updates]
    return any(new)


def load_case(context: StoreContext, connection: sa.Connection, chat: bytes) -> StoredCase:
    """The chat's case, or a new one. Raises StoreKeyError when it does not decrypt."""
    row = connection.execute(_LOAD, {"chat": chat}).first()
    if row is None:
        return StoredCase(Case(), 0)
    body, created_at = row
    return StoredCase(Case.from_json(json.loads(context.cipher.decrypt(body, b"case" + chat))), created_at)


def erase(connection: sa.Connection, chat: bytes) -> None:
    """Delete everything the store holds about a chat; its reminders go with its case."""
    connection.execute(_DELETE, {"chat": chat})
    discard(connection, chat)


def _run(context: StoreContext, connection: sa.Connection, chat: bytes, work: Work) -> tuple[StoredCase, Outcome]:
    """What comes of the work. A case that does not decrypt can be forgotten, and nothing else be done with it."""
    try:
        stored = load_case(context, connection, chat)
    except StoreKeyError:
        stored = StoredCase(Case(), 0)
        outcome = work(stored)
        if not outcome.forget:
            raise
        return stored, outcome
    return stored, work(stored)


def _save_case(
    context: StoreContext, connection: sa.Connection, chat: bytes, case: Case, created_at: int, now: int
) -> None:
    plain = json.dumps(case.to_json(), ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    row = {
        "chat": chat,
        "body": context.cipher.encrypt(plain, b"case" + chat),
        "revision": case.revision,
        "created_at": created_at,
        "touched_at": now,
        "expires_on": now // DAY + context.lifetime_days + 1,
        "reachable": True,
    }
    connection.execute(_SAVE[connection.dialect.name], row)
