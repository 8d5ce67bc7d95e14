"""Group commit: jobs of many chats run in one transaction, on threads of their own.

One commit costs an fsync; sharing it is what makes a durable turn cheap. A job is a function of a connection in a
transaction. If a job of a batch raises, the batch is rolled back and its jobs run again one by one, so a job must be
safe to run twice, and a failing one harms only itself; if the database fails, all of them fail. A job's answer is given
out after its commit, never before.

Once the file has shown damage no job touches it any more: writing on could spoil what a backup is compared with.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from bot.store.errors import STATEMENT_ERRORS, StoreDamagedError, StoreUnavailableError, failure
from bot.store.transaction import transaction

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class _Job:
    run: Callable[[sa.Connection], Any]
    order: bytes
    lazy: bool
    answer: Future[Any] = field(default_factory=Future)
    result: Any = None


class Committer:
    """Runs jobs in transactions, up to `most` to a commit. `threads` is 1 for SQLite, which has one writer."""

    def __init__(
        self, engine: sa.Engine, file: Path | None, *, threads: int = 1, most: int = 64, linger: float = 0.005
    ) -> None:
        """`file` is the database's, None for a server; `linger` is the seconds a lazy job waits for company."""
        self._engine = engine
        self._file = file
        self._most = most
        self._linger = linger
        self._waiting: deque[_Job] = deque()
        self._urgent = 0
        self._wake = threading.Condition()
        self._closing = False
        self.damage: StoreDamagedError | None = None
        self._threads = [threading.Thread(target=self._serve, name=f"store-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    def put(self, run: Callable[[sa.Connection], T], *, order: bytes = b"", lazy: bool = False) -> Future[T]:
        """Queue a job from any thread; its answer cannot be cancelled, for the transaction stands.

        `order` keeps two processes from locking chats in opposite order. A lazy job waits for the next batch, or
        `linger` seconds.
        """
        job = _Job(run, order, lazy)
        job.answer.set_running_or_notify_cancel()
        with self._wake:
            if self._closing:
                raise StoreUnavailableError("the store is closed")
            self._waiting.append(job)
            self._urgent += not lazy
            self._wake.notify()
        return job.answer

    async def do(self, run: Callable[[sa.Connection], T], *, order: bytes = b"", lazy: bool = False) -> T:
        """Run a job and wait for its commit; its own exception, or StoreUnavailableError."""
        return await asyncio.wrap_future(self.put(run, order=order, lazy=lazy))

    def close(self) -> None:
        """Finish what is queued, then stop the threads."""
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        for thread in self._threads:
            thread.join()

    def _take(self) -> list[_Job]:
        with self._wake:
            while not self._waiting and not self._closing:
                self._wake.wait()
            if not self._urgent and not self._closing:
                self._wake.wait_for(lambda: self._urgent or self._closing, timeout=self._linger)
            batch = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
            self._urgent -= sum(not job.lazy for job in batch)
            return batch

    def _serve(self) -> None:
        while batch := self._take():
            batch.sort(key=lambda job: job.order)
            self._settle(batch)
            batch.clear()  # nothing that people said stays in memory while no job comes

    def _settle(self, batch: list[_Job]) -> None:
        """Commit a batch, or its jobs one by one, and give the answers out."""
        error = self.damage or self._commit(batch)
        if error is None:
            for job in batch:
                job.answer.set_result(job.result)
        elif len(batch) == 1 or isinstance(error, StoreUnavailableError):
            for job in batch:
                job.answer.set_exception(error)
        else:
            for job in batch:
                self._settle([job])

    def _commit(self, batch: list[_Job]) -> BaseException | None:
        try:
            with transaction(self._engine) as connection:
                for job in batch:
                    job.result = job.run(connection)
        except STATEMENT_ERRORS as error:
            return error
        except sa.exc.DBAPIError as error:
            failed = failure(error, self._file)
            if isinstance(failed, StoreDamagedError):
                self.damage = failed
            return failed
        except BaseException as error:  # noqa: BLE001  # handed to the job's caller
            return error
        return None
