"""The outbox from the sender's side: what waits, what was sent, who sends it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.store.access import Access, lock_chat
from bot.store.committer import Cursor
from bot.store.records import Letter

_OVERDUE = 60  # seconds after which a letter of ours that nobody is sending counts as overlooked


def post(
    access: Access, cursor: Cursor, chat: bytes, contents: Sequence[Mapping[str, Any]], now: int
) -> tuple[Letter, ...]:
    """Put letters in the outbox; returns those this process is to send, old ones among them maybe known to it.

    The caller holds the chat's lock. All letters of a chat have one sender. If that one is another process, it gets
    these too; if it gave no sign of life for too long, everything becomes ours, and what it left comes first.
    """
    if not contents:
        return ()
    owner, until = _holder(access, cursor, chat)
    inherited: tuple[Letter, ...] = ()
    if owner not in (None, access.me) and until <= now:
        inherited = _seize(access, cursor, chat, now)
    elif owner == access.me and access.shared:
        inherited = waiting(access, cursor, chat)  # others may have left us some that we do not know of
    if owner in (None, access.me) or inherited:
        owner, until = access.me, now + access.lease
    posted = [_add(access, cursor, chat, content, now, owner, until) for content in contents]
    return (*inherited, *posted) if owner == access.me else ()


def sent(access: Access, cursor: Cursor, done: Letter, *, look_further: bool) -> tuple[Letter, ...]:
    """Cross off a letter; with `look_further` returns those other processes left for us in the same chat.

    The lock makes it impossible that another process hands us a letter just after we looked.
    """
    if look_further:
        lock_chat(access, cursor, done.chat)
    cursor.execute(access.sql.delete_letter, {"id": done.id})
    return waiting(access, cursor, done.chat, done.id) if look_further else ()


def waiting(access: Access, cursor: Cursor, chat: bytes, after: int = 0) -> tuple[Letter, ...]:
    """Our letters that wait for one chat, in order, from number `after` on (not itself)."""
    cursor.execute(access.sql.letters_of_chat, {"chat": chat, "after": after, "me": access.me})
    return tuple(_letter(access, chat, row) for row in cursor.fetchall())


def give_up(access: Access, cursor: Cursor, chat: bytes) -> int:
    """The chat cannot be reached: drop its letters, mark its case; returns how many were dropped."""
    lock_chat(access, cursor, chat)
    cursor.execute(access.sql.delete_letters, {"chat": chat})
    dropped = cursor.rowcount
    cursor.execute(access.sql.unreachable, {"chat": chat, "reachable": False})
    return dropped


def postpone(access: Access, cursor: Cursor, late: Letter, not_before: int) -> None:
    """Telegram asked to wait: remember it through a restart. Counts as one attempt."""
    cursor.execute(access.sql.postpone_letter, {"number": late.id, "not_before": not_before})


def adopt_all(access: Access, cursor: Cursor, now: int) -> tuple[Letter, ...]:
    """Everything that waits becomes ours, in order; for SQLite, where no other process can be sending."""
    cursor.execute(access.sql.adopt_all, {"me": access.me, "until": now + access.lease})
    cursor.execute(access.sql.all_letters, {})
    return tuple(_letter(access, bytes(row[0]), row[1:]) for row in cursor.fetchall())


def renew(access: Access, cursor: Cursor, now: int) -> None:
    """Keep what is ours for another lease."""
    cursor.execute(access.sql.renew, {"me": access.me, "until": now + access.lease})


def release(access: Access, cursor: Cursor) -> None:
    """Let go of what is ours, for any other process to take at once."""
    cursor.execute(access.sql.renew, {"me": access.me, "until": 0})


def neglected(access: Access, cursor: Cursor, now: int) -> tuple[bytes, ...]:
    """Chats with letters whose sender's lease ran out, or that are ours and older than a minute."""
    cursor.execute(access.sql.neglected, {"now": now, "me": access.me, "old": now - _OVERDUE})
    return tuple(bytes(row[0]) for row in cursor.fetchall())


def take_over(access: Access, cursor: Cursor, chat: bytes, now: int) -> tuple[Letter, ...]:
    """The letters of one chat, all of them now ours; nothing if somebody else is sending them after all."""
    lock_chat(access, cursor, chat)
    owner, until = _holder(access, cursor, chat)
    if owner is None or (owner != access.me and until > now):
        return ()
    return _seize(access, cursor, chat, now)


def backlog(access: Access, cursor: Cursor) -> tuple[int, int | None]:
    """How many letters wait, and when the oldest was written."""
    cursor.execute(access.sql.backlog, {})
    count, oldest = cursor.fetchone()
    return count, oldest


def _holder(access: Access, cursor: Cursor, chat: bytes) -> tuple[str | None, int]:
    """Who sends a chat's letters, and until when they are its own."""
    cursor.execute(access.sql.holder, {"chat": chat})
    row = cursor.fetchone()
    return (row[0], row[1]) if row else (None, 0)


def _seize(access: Access, cursor: Cursor, chat: bytes, now: int) -> tuple[Letter, ...]:
    """Make a lapsed chat ours. Nothing, if its sender gave a sign of life at the last moment."""
    cursor.execute(access.sql.take_over, {"chat": chat, "me": access.me, "now": now, "until": now + access.lease})
    return waiting(access, cursor, chat)


def _add(
    access: Access, cursor: Cursor, chat: bytes, content: Mapping[str, Any], now: int, owner: str, until: int
) -> Letter:
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    payload = access.vault.seal(plain, b"outbox" + chat)
    row = {"chat": chat, "payload": payload, "now": now, "owner": owner, "until": until}
    cursor.execute(access.sql.add_letter, row)
    return Letter(cursor.fetchone()[0], chat, content, now)


def _letter(access: Access, chat: bytes, row: Any) -> Letter:
    """A letter from a row of `letters_of_chat`."""
    number, payload, created_at, not_before, attempts = row
    content = json.loads(access.vault.open(bytes(payload), b"outbox" + chat))
    return Letter(number, chat, content, created_at, not_before, attempts)
