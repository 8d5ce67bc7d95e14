"""Group commit: company, order, failure."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store.committer import Committer, Cursor, StoreUnavailable
from bot.store.engine import open_engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = open_engine(sa.make_url(f"sqlite:///{tmp_path / 'x.sqlite3'}"), patience=0.05)
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE t (n INTEGER)")
    yield engine
    engine.dispose()


@pytest.fixture
def committer(engine: sa.Engine) -> Iterator[Committer]:
    committer = Committer(engine)
    yield committer
    committer.close()


def adding(number: int) -> object:
    def job(cursor: Cursor) -> int:
        cursor.execute("INSERT INTO t VALUES (:n)", {"n": number})
        return number

    return job


def rows(engine: sa.Engine) -> list[int]:
    with engine.connect() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT n FROM t ORDER BY rowid")]


async def test_jobs_that_wait_share_a_transaction_and_keep_their_order(engine: sa.Engine, committer: Committer) -> None:
    busy, go = threading.Event(), threading.Event()

    def hold(_cursor: Cursor) -> None:
        busy.set()
        go.wait(5)

    first = asyncio.create_task(committer.do(hold))
    await asyncio.to_thread(busy.wait, 5)
    rest = [asyncio.create_task(committer.do(adding(number))) for number in range(10)]
    await asyncio.sleep(0)
    commits = []
    sa.event.listen(engine, "checkout", lambda *_: commits.append(1))
    go.set()
    assert await asyncio.gather(first, *rest) == [None, *range(10)]
    assert rows(engine) == list(range(10))


async def test_a_failing_job_is_undone_alone(engine: sa.Engine, committer: Committer) -> None:
    def writes_then_fails(cursor: Cursor) -> None:
        cursor.execute("INSERT INTO t VALUES (99)")
        raise ValueError("no")

    jobs = [committer.do(adding(1)), committer.do(writes_then_fails), committer.do(adding(2))]
    results = await asyncio.gather(*jobs, return_exceptions=True)
    assert [results[0], results[2]] == [1, 2]
    assert isinstance(results[1], ValueError)
    assert sorted(rows(engine)) == [1, 2]


async def test_a_mistake_in_sql_is_not_taken_for_an_outage(committer: Committer) -> None:
    with pytest.raises(sqlite3.ProgrammingError):
        await committer.do(lambda cursor: cursor.execute("SELECT :n", {}))


async def test_a_locked_file_is_an_outage_that_ends(engine: sa.Engine, committer: Committer) -> None:
    with engine.connect() as intruder:
        intruder.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="OperationalError SQLITE_BUSY"):
            await committer.do(adding(1))
        intruder.exec_driver_sql("ROLLBACK")
    assert await committer.do(adding(1)) == 1
    assert rows(engine) == [1]


async def test_a_lazy_job_is_committed_without_company_too(engine: sa.Engine, committer: Committer) -> None:
    assert await committer.do(adding(3), lazy=True) == 3
    assert rows(engine) == [3]


async def test_closing_finishes_what_is_queued(engine: sa.Engine) -> None:
    committer = Committer(engine, linger=60)
    waiting = [asyncio.create_task(committer.do(adding(number), lazy=True)) for number in range(5)]
    await asyncio.sleep(0)
    await asyncio.to_thread(committer.close)
    assert await asyncio.gather(*waiting) == list(range(5))
    with pytest.raises(StoreUnavailable):
        await committer.do(adding(9))


async def test_a_waiter_that_is_cancelled_does_not_take_the_transaction_with_it(
    engine: sa.Engine, committer: Committer
) -> None:
    task = asyncio.create_task(committer.do(adding(4), lazy=True))
    await asyncio.sleep(0)
    task.cancel()
    await committer.do(adding(5))
    assert rows(engine) == [4, 5]
