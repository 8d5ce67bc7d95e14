"""The store's front: opens the database, and runs each operation as a job of the committer."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from bot.store import cases, dead_letters, maintenance, outbox, reminders
from bot.store.cases import StoredCase, TurnResult
from bot.store.cipher import Cipher, chat_key, load_keys, words_key
from bot.store.committer import Committer
from bot.store.context import StoreContext
from bot.store.database import Database, database_at, transaction
from bot.store.errors import StoreDamagedError, cannot_rotate, failure_to_open
from bot.store.leases import Leases
from bot.store.migrations import upgrade
from bot.store.outbox import OutboxMessage

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Where and how to store. `url` as in `bot.store.database`; `keys` a comma-separated list, the current key first.

    Without `keys` an SQLite database gets a key file in its folder. `lifetime_days` counts from the last use of a
    case; `lease` is the seconds of silence after which another process may send what one has not; `patience` the
    seconds to wait for a locked SQLite file; `threads` commit side by side on PostgreSQL.
    """

    url: str = field(repr=False)  # there may be a password in it
    keys: str | None = field(default=None, repr=False)
    key_file: Path | None = None
    lifetime_days: int = 30
    lease: int = 20
    threads: int = 2
    patience: float = 5.0


class Store:
    """Durable cases and outbox. Every method is one transaction; StoreUnavailableError means nothing happened."""

    def __init__(self, settings: StoreSettings, steady: Callable[[], float] = time.monotonic) -> None:
        """Open, upgrade the schema, find the keys; `steady` is a clock that never jumps.

        Raises UNUSABLE errors (see `bot.store`), each with a text for the operator.
        """
        self._database = database_at(settings.url, settings.patience)
        cipher = Cipher(_keys(settings, self._database))
        self.shared = self._database.file is None
        threads = settings.threads if self.shared else 1
        self._engine, self._index_key = _open(self._database, cipher, threads)
        self._context = StoreContext(
            cipher=cipher,
            leases=Leases(steady, settings.lease),
            me=secrets.token_hex(8),
            lease=settings.lease,
            lifetime_days=settings.lifetime_days,
            shared=self.shared,
        )
        self._damage_noticed = asyncio.Event()
        self._scrubbing = threading.Lock()
        self._traces_left = True  # an earlier process may have ended before it could remove them
        self._committer = Committer(self._engine, self._database.file, threads=threads)

    @property
    def lease(self) -> int:
        """For how many seconds what this process is sending stays its own without a heartbeat."""
        return self._context.lease

    @property
    def damage(self) -> StoreDamagedError | None:
        """What was found damaged; from then on the database is not touched any more."""
        return self._committer.damage

    async def until_damaged(self) -> None:
        """Wait until damage is found."""
        await self._damage_noticed.wait()

    def chat_key(self, chat_id: int) -> bytes:
        """The keyed hash that stands for a chat, here and in logs."""
        return chat_key(self._index_key, chat_id)

    async def turn(
        self, update_id: int, chat: bytes, now: dt.datetime, work: cases.Work, others: Sequence[int] = ()
    ) -> TurnResult:
        """Process one update exactly once, and `others` with it: see `bot.store.cases.settle_turn`.

        What `work` raises comes out here, and nothing was changed.
        """
        result = await self._do(chat, cases.settle_turn, (update_id, *others), chat, _seconds(now), work)
        if result.forgot:
            await self._scrub()
        return result

    def words_key(self, words: str) -> bytes:
        """A keyed hash that tells whether the same words were seen before, and nothing else."""
        return words_key(self._index_key, words)

    async def run(self, order: bytes, job: Callable[[StoreContext, sa.Connection], T]) -> T:
        """One transaction on other tables of this database; `job` and `order` as in `bot.store.committer`."""
        return await self._do(order, job)

    async def case(self, chat: bytes) -> StoredCase:
        """The case of a chat."""
        return await self._do(chat, cases.load_case, chat)

    async def count_attempt(self, update_id: int, now: dt.datetime) -> int:
        """Count an attempt at an update before it is made; returns how many there were."""
        return await self._do(b"", dead_letters.count_attempt, update_id, "started", _seconds(now))

    async def dead_letter(
        self, update_id: int, error: str, chat: bytes, now: dt.datetime, content: Sequence[Mapping[str, Any]]
    ) -> TurnResult:
        """Give an update up for an error (its class only), with an answer to the person."""
        return await self._do(chat, dead_letters.dead_letter, (update_id, error), chat, _seconds(now), content)

    async def sent(self, done: OutboxMessage, *, last: bool) -> tuple[OutboxMessage, ...]:
        """Delete a message that was sent; returns messages that other processes left for us in the chat.

        `last` says that no further one is known for the chat: only then others are looked for, and the commit may wait
        a moment for company.
        """
        work = functools.partial(outbox.sent, self._context, look_further=last and self.shared)
        return await self._commit(lambda connection: work(connection, done), order=done.chat, lazy=last)

    async def give_up(self, chat: bytes) -> int:
        """Drop what waits for a chat that cannot be reached."""
        return await self._do(chat, outbox.give_up, chat)

    async def postpone(self, late: OutboxMessage, not_before: dt.datetime) -> None:
        """Remember that a message must wait."""
        await self._do(late.chat, outbox.postpone, late, _seconds(not_before))

    async def adopt_all(self, now: dt.datetime) -> tuple[OutboxMessage, ...]:
        """All messages that wait, in order, to be sent by this process; not for a shared database."""
        return await self._do(b"", outbox.adopt_all, _seconds(now))

    async def due_reminders(self, now: dt.datetime) -> tuple[tuple[bytes, int], ...]:
        """Reminders that are due, as chat and number."""
        return await self._do(b"", reminders.due, _seconds(now))

    async def remind(self, chat: bytes, number: int, now: dt.datetime) -> tuple[OutboxMessage, ...]:
        """Put a due reminder in the outbox, once: see `bot.store.reminders`."""
        return await self._do(chat, reminders.send, chat, number, _seconds(now))

    async def heartbeat(self, now: dt.datetime) -> None:
        """Renew the lease on what this process is sending."""
        await self._do(b"", outbox.heartbeat, _seconds(now))

    async def release(self) -> None:
        """End the lease: any other process may take what waits at once."""
        await self._do(b"", outbox.release)

    async def abandoned_chats(self, now: dt.datetime) -> tuple[bytes, ...]:
        """Chats with messages that no process seems to be sending."""
        return await self._do(b"", outbox.abandoned_chats, _seconds(now))

    async def take_over(self, chat: bytes, now: dt.datetime) -> tuple[OutboxMessage, ...]:
        """Make an abandoned chat's messages ours, and return them."""
        return await self._do(chat, outbox.take_over, chat, _seconds(now))

    async def backlog(self) -> tuple[int, int | None]:
        """How many messages wait, and the second the oldest was written."""
        return await self._do(b"", outbox.backlog)

    async def late_chats(self, since: dt.datetime) -> int:
        """How many chats have a message waiting since that moment, or longer."""
        return await self._do(b"", outbox.late_chats, _seconds(since))

    async def purge(self, now: dt.datetime) -> maintenance.Purged:
        """Delete what has outlived its time, and its traces."""
        purged = await self._do(b"", maintenance.purge, _seconds(now))
        if purged.cases or self._traces_left:
            await self._scrub()
        return purged

    async def _scrub(self) -> None:
        """Remove the traces of deleted rows from the files; if another process reads them, at the next purge."""
        try:
            self._traces_left = not await asyncio.to_thread(self._scrub_now)
        except sqlite3.Error:
            self._traces_left = True

    def _scrub_now(self) -> bool:
        with self._scrubbing:
            return maintenance.scrub(self._engine)

    async def rotate_keys(self) -> int:
        """Finish a key rotation: afterwards the older keys may be thrown away. Returns how many rows were re-encrypted.

        Raises StoreKeyError when a row's key is not given, StoreUnavailableError (with a text for the operator) when
        the database fails; it can be run again.
        """
        try:
            return await asyncio.to_thread(maintenance.rotate_keys, self._engine, self._context.cipher)
        except sa.exc.DBAPIError as error:
            raise cannot_rotate(error, self._database.file) from error

    def close(self) -> None:
        """Finish what is queued and close the database."""
        self._committer.close()
        with self._scrubbing:  # the task that waited for it may have been cancelled
            self._engine.dispose()

    async def _do(
        self,
        order: bytes,
        run: Callable[Concatenate[StoreContext, sa.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        return await self._commit(lambda connection: run(self._context, connection, *args, **kwargs), order=order)

    async def _commit(self, job: Callable[[sa.Connection], T], *, order: bytes, lazy: bool = False) -> T:
        try:
            return await self._committer.do(job, order=order, lazy=lazy)
        except StoreDamagedError:
            self._damage_noticed.set()
            raise


def _seconds(moment: dt.datetime) -> int:
    return int(moment.timestamp())


def _keys(settings: StoreSettings, database: Database) -> Sequence[bytes]:
    """The keys of a store, the current one first; the key file is made when there is none. Raises StoreKeyError."""
    file = database.file
    default = file.with_name(file.name + ".key") if file else None
    return load_keys(settings.keys, settings.key_file or default)


def _open(database: Database, cipher: Cipher, connections: int) -> tuple[sa.Engine, bytes]:
    """An engine on the database, whose schema is this release's, and the key that chat ids are hashed with.

    Raises SchemaError, StoreKeyError, StoreUnavailableError.
    """
    engine = database.open_engine(connections)
    try:
        upgrade(engine, database.file)
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
