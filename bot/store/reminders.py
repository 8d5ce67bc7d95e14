"""Reminders: kept with a case, sent once, gone with it.

A row belongs to a case: whatever deletes the case (the person, its lifetime) deletes its reminders. A reminder that
is due leaves its table in the transaction that puts it in the outbox, so it is sent once however many processes look.
"""

from __future__ import annotations

import json

from bot.store.access import Access, lock_chat
from bot.store.committer import Cursor
from bot.store.outbox import enqueue
from bot.store.records import OutboxMessage, PlannedReminder, ReminderSchedule


def want(access: Access, cursor: Cursor, chat: bytes, wanted: ReminderSchedule, now: int) -> None:
    """Make these the chat's reminders. What is due already is left to be sent, unless reminders are off.

    The caller holds the chat's lock, and the chat has a case.
    """
    if not wanted.on:
        cursor.execute(access.sql.delete_reminders, {"chat": chat})
        return
    cursor.execute(access.sql.delete_reminders_ahead, {"chat": chat, "now": now})
    for one in wanted.planned:
        cursor.execute(access.sql.save_reminder, _row(access, chat, one))


def due(access: Access, cursor: Cursor, now: int) -> tuple[tuple[bytes, int], ...]:
    """Some reminders that are due, as chat and number, the oldest first; none of chats that cannot be reached."""
    cursor.execute(access.sql.due_reminders, {"now": now})
    return tuple((bytes(chat), number) for chat, number in cursor.fetchall())


def send(access: Access, cursor: Cursor, chat: bytes, number: int, now: int) -> tuple[OutboxMessage, ...]:
    """Put a due reminder in the outbox; returns what this process is to send.

    Nothing, if another process was faster, if the person changed something meanwhile, or if it comes so late that its
    words are no longer true.
    """
    lock_chat(access, cursor, chat)
    cursor.execute(access.sql.take_reminder, {"number": number, "now": now})
    row = cursor.fetchone()
    if row is None:
        return ()
    payload, until = row
    contents = json.loads(access.cipher.decrypt(bytes(payload), b"reminder" + chat))
    return enqueue(access, cursor, chat, contents, now) if now < until else ()


def _row(access: Access, chat: bytes, one: PlannedReminder) -> dict[str, object]:
    plain = json.dumps(one.contents, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    payload = access.cipher.encrypt(plain, b"reminder" + chat)
    return {"chat": chat, "name": one.name, "due": one.due, "until": one.until, "payload": payload}
