"""Reminders: kept with a case, sent once, gone with it.

A row belongs to a case: whatever deletes the case (the person, its lifetime) deletes its reminders. A reminder that
is due leaves its table in the transaction that puts it in the outbox, so it is sent once however many processes look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.store.context import Transaction
from bot.store.outbox import OutboxMessage, enqueue
from bot.store.schema import cases, reminders, upsert

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
_SAVE = upsert(reminders, ["chat", "name"], ["due", "until", "payload"])


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


def save_schedule(tx: Transaction, chat: bytes, schedule: ReminderSchedule, now: int) -> None:
    """Make these the chat's reminders. What is due already is left to be sent, unless reminders are off.

    The caller holds the chat's lock, and the chat has a case.
    """
    if not schedule.on:
        tx.execute(_DELETE_ALL, {"chat": chat})
        return
    tx.execute(_DELETE_AHEAD, {"chat": chat, "now": now})
    if schedule.planned:
        tx.execute(_SAVE, [_row(tx, chat, one) for one in schedule.planned])


def due(tx: Transaction, now: int) -> tuple[tuple[bytes, int], ...]:
    """Some reminders that are due, as chat and number, the oldest first; none of chats that cannot be reached."""
    return tuple((chat, number) for chat, number in tx.execute(_DUE, {"now": now}))


def send(tx: Transaction, chat: bytes, number: int, now: int) -> tuple[OutboxMessage, ...]:
    """Put a due reminder in the outbox; returns what this process is to send.

    Nothing, if another process was faster, if the person changed something meanwhile, or if it comes so late that its
    words are no longer true.
    """
    tx.lock(chat)
    row = tx.execute(_TAKE, {"number": number, "now": now}).first()
    if row is None or now >= row.until:
        return ()
    return enqueue(tx, chat, tx.decrypt(row.payload, b"reminder", chat), now)


def _row(tx: Transaction, chat: bytes, one: PlannedReminder) -> dict[str, object]:
    payload = tx.encrypt(one.contents, b"reminder", chat)
    return {"chat": chat, "name": one.name, "due": one.due, "until": one.until, "payload": payload}
