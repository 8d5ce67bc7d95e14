"""Reminders: kept with a case, sent once, gone with it.

A row belongs to a case: whatever deletes the case (the person, its lifetime) deletes its reminders. A reminder that
is due leaves its table in the transaction that puts it in the outbox, so it is sent once however many processes look.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.store.context import StoreContext, lock_chat
from bot.store.outbox import OutboxMessage, enqueue
from bot.store.schema import by_dialect, cases, reminders

_PAGE = 500  # reminders looked at in one go

p = sa.bindparam
_DELETE_ALL = sa.delete(reminders).where(reminders.c.chat == p("chat"))
_DELETE_AHEAD = _DELETE_ALL.where(reminders.c.due > p("now"))
_DUE = (
    sa.select(reminders.c.chat, reminders.c.id)
    .join(cases, cases.c.chat == reminders.c.chat)
    .where(reminders.c.due <= p("now"), cases.c.reachable.is_(sa.true()))
    .order_by(reminders.c.due, reminders.c.id)
    .limit(_PAGE)
)
_TAKE = (
    sa.delete(reminders)
    .where(reminders.c.id == p("number"), reminders.c.due <= p("now"))
    .returning(reminders.c.payload, reminders.c.until)
)


def _save(insert: Any) -> sa.Insert:
    new = insert(reminders)
    changing = {name: new.excluded[name] for name in ("due", "until", "payload")}
    statement: sa.Insert = new.on_conflict_do_update(index_elements=["chat", "name"], set_=changing)
    return statement


_SAVE = by_dialect(_save)


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """A reminder to be sent at `due` (seconds), or not at all from `until` on: the messages it consists of."""

    name: str
    due: int
    until: int
    contents: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class ReminderSchedule:
    """The reminders a person wants now: whether any at all, and those still ahead."""

    on: bool
    planned: tuple[PlannedReminder, ...] = ()


def save_schedule(
    context: StoreContext, connection: sa.Connection, chat: bytes, schedule: ReminderSchedule, now: int
) -> None:
    """Make these the chat's reminders. What is due already is left to be sent, unless reminders are off.

    The caller holds the chat's lock, and the chat has a case.
    """
    if not schedule.on:
        connection.execute(_DELETE_ALL, {"chat": chat})
        return
    connection.execute(_DELETE_AHEAD, {"chat": chat, "now": now})
    if schedule.planned:
        rows = [_row(context, chat, one) for one in schedule.planned]
        connection.execute(_SAVE[connection.dialect.name], rows)


def due(_context: StoreContext, connection: sa.Connection, now: int) -> tuple[tuple[bytes, int], ...]:
    """Some reminders that are due, as chat and number, the oldest first; none of chats that cannot be reached."""
    return tuple((chat, number) for chat, number in connection.execute(_DUE, {"now": now}))


def send(
    context: StoreContext, connection: sa.Connection, chat: bytes, number: int, now: int
) -> tuple[OutboxMessage, ...]:
    """Put a due reminder in the outbox; returns what this process is to send.

    Nothing, if another process was faster, if the person changed something meanwhile, or if it comes so late that its
    words are no longer true.
    """
    lock_chat(context, connection, chat)
    row = connection.execute(_TAKE, {"number": number, "now": now}).first()
    if row is None:
        return ()
    payload, until = row
    contents = json.loads(context.cipher.decrypt(payload, b"reminder" + chat))
    return enqueue(context, connection, chat, contents, now) if now < until else ()


def _row(context: StoreContext, chat: bytes, one: PlannedReminder) -> dict[str, object]:
    plain = json.dumps(one.contents, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    payload = context.cipher.encrypt(plain, b"reminder" + chat)
    return {"chat": chat, "name": one.name, "due": one.due, "until": one.until, "payload": payload}
