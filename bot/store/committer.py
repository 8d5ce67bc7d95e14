"""Group commit: jobs of many chats run in one transaction, on threads of their own.

One commit costs an fsync; sharing it is what makes a durable turn cheap. A job is a function of a cursor. If
a job of a batch raises, the batch is rolled back and its jobs run again one by one, so a job must be safe to run
twice, and a failing one harms only itself; if the database fails, all of them fail. A job's answer is given out
after its commit, never before.

Once the file has shown damage no job touches it any more: writing on could spoil what a backup is compared with.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from bot.store.database import Database
from bot.store.errors import StoreDamagedError, StoreUnavailableError, failure

T = TypeVar("T")


class Cursor(Protocol):
    """What a job needs of a DBAPI cursor; parameters are always named."""

    rowcount: int

    def execute(self, sql: str, parameters: Any = ..., /) -> Any:
        """Run one statement."""

    def fetchone(self) -> Any:
        """The next row, or None."""

    def fetchall(self) -> list[Any]:
        """All rows left."""


Answer = Callable[[Any, BaseException | None], None]


@dataclass(slots=True, eq=False)
class _Job:
    run: Callable[[Cursor], Any]
    order: bytes
    lazy: bool
    answer: Answer
    result: Any = None


class Committer:
    """Runs jobs in transactions, up to `most` to a commit. `threads` is 1 for SQLite, which has one writer."""

    def __init__(self, database: Database, *, threads: int = 1, most: int = 64, linger: float = 0.005) -> None:
        self._database = database
        driver = database.driver
        self._db_error: type[Exception] = driver.Error
        self._mistakes = (driver.ProgrammingError, driver.DataError, driver.IntegrityError, driver.NotSupportedError)
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

    def put(self, run: Callable[[Cursor], Any], answer: Answer, *, order: bytes = b"", lazy: bool = False) -> None:
        """Queue a job from any thread. `order` keeps two processes from locking chats in opposite order.

        A lazy job waits for the next batch, or `linger` seconds. `answer` is called on the committer's thread.
        """
        with self._wake:
            if self._closing:
                raise StoreUnavailableError("the store is closed")
            self._waiting.append(_Job(run, order, lazy, answer))
            self._urgent += not lazy
            self._wake.notify()

    async def do(self, run: Callable[[Cursor], T], *, order: bytes = b"", lazy: bool = False) -> T:
        """Run a job and wait for its commit; its own exception, or StoreUnavailableError."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def settle(result: Any, error: BaseException | None) -> None:
            if future.done():  # the waiter was cancelled; the transaction stands
                return
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)

        def answer(result: Any, error: BaseException | None) -> None:
            loop.call_soon_threadsafe(settle, result, error)

        self.put(run, answer, order=order, lazy=lazy)
        return await future

    def do_now(self, run: Callable[[Cursor], T]) -> T:
        """Run a job and block until its commit, for code without an event loop."""
        done = threading.Event()
        outcome: list[Any] = [None, None]

        def settle(result: Any, error: BaseException | None) -> None:
            outcome[:] = [result, error]
            done.set()

        self.put(run, settle)
        done.wait()
        if outcome[1] is not None:
            raise outcome[1]
        result: T = outcome[0]
        return result

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
        connection: Any = None
        while batch := self._take():
            batch.sort(key=lambda job: job.order)
            connection = self._settle(connection, batch)
            batch.clear()  # nothing that people said stays here while nobody says anything
        if connection is not None:
            connection.close()

    def _settle(self, connection: Any, batch: list[_Job]) -> Any:
        """Commit a batch, or its jobs one by one; returns the connection to go on with (None: make a new one)."""
        error: BaseException | None = self.damage
        if error is None:
            connection, error = self._commit(connection, batch)
        if error is None:
            for job in batch:
                _tell(job, job.result, None)
        elif len(batch) == 1 or isinstance(error, StoreUnavailableError):
            for job in batch:
                _tell(job, None, error)
        else:
            for job in batch:
                connection = self._settle(connection, [job])
        return connection

    def _commit(self, connection: Any, batch: list[_Job]) -> tuple[Any, BaseException | None]:
        try:
            if connection is None:
                connection = self._database.connect()
            cursor = connection.cursor()
            cursor.execute(self._database.begin)
            for job in batch:
                job.result = job.run(cursor)
            cursor.execute("COMMIT")
        except self._mistakes as error:
            return self._roll_back(connection), error
        except self._db_error as error:
            self._abandon(connection)
            failed = failure(error, self._database.file)
            if isinstance(failed, StoreDamagedError):
                self.damage = failed
            return None, failed
        except BaseException as error:  # noqa: BLE001  # handed to whoever waits for the job
            return self._roll_back(connection), error
        return connection, None

    def _roll_back(self, connection: Any) -> Any:
        if connection is None:
            return None
        try:
            connection.cursor().execute("ROLLBACK")
        except self._db_error:
            self._abandon(connection)
            return None
        return connection

    def _abandon(self, connection: Any) -> None:
        if connection is None:
            return
        # Closing alone leaves SQLite's lock in place for as long as any trace of the failed statement is alive.
        with contextlib.suppress(self._db_error):
            connection.cursor().execute("ROLLBACK")
        with contextlib.suppress(self._db_error):
            connection.close()


def _tell(job: _Job, result: Any, error: BaseException | None) -> None:
    """Give a job's answer out. Whoever waited may be gone with its event loop; the thread serves others still."""
    with contextlib.suppress(RuntimeError):
        job.answer(result, error)
