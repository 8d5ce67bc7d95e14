"""The outbox from the sender's side: what waits, what was sent, who sends it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import structlog

from bot.store.access import Access, lock_chat
from bot.store.committer import Cursor
from bot.store.keys import StoreKeyError
from bot.store.leases import RELEASED
from bot.store.records import OutboxMessage

log: Any = structlog.get_logger("transfer_aid.store")

_OVERDUE = 60  # seconds after which a message of ours that nobody is sending counts as overlooked
# A longer wait is not believed after a restart: the clock may have been put back since it was written down. Asking
# too early costs one refusal, which says anew how long to wait.
_LONGEST_WAIT = 600


def enqueue(
    access: Access, cursor: Cursor, chat: bytes, contents: Sequence[Mapping[str, Any]], now: int
) -> tuple[OutboxMessage, ...]:
    """Put messages in the outbox; returns those this process is to send, old ones among them maybe known to it.

    The caller holds the chat's lock. All messages of a chat have one sender. If that one is another process, it gets
    these too; if it has fallen silent, everything becomes ours, and what it left comes first.
    """
    if not contents:
        return ()
    owner, sign = _holder(access, cursor, chat)
    inherited: tuple[OutboxMessage, ...] = ()
    last = access.leases.last_sign(owner, sign) if owner not in (None, access.me) else None
    if last is not None:
        inherited = _seize(access, cursor, chat, last, now)
    elif owner == access.me and access.shared:
        inherited = waiting(access, cursor, chat)  # others may have left us some that we do not know of
    if owner in (None, access.me) or inherited:
        owner, sign = access.me, now + access.lease
    posted = [_add(access, cursor, chat, content, now, owner, sign) for content in contents]
    return (*inherited, *posted) if owner == access.me else ()


def sent(access: Access, cursor: Cursor, done: OutboxMessage, *, look_further: bool) -> tuple[OutboxMessage, ...]:
    """Cross off a message; with `look_further` returns those other processes left for us in the same chat.

    The lock makes it impossible that another process hands us a message just after we looked.
    """
    if look_further:
        lock_chat(access, cursor, done.chat)
    cursor.execute(access.sql.delete_message, {"id": done.id})
    return waiting(access, cursor, done.chat, done.id) if look_further else ()


def waiting(access: Access, cursor: Cursor, chat: bytes, after: int = 0) -> tuple[OutboxMessage, ...]:
    """Our messages that wait for one chat, in order, from number `after` on (not itself)."""
    cursor.execute(access.sql.messages_of_chat, {"chat": chat, "after": after, "me": access.me})
    return _readable(access, ((chat, *row) for row in cursor.fetchall()))


def give_up(access: Access, cursor: Cursor, chat: bytes) -> int:
    """The chat cannot be reached: drop its messages, mark its case; returns how many were dropped."""
    lock_chat(access, cursor, chat)
    cursor.execute(access.sql.delete_messages, {"chat": chat})
    dropped = cursor.rowcount
    cursor.execute(access.sql.unreachable, {"chat": chat, "reachable": False})
    return dropped


def postpone(access: Access, cursor: Cursor, late: OutboxMessage, not_before: int) -> None:
    """Telegram asked to wait: remember it through a restart. Counts as one attempt."""
    cursor.execute(access.sql.postpone_message, {"number": late.id, "not_before": not_before})


def adopt_all(access: Access, cursor: Cursor, now: int) -> tuple[OutboxMessage, ...]:
    """Everything that waits becomes ours, in order; for SQLite, where no other process can be sending."""
    cursor.execute(access.sql.adopt_all, {"me": access.me, "until": now + access.lease})
    cursor.execute(access.sql.all_messages, {})
    return _soon(_readable(access, cursor.fetchall()), now)


def heartbeat(access: Access, cursor: Cursor, now: int) -> None:
    """Renew the lease on what is ours."""
    cursor.execute(access.sql.heartbeat, {"me": access.me, "until": now + access.lease})


def release(access: Access, cursor: Cursor) -> None:
    """Let go of what is ours, for any other process to take at once."""
    cursor.execute(access.sql.heartbeat, {"me": access.me, "until": RELEASED})


def abandoned_chats(access: Access, cursor: Cursor, now: int) -> tuple[bytes, ...]:
    """Chats with messages whose sender has fallen silent (see `bot.store.leases`), or that are ours and overlooked."""
    cursor.execute(access.sql.owners, {})
    silent = access.leases.look((owner, sign) for owner, sign in cursor.fetchall() if owner != access.me)
    chats: dict[bytes, None] = {}
    for owner in silent:
        cursor.execute(access.sql.chats_of_owner, {"owner": owner})
        chats |= dict.fromkeys(bytes(row[0]) for row in cursor.fetchall())
    cursor.execute(access.sql.overlooked, {"me": access.me, "old": now - _OVERDUE, "now": now})
    return tuple(chats | dict.fromkeys(bytes(row[0]) for row in cursor.fetchall()))


def take_over(access: Access, cursor: Cursor, chat: bytes, now: int) -> tuple[OutboxMessage, ...]:
    """The messages of one chat, all of them now ours; nothing if somebody else is sending them after all."""
    lock_chat(access, cursor, chat)
    owner, sign = _holder(access, cursor, chat)
    if owner is None:
        return ()
    last = RELEASED if owner == access.me else access.leases.last_sign(owner, sign)
    return () if last is None else _seize(access, cursor, chat, last, now)


def backlog(access: Access, cursor: Cursor) -> tuple[int, int | None]:
    """How many messages wait, and when the oldest was written."""
    cursor.execute(access.sql.backlog, {})
    count, oldest = cursor.fetchone()
    return count, oldest


def late_chats(access: Access, cursor: Cursor, since: int) -> int:
    """How many chats have a message waiting since that second, or longer."""
    cursor.execute(access.sql.late_chats, {"since": since})
    return int(cursor.fetchone()[0])


def _holder(access: Access, cursor: Cursor, chat: bytes) -> tuple[str | None, int]:
    """Who sends a chat's messages, and the last heartbeat on them."""
    cursor.execute(access.sql.holder, {"chat": chat})
    row = cursor.fetchone()
    return (row[0], row[1]) if row else (None, RELEASED)


def _seize(access: Access, cursor: Cursor, chat: bytes, sign: int, now: int) -> tuple[OutboxMessage, ...]:
    """Make a chat ours, unless its sender gave a heartbeat after this one at the last moment."""
    row = {"chat": chat, "me": access.me, "mine": access.me, "sign": sign, "until": now + access.lease}
    cursor.execute(access.sql.take_over, row)
    return _soon(waiting(access, cursor, chat), now)


def _add(
    access: Access, cursor: Cursor, chat: bytes, content: Mapping[str, Any], now: int, owner: str, sign: int
) -> OutboxMessage:
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    payload = access.cipher.encrypt(plain, b"outbox" + chat)
    row = {"chat": chat, "payload": payload, "now": now, "owner": owner, "until": sign}
    cursor.execute(access.sql.add_message, row)
    return OutboxMessage(cursor.fetchone()[0], chat, content, now)


def _readable(access: Access, rows: Iterable[Any]) -> tuple[OutboxMessage, ...]:
    """Messages from rows of `all_messages`. One that does not open stays where it is, and holds up no other."""
    found = []
    for chat, number, payload, created_at, not_before, attempts in rows:
        key = bytes(chat)
        try:
            content = json.loads(access.cipher.decrypt(bytes(payload), b"outbox" + key))
        except StoreKeyError:
            log.error("message not readable", chat=key[:4].hex(), message=number)  # noqa: TRY400  # its trace says no more
        else:
            found.append(OutboxMessage(number, key, content, created_at, not_before, attempts))
    return tuple(found)


def _soon(messages: Iterable[OutboxMessage], now: int) -> tuple[OutboxMessage, ...]:
    """None of them waits for longer than is believed."""
    latest = now + _LONGEST_WAIT
    return tuple(replace(one, not_before=latest) if one.not_before > latest else one for one in messages)
