"""The outbox: messages that wait to be sent, who sends them, what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
import structlog

from bot.store.errors import StoreKeyError
from bot.store.leases import RELEASED
from bot.store.schema import cases, outbox
from bot.store.transaction import Transaction, last_day

log: Any = structlog.get_logger("transfer_aid.store")

_OVERDUE = 60  # seconds after which a message of ours that is not being sent counts as overlooked
# A longer wait is not believed after a restart: the clock may have been put back since it was written down. Asking
# too early costs one refusal, which says how long to wait.
_LONGEST_WAIT = 600
_PAGE = 500  # chats looked at in one go

p = sa.bindparam
_READ = ("id", "chat", "recipient", "payload", "created_at", "not_before", "attempts")
_ALL = sa.select(*(outbox.c[name] for name in _READ)).order_by(outbox.c.id)
_OF_CHAT = _ALL.where(outbox.c.chat == p("chat"), outbox.c.id > p("after"), outbox.c.owner == p("me"))

# One by one: a turn has one to three messages, and an INSERT of several that returns its ids costs more CPU than
# three of one (measured: decision 0010).
_ADD = sa.insert(outbox)
_DELETE = sa.delete(outbox).where(outbox.c.id == p("id"))
_DELETE_OF_CHAT = sa.delete(outbox).where(outbox.c.chat == p("chat"))
_POSTPONE = (
    sa.update(outbox).where(outbox.c.id == p("number")).values(not_before=p("moment"), attempts=outbox.c.attempts + 1)
)
_ADOPT_ALL = sa.update(outbox).values(owner=p("me"), owned_until=p("until"))
_HEARTBEAT = sa.update(outbox).where(outbox.c.owner == p("me")).values(owned_until=p("until"))
_OWNERS = sa.select(outbox.c.owner, sa.func.max(outbox.c.owned_until)).group_by(outbox.c.owner)
_OWNER_OF_CHAT = _OWNERS.where(outbox.c.chat == p("chat"))
_CHATS_OF_OWNER = sa.select(outbox.c.chat).where(outbox.c.owner == p("owner")).distinct()
# Our own, written long ago, or in the future: then the clock has been put back.
_OVERLOOKED = (
    sa.select(outbox.c.chat)
    .where(outbox.c.owner == p("me"), sa.or_(outbox.c.created_at < p("old"), outbox.c.created_at > p("now")))
    .distinct()
    .limit(_PAGE)
)
_SEIZE = (
    sa.update(outbox)
    .where(outbox.c.chat == p("of_chat"), sa.or_(outbox.c.owned_until <= p("heartbeat"), outbox.c.owner == p("me")))
    .values(owner=p("me"), owned_until=p("until"))
)
_BACKLOG = sa.select(sa.func.count(), sa.func.min(outbox.c.created_at)).select_from(outbox)
_LATE_CHATS = sa.select(sa.func.count(sa.distinct(outbox.c.chat))).where(outbox.c.created_at <= p("since"))
_UNREACHABLE = sa.update(cases).where(cases.c.chat == p("of_chat")).values(reachable=False)


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """One message of the outbox: number, chat's key, content with the `chat_id`, the second it was written."""

    id: int
    chat: bytes
    content: Mapping[str, Any]
    created_at: int
    not_before: int = 0
    attempts: int = 0


def enqueue(tx: Transaction, chat: bytes, contents: Sequence[Mapping[str, Any]], now: int) -> tuple[OutboxMessage, ...]:
    """Put messages in the outbox; returns those this process is to send, some of which it may know already.

    The caller holds the chat's lock. A chat has one sender, perhaps another process; if its lease has expired, all it
    left becomes ours and comes first.
    """
    if not contents:
        return ()
    owner, beat = _owner(tx, chat)
    inherited: tuple[OutboxMessage, ...] = ()
    expired = tx.context.leases.expired(owner, beat) if owner not in (None, tx.context.me) else None
    if expired is not None:
        inherited = _seize(tx, chat, expired, now)
    elif owner == tx.context.me and tx.context.shared:
        inherited = waiting(tx, chat)  # others may have left us some that we do not know of
    if owner in (None, tx.context.me) or inherited:
        owner, beat = tx.context.me, now + tx.context.lease
    day = last_day(now)
    added: list[OutboxMessage] = []
    for content in contents:
        said = {name: value for name, value in content.items() if name != "chat_id"}
        row = {
            "chat": chat,
            "recipient": tx.encrypt_recipient(content["chat_id"], chat),
            "payload": tx.encrypt(said, b"outbox", chat, day),
            "created_at": now,
            "owner": owner,
            "owned_until": beat,
        }
        key = tx.execute(_ADD, row).inserted_primary_key
        assert key is not None  # noqa: S101  # an INSERT of one row has it, on both databases
        added.append(OutboxMessage(key[0], chat, content, now))
    return (*inherited, *added) if owner == tx.context.me else ()


def sent(tx: Transaction, done: OutboxMessage, *, look_further: bool) -> tuple[OutboxMessage, ...]:
    """Delete a message that was sent; with `look_further` returns those other processes left for us in its chat."""
    if look_further:
        tx.lock(done.chat)  # so that none hands us a message just after we looked
    tx.execute(_DELETE, {"id": done.id})
    return waiting(tx, done.chat, done.id) if look_further else ()


def waiting(tx: Transaction, chat: bytes, after: int = 0) -> tuple[OutboxMessage, ...]:
    """Our messages that wait for one chat, in order, from number `after` on (not itself)."""
    rows = tx.execute(_OF_CHAT, {"chat": chat, "after": after, "me": tx.context.me})
    return _readable(tx, rows)


def discard(tx: Transaction, chat: bytes) -> int:
    """Delete all messages of a chat, whichever process sends them; returns how many."""
    return tx.execute(_DELETE_OF_CHAT, {"chat": chat}).rowcount


def give_up(tx: Transaction, chat: bytes) -> int:
    """The chat cannot be reached: delete its messages, mark its case; returns how many were deleted."""
    tx.lock(chat)
    dropped = discard(tx, chat)
    tx.execute(_UNREACHABLE, {"of_chat": chat})
    return dropped


def postpone(tx: Transaction, late: OutboxMessage, not_before: int) -> None:
    """Telegram asked to wait: remember it through a restart. Counts as one attempt."""
    tx.execute(_POSTPONE, {"number": late.id, "moment": not_before})


def adopt_all(tx: Transaction, now: int) -> tuple[OutboxMessage, ...]:
    """Everything that waits becomes ours, in order; for SQLite, where no other process can be sending."""
    tx.execute(_ADOPT_ALL, {"me": tx.context.me, "until": now + tx.context.lease})
    return _soon(_readable(tx, tx.execute(_ALL)), now)


def heartbeat(tx: Transaction, until: int) -> None:
    """Renew the lease on what is ours until that second; RELEASED ends it, for any other process to take at once."""
    tx.execute(_HEARTBEAT, {"me": tx.context.me, "until": until})


def abandoned_chats(tx: Transaction, now: int) -> tuple[bytes, ...]:
    """Chats with messages whose sender's lease has expired (`bot.store.leases`), or that are ours and overlooked."""
    others = [(owner, beat) for owner, beat in tx.execute(_OWNERS) if owner != tx.context.me]
    chats: dict[bytes, None] = {}
    for owner in tx.context.leases.observe(others):
        chats |= dict.fromkeys(tx.execute(_CHATS_OF_OWNER, {"owner": owner}).scalars())
    overlooked = tx.execute(_OVERLOOKED, {"me": tx.context.me, "old": now - _OVERDUE, "now": now}).scalars()
    return tuple(chats | dict.fromkeys(overlooked))


def take_over(tx: Transaction, chat: bytes, now: int) -> tuple[OutboxMessage, ...]:
    """The messages of one chat, all of them now ours; nothing if another process is sending them after all."""
    tx.lock(chat)
    owner, beat = _owner(tx, chat)
    if owner is None:
        return ()
    expired = RELEASED if owner == tx.context.me else tx.context.leases.expired(owner, beat)
    return () if expired is None else _seize(tx, chat, expired, now)


def backlog(tx: Transaction) -> tuple[int, int | None]:
    """How many messages wait, and when the oldest was written (seconds)."""
    count, oldest = tx.execute(_BACKLOG).one()
    return count, oldest


def late_chats(tx: Transaction, since: int) -> int:
    """How many chats have a message waiting since that second, or longer."""
    return int(tx.execute(_LATE_CHATS, {"since": since}).scalar_one())


def _owner(tx: Transaction, chat: bytes) -> tuple[str | None, int]:
    """Who sends a chat's messages, and the last heartbeat on them."""
    row = tx.execute(_OWNER_OF_CHAT, {"chat": chat}).first()
    return (row[0], row[1]) if row else (None, RELEASED)


def _seize(tx: Transaction, chat: bytes, beat: int, now: int) -> tuple[OutboxMessage, ...]:
    """Make a chat ours, unless its sender sent a heartbeat after this one at the last moment."""
    row = {"of_chat": chat, "me": tx.context.me, "heartbeat": beat, "until": now + tx.context.lease}
    tx.execute(_SEIZE, row)
    return _soon(waiting(tx, chat), now)


def _readable(tx: Transaction, rows: Iterable[Any]) -> tuple[OutboxMessage, ...]:
    """Messages from rows of `_ALL`. One that does not decrypt stays where it is, and holds up no other."""
    found = []
    for number, chat, recipient, payload, *rest in rows:
        try:
            content = {"chat_id": tx.decrypt_recipient(recipient, chat), **tx.decrypt(payload, b"outbox", chat)}
            found.append(OutboxMessage(number, chat, content, *rest))
        except StoreKeyError as error:
            log.error("message not readable", chat=chat[:4].hex(), message=number, error=str(error))  # noqa: TRY400  # its trace says no more
    return tuple(found)


def _soon(messages: Iterable[OutboxMessage], now: int) -> tuple[OutboxMessage, ...]:
    """None of them waits for longer than is believed."""
    latest = now + _LONGEST_WAIT
    return tuple(replace(one, not_before=latest) if one.not_before > latest else one for one in messages)
