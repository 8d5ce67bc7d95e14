"""Group commit: company, order, failure."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store import StoreUnavailableError
from bot.store.committer import Committer
from bot.store.database import SqliteFile

numbers = sa.Table("t", sa.MetaData(), sa.Column("n", sa.Integer))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = SqliteFile(tmp_path / "x.sqlite3", patience=0.05).open_engine()
    numbers.create(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def committer(engine: sa.Engine) -> Iterator[Committer]:
    committer = Committer(engine, None)
    yield committer
    committer.close()


def adding(number: int) -> Callable[[sa.Connection], int]:
    def job(connection: sa.Connection) -> int:
        connection.execute(sa.insert(numbers), {"n": number})
        return number

    return job


def rows(engine: sa.Engine) -> list[int]:
    with engine.connect() as connection:
        return list(connection.scalars(sa.select(numbers.c.n).order_by(sa.text("rowid"))))


async def test_jobs_that_wait_share_a_transaction_and_keep_their_order(engine: sa.Engine, committer: Committer) -> None:
    busy, go, said = threading.Event(), threading.Event(), list[str]()

    def hold(connection: sa.Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.set_trace_callback(said.append)
        busy.set()
        go.wait(5)

    first = asyncio.create_task(committer.do(hold))
    await asyncio.to_thread(busy.wait, 5)
    rest = [asyncio.create_task(committer.do(adding(number))) for number in range(10)]
    await asyncio.sleep(0)
    go.set()
    assert await asyncio.gather(first, *rest) == [None, *range(10)]
    assert [sql for sql in said if "INSERT" not in sql] == ["COMMIT", "BEGIN IMMEDIATE", "COMMIT"]
    assert rows(engine) == list(range(10))


async def test_a_failing_job_is_undone_alone(engine: sa.Engine, committer: Committer) -> None:
    def writes_then_fails(connection: sa.Connection) -> None:
        connection.execute(sa.insert(numbers), {"n": 99})
        raise ValueError("no")

    jobs = [committer.do(adding(1)), committer.do(writes_then_fails), committer.do(adding(2))]
    results = await asyncio.gather(*jobs, return_exceptions=True)
    assert [results[0], results[2]] == [1, 2]
    assert isinstance(results[1], ValueError)
    assert sorted(rows(engine)) == [1, 2]


async def test_a_mistake_in_sql_is_not_taken_for_an_outage(committer: Committer) -> None:
    with pytest.raises(sa.exc.ProgrammingError):
        await committer.do(lambda connection: connection.exec_driver_sql("SELECT ?", (1, 2)))
    with pytest.raises(sa.exc.StatementError):
        await committer.do(lambda connection: connection.execute(sa.select(sa.bindparam("n")), {}))


async def test_a_locked_file_is_an_outage_that_ends(engine: sa.Engine, committer: Committer) -> None:
    with engine.connect() as intruder:
        intruder.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailableError, match="OperationalError SQLITE_BUSY"):
            await committer.do(adding(1))
        intruder.rollback()
    assert await committer.do(adding(1)) == 1
    assert rows(engine) == [1]


async def test_a_lazy_job_is_committed_without_company_too(engine: sa.Engine, committer: Committer) -> None:
    assert await committer.do(adding(3), lazy=True) == 3
    assert rows(engine) == [3]


async def test_closing_finishes_what_is_queued(engine: sa.Engine) -> None:
    committer = Committer(engine, None, linger=60)
    waiting = [asyncio.create_task(committer.do(adding(number), lazy=True)) for number in range(5)]
    await asyncio.sleep(0)
    await asyncio.to_thread(committer.close)
    assert await asyncio.gather(*waiting) == list(range(5))
    with pytest.raises(StoreUnavailableError):
        await committer.do(adding(9))


async def test_a_waiter_that_is_cancelled_does_not_take_the_transaction_with_it(
    engine: sa.Engine, committer: Committer
) -> None:
    task = asyncio.create_task(committer.do(adding(4), lazy=True))
    await asyncio.sleep(0)
    task.cancel()
    await committer.do(adding(5))
    assert rows(engine) == [4, 5]
