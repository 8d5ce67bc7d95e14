"""Reminders: kept with a case, sent once, gone with it.

A row belongs to a case: whatever deletes the case (the person, its lifetime) deletes its reminders. A reminder that
is due leaves its table in the transaction that puts it in the outbox, so it is sent once however many processes look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
import structlog

from bot.store.errors import StoreKeyError
from bot.store.outbox import OutboxMessage, enqueue
from bot.store.schema import cases, reminders
from bot.store.transaction import DAY, Transaction

log: Any = structlog.get_logger("transfer_aid.store")

_PAGE = 500  # reminders looked at in one transaction

p = sa.bindparam
_OF_CHAT = sa.select(reminders.c.id, reminders.c.payload).where(reminders.c.chat == p("chat"))
_OF_TODAY = (
    sa.select(reminders.c.id, reminders.c.chat, reminders.c.payload)
    .join(cases, cases.c.chat == reminders.c.chat)
    .where(reminders.c.due_on <= p("today"), reminders.c.id > p("after"), cases.c.reachable.is_(sa.true()))
    .order_by(reminders.c.id)
    .limit(_PAGE)
)
_DELETE = sa.delete(reminders).where(reminders.c.id == p("number"))
_TAKE = _DELETE.returning(reminders.c.recipient, reminders.c.payload)
_ADD = sa.insert(reminders)


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
    again = {one.name for one in schedule.planned}
    for number, payload in tx.execute(_OF_CHAT, {"chat": chat}).all():
        kept = _read(tx, chat, number, payload)
        if not schedule.on or kept is None or kept.due > now or kept.name in again:
            tx.execute(_DELETE, {"number": number})
    if schedule.on and schedule.planned:
        tx.execute(_ADD, [_row(tx, chat, one) for one in schedule.planned])


def due(tx: Transaction, now: int, after: int) -> tuple[list[tuple[int, int, bytes]], int | None]:
    """Of a page of today's reminders those that are due, as second, number and chat, none of chats that cannot be
    reached; and the page's last number, to go on `after`, or None where nothing is left.
    """
    rows = tx.execute(_OF_TODAY, {"today": now // DAY, "after": after}).all()
    read = ((number, chat, _read(tx, chat, number, payload)) for number, chat, payload in rows)
    found = [(one.due, number, chat) for number, chat, one in read if one is not None and one.due <= now]
    return found, rows[-1].id if len(rows) == _PAGE else None


def send(tx: Transaction, chat: bytes, number: int, now: int) -> tuple[OutboxMessage, ...]:
    """Put a due reminder in the outbox; returns what this process is to send: nothing, if another was faster, if the
    reminder was changed meanwhile, or if its words are no longer true. Raises StoreKeyError if it does not decrypt.
    """
    tx.lock(chat)
    row = tx.execute(_TAKE, {"number": number}).first()
    if row is None:
        return ()
    one = PlannedReminder(**tx.decrypt(row.payload, b"reminder", chat))
    if now >= one.until:
        return ()
    chat_id = tx.decrypt_recipient(row.recipient, chat)
    return enqueue(tx, chat, [{**content, "chat_id": chat_id} for content in one.contents], now)


def _read(tx: Transaction, chat: bytes, number: int, payload: bytes) -> PlannedReminder | None:
    """A stored reminder, without the chat's id; None where it does not decrypt: it must hold up no other."""
    try:
        return PlannedReminder(**tx.decrypt(payload, b"reminder", chat))
    except StoreKeyError as error:
        log.error("reminder not readable", chat=chat[:4].hex(), reminder=number, error=str(error))  # noqa: TRY400  # its trace says no more
        return None


def _row(tx: Transaction, chat: bytes, one: PlannedReminder) -> dict[str, object]:
    contents = [{name: value for name, value in said.items() if name != "chat_id"} for said in one.contents]
    content = {"name": one.name, "due": one.due, "until": one.until, "contents": contents}
    return {
        "chat": chat,
        "due_on": one.due // DAY,
        "recipient": tx.encrypt_recipient(one.contents[0]["chat_id"], chat),
        "payload": tx.encrypt(content, b"reminder", chat, one.until // DAY + 1),
    }
