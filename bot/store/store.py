"""The store's front: opens the database, and runs each operation as a job of the committer."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import os
import secrets
import sqlite3
import threading
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

import sqlalchemy as sa

from bot.settings import Settings
from bot.store import cases, maintenance, outbox, reminders
from bot.store.cases import StoredCase, TurnResult
from bot.store.cipher import Cipher, keyed_hash, load_keys
from bot.store.committer import Committer
from bot.store.database import Database, database_at
from bot.store.errors import ROTATING, StoreDamagedError, failure, failure_to_open
from bot.store.leases import RELEASED, Leases
from bot.store.migrations import upgrade
from bot.store.outbox import OutboxMessage
from bot.store.transaction import DAY, StoreContext, Transaction, transaction

T = TypeVar("T")
_THREADS = 2  # that commit side by side on PostgreSQL


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Where and how to store: `url` as in `bot.store.database`, `keys` and `key_file` as in `bot.store.cipher`.

    After `lease` seconds of silence another process may send what one has not; `patience` is the seconds to wait for a
    locked SQLite file.
    """

    url: str = field(repr=False)  # there may be a password in it
    keys: str | None = field(default=None, repr=False)
    key_file: Path | None = None
    lease: int = 20
    patience: float = 5.0

    @classmethod
    def of(cls, settings: Settings, patience: float = 5.0) -> Self:
        """Where the operator's settings say."""
        keys = settings.key.get_secret_value() if settings.key else None
        return cls(settings.store_url, keys=keys, key_file=settings.key_file, patience=patience)


class Store:
    """Durable cases and outbox. Every method is one transaction; StoreUnavailableError means nothing happened."""

    def __init__(self, settings: StoreSettings, steady: Callable[[], float] = time.monotonic) -> None:
        """Open, upgrade the schema, find the keys; `steady` is a clock that never jumps.
        Raises UNUSABLE errors (see `bot.store`), each with a text for the operator.
        """
        self._database = database_at(settings.url, settings.patience)
        file = self._database.file
        own_key_file = file.with_name(file.name + ".key") if file else None
        cipher = Cipher(load_keys(settings.keys, own_key_file, settings.key_file))
        self.shared = file is None
        threads = _THREADS if self.shared else 1
        self._engine, self._index_key = _open(self._database, cipher, threads)
        self.lease = settings.lease
        leases, me = Leases(steady, settings.lease), secrets.token_hex(8)
        self._context = StoreContext(cipher, leases, me, settings.lease, self.shared)
        self._damage_noticed = asyncio.Event()
        self._scrubbing = threading.Lock()
        self._forgotten: set[bytes] = set()  # chats whose last answers are on their way
        self._checked_on = 0
        self._committer = Committer(self._engine, file, threads=threads)

    @property
    def damage(self) -> StoreDamagedError | None:
        """What was found damaged; from then on the database is not touched any more."""
        return self._committer.damage

    async def until_damaged(self) -> None:
        """Wait until damage is found."""
        await self._damage_noticed.wait()

    def chat_key(self, chat_id: int) -> bytes:
        """The keyed hash that stands for a chat, here and in logs."""
        return keyed_hash(self._index_key, str(chat_id).encode())

    def words_key(self, words: str) -> bytes:
        """The keyed hash of a message's words, the same however they are spaced or capitalised."""
        plain = "".join(unicodedata.normalize("NFKC", words).casefold().split())
        return keyed_hash(self._index_key, b"words:" + plain.encode("utf-8", "replace"))

    def member_key(self, chat: bytes, user_id: int) -> bytes:
        """The keyed hash that stands for somebody in a group, another one in each group."""
        return keyed_hash(self._index_key, b"member:" + chat + str(user_id).encode())

    async def turn(
        self, update_id: int, chat: bytes, now: dt.datetime, work: cases.Work, others: Sequence[int] = ()
    ) -> TurnResult:
        """Process one update exactly once, and `others` with it: see `bot.store.cases.settle_turn`.
        What `work` raises comes out here, and nothing was changed.
        """
        updates, moment = (update_id, *others), _seconds(now)
        result = await self.run(chat, lambda tx: cases.settle_turn(tx, updates, chat, moment, work))
        if result.forgot:
            self._forgotten.add(chat)
            await self._scrub()
        return result

    async def run(self, order: bytes, job: Callable[[Transaction], T], *, lazy: bool = False) -> T:
        """One transaction: `job`, `order` and `lazy` as in `bot.store.committer`."""
        try:
            return await self._committer.do(
                lambda connection: job(Transaction(self._context, connection)), order=order, lazy=lazy
            )
        except StoreDamagedError:
            self._damage_noticed.set()
            raise

    async def case(self, chat: bytes) -> StoredCase:
        """The case of a chat."""
        return await self.run(chat, lambda tx: cases.load_case(tx, chat))

    async def count_attempt(self, update_id: int, now: dt.datetime) -> int:
        """Count an attempt at an update before it is made; returns how many there were."""
        return await self.run(b"", lambda tx: cases.count_attempt(tx, update_id, "started", _seconds(now)))

    async def take_attempt_back(self, update_id: int) -> None:
        """Take back the count of an attempt at an update that was cut short and failed at nothing."""
        await self.run(b"", lambda tx: cases.take_attempt_back(tx, update_id))

    async def dead_letter(
        self, update_id: int, error: str, chat: bytes, now: dt.datetime, content: Sequence[Mapping[str, Any]]
    ) -> TurnResult:
        """Give an update up for an error (its class only), with an answer to the person."""
        moment = _seconds(now)
        return await self.run(chat, lambda tx: cases.dead_letter(tx, update_id, error, chat, moment, content))

    async def sent(self, done: OutboxMessage, *, last: bool) -> tuple[OutboxMessage, ...]:
        """Delete a message that was sent; returns messages that other processes left for us in the chat.
        They are looked for after the `last` one known of the chat; then the commit may wait a moment for company.
        """
        look_further = last and self.shared
        more = await self.run(done.chat, lambda tx: outbox.sent(tx, done, look_further=look_further), lazy=last)
        if last and done.chat in self._forgotten:
            self._forgotten.discard(done.chat)
            await self._scrub()
        return more

    async def give_up(self, chat: bytes) -> int:
        """Drop what waits for a chat that cannot be reached."""
        return await self.run(chat, lambda tx: outbox.give_up(tx, chat))

    async def postpone(self, late: OutboxMessage, not_before: dt.datetime) -> None:
        """Remember that a message must wait."""
        await self.run(late.chat, lambda tx: outbox.postpone(tx, late, _seconds(not_before)))

    async def adopt_all(self, now: dt.datetime) -> tuple[OutboxMessage, ...]:
        """All messages that wait, in order, to be sent by this process; not for a shared database."""
        return await self.run(b"", lambda tx: outbox.adopt_all(tx, _seconds(now)))

    async def due_reminders(self, now: dt.datetime) -> tuple[tuple[bytes, int], ...]:
        """Reminders that are due, as chat and number, the oldest first."""
        found: list[tuple[int, int, bytes]] = []
        after: int | None = 0
        while after is not None:
            page, after = await self.run(b"", partial(reminders.due, now=_seconds(now), after=after))
            found += page
        return tuple((chat, number) for _, number, chat in sorted(found))

    async def remind(self, chat: bytes, number: int, now: dt.datetime) -> tuple[OutboxMessage, ...]:
        """Put a due reminder in the outbox, once: see `bot.store.reminders`."""
        return await self.run(chat, lambda tx: reminders.send(tx, chat, number, _seconds(now)))

    async def heartbeat(self, now: dt.datetime) -> None:
        """Renew the lease on what this process is sending."""
        await self.run(b"", lambda tx: outbox.heartbeat(tx, _seconds(now) + self.lease))

    async def release(self) -> None:
        """End the lease: any other process may take what waits at once."""
        await self.run(b"", lambda tx: outbox.heartbeat(tx, RELEASED))

    async def abandoned_chats(self, now: dt.datetime) -> tuple[bytes, ...]:
        """Chats with messages that no process seems to be sending."""
        return await self.run(b"", lambda tx: outbox.abandoned_chats(tx, _seconds(now)))

    async def take_over(self, chat: bytes, now: dt.datetime) -> tuple[OutboxMessage, ...]:
        """Make an abandoned chat's messages ours, and return them."""
        return await self.run(chat, lambda tx: outbox.take_over(tx, chat, _seconds(now)))

    async def backlog(self) -> tuple[int, int | None]:
        """How many messages wait, and the second the oldest was written."""
        return await self.run(b"", outbox.backlog)

    async def late_chats(self, since: dt.datetime) -> int:
        """How many chats have a message waiting since that moment, or longer."""
        return await self.run(b"", lambda tx: outbox.late_chats(tx, _seconds(since)))

    async def purge(self, now: dt.datetime) -> dict[str, int]:
        """Delete what has outlived its time, and its traces. Once a day every row is looked into for its day."""
        purged = await self.run(b"", lambda tx: maintenance.purge(tx, _seconds(now)))
        today = _seconds(now) // DAY
        if today != self._checked_on:
            await self._apart(lambda: maintenance.expire_changed(self._engine, self._context.cipher, today))
            self._checked_on = today
        await self._scrub()
        return purged

    async def _scrub(self) -> None:
        """Remove the traces of deleted rows from the files; if another process reads them, at the next purge."""
        with contextlib.suppress(sqlite3.Error):
            await self._apart(lambda: maintenance.scrub(self._engine))

    async def _apart(self, work: Callable[[], object]) -> None:
        """Run what is no job of the committer on a thread; closing waits for it."""

        def run() -> None:
            with self._scrubbing:
                work()

        await asyncio.to_thread(run)

    async def rotate_keys(self) -> int:
        """Finish a key rotation, after which the older keys may be thrown away; returns how many rows it changed.
        Raises StoreKeyError when a row's key is not given, StoreUnavailableError when the database fails; run it again.
        """
        try:
            return await asyncio.to_thread(maintenance.rotate_keys, self._engine, self._context.cipher)
        except sa.exc.DBAPIError as error:
            raise failure(error, self._database.file, ROTATING) from error

    def close(self) -> None:
        """Finish what is queued and close the database."""
        self._committer.close()
        with self._scrubbing:  # the task that waited for it may have been cancelled
            self._engine.dispose()


def _seconds(moment: dt.datetime) -> int:
    return int(moment.timestamp())


def _open(database: Database, cipher: Cipher, connections: int) -> tuple[sa.Engine, bytes]:
    """An engine on the database, whose schema is this release's, and the key that chat ids are hashed with.
    Raises SchemaError, StoreKeyError, StoreUnavailableError.
    """
    engine = database.open_engine(connections)
    try:
        upgrade(engine, database.file, cipher)
        with transaction(engine) as connection:
            index_key = maintenance.index_key(cipher, connection, secrets.token_bytes(32))
    except BaseException as error:
        engine.dispose()
        if isinstance(error, sa.exc.DBAPIError) and (failed := failure_to_open(error, database.file)):
            raise failed from error
        raise
    if database.file is not None and os.name == "posix":
        database.file.chmod(0o600)
    return engine, index_key
