"""Group commit: company, order, failure."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.store.committer import Committer, Cursor, StoreUnavailableError
from bot.store.database import SqliteFile


@pytest.fixture
def database(tmp_path: Path) -> SqliteFile:
    database = SqliteFile(tmp_path / "x.sqlite3", patience=0.05)
    with closing(database.connect()) as connection:
        connection.execute("CREATE TABLE t (n INTEGER)")
    return database


@pytest.fixture
def committer(database: SqliteFile) -> Iterator[Committer]:
    committer = Committer(database)
    yield committer
    committer.close()


def adding(number: int) -> object:
    def job(cursor: Cursor) -> int:
        cursor.execute("INSERT INTO t VALUES (:n)", {"n": number})
        return number

    return job


def rows(database: SqliteFile) -> list[int]:
    with closing(database.connect()) as connection:
        return [row[0] for row in connection.execute("SELECT n FROM t ORDER BY rowid")]


async def test_jobs_that_wait_share_a_transaction_and_keep_their_order(
    database: SqliteFile, committer: Committer
) -> None:
    busy, go, said = threading.Event(), threading.Event(), list[str]()

    def hold(cursor: Any) -> None:
        cursor.connection.set_trace_callback(said.append)
        busy.set()
        go.wait(5)

    first = asyncio.create_task(committer.do(hold))
    await asyncio.to_thread(busy.wait, 5)
    rest = [asyncio.create_task(committer.do(adding(number))) for number in range(10)]
    await asyncio.sleep(0)
    go.set()
    assert await asyncio.gather(first, *rest) == [None, *range(10)]
    assert rows(database) == list(range(10))
    assert [sql for sql in said if "INSERT" not in sql] == ["COMMIT", "BEGIN IMMEDIATE", "COMMIT"]


async def test_a_failing_job_is_undone_alone(database: SqliteFile, committer: Committer) -> None:
    def writes_then_fails(cursor: Cursor) -> None:
        cursor.execute("INSERT INTO t VALUES (99)")
        raise ValueError("no")

    jobs = [committer.do(adding(1)), committer.do(writes_then_fails), committer.do(adding(2))]
    results = await asyncio.gather(*jobs, return_exceptions=True)
    assert [results[0], results[2]] == [1, 2]
    assert isinstance(results[1], ValueError)
    assert sorted(rows(database)) == [1, 2]


async def test_a_mistake_in_sql_is_not_taken_for_an_outage(committer: Committer) -> None:
    with pytest.raises(sqlite3.ProgrammingError):
        await committer.do(lambda cursor: cursor.execute("SELECT :n", {}))


async def test_a_locked_file_is_an_outage_that_ends(database: SqliteFile, committer: Committer) -> None:
    with closing(database.connect()) as intruder:
        intruder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailableError, match="OperationalError SQLITE_BUSY"):
            await committer.do(adding(1))
        intruder.execute("ROLLBACK")
    assert await committer.do(adding(1)) == 1
    assert rows(database) == [1]


async def test_a_lazy_job_is_committed_without_company_too(database: SqliteFile, committer: Committer) -> None:
    assert await committer.do(adding(3), lazy=True) == 3
    assert rows(database) == [3]


async def test_closing_finishes_what_is_queued(database: SqliteFile) -> None:
    committer = Committer(database, linger=60)
    waiting = [asyncio.create_task(committer.do(adding(number), lazy=True)) for number in range(5)]
    await asyncio.sleep(0)
    await asyncio.to_thread(committer.close)
    assert await asyncio.gather(*waiting) == list(range(5))
    with pytest.raises(StoreUnavailableError):
        await committer.do(adding(9))


async def test_a_waiter_that_is_cancelled_does_not_take_the_transaction_with_it(
    database: SqliteFile, committer: Committer
) -> None:
    task = asyncio.create_task(committer.do(adding(4), lazy=True))
    await asyncio.sleep(0)
    task.cancel()
    await committer.do(adding(5))
    assert rows(database) == [4, 5]
