"""A damaged SQLite file: said plainly, kept as it is, never replaced by an empty one."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store import Outcome, Store, StoreDamagedError, StoreKeyError, StoreSettings, StoreUnavailableError
from bot.store.cipher import make_key
from bot.store.committer import Committer
from bot.store.database import SqliteFile
from bot.store.schema import metadata
from tests import PATIENCE
from tests.bot.store.shared import NOW, connected, counting

PAGE = 4096
KEY = make_key()


def opened(file: Path, **changed: object) -> Store:
    return Store(StoreSettings(url=f"sqlite:///{file}", keys=KEY, **changed))  # type: ignore[arg-type]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database that has been used, and is closed."""
    file = tmp_path / "cases.sqlite3"
    store = opened(file)
    asyncio.run(store.backlog())
    store.close()
    return file


def spoil(file: Path, *tables: str) -> None:
    """Write rubbish over the first page of tables and of their indexes."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        sql = "SELECT rootpage FROM sqlite_master WHERE tbl_name = ? AND rootpage > 0"
        pages = [row[0] for table in tables for row in connection.execute(sql, (table,))]
    with file.open("r+b") as out:
        for page in pages:
            out.seek((page - 1) * PAGE)
            out.write(b"\xa5" * PAGE)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "overwritten": lambda file: file.write_bytes(b"not a database " * 1000),
    "zeroed": lambda file: file.write_bytes(bytes(file.stat().st_size)),
    "cut in the middle": lambda file: file.write_bytes(file.read_bytes()[: 5 * PAGE]),
    "cut after its first page": lambda file: file.write_bytes(file.read_bytes()[:PAGE]),
    "cut in its first page": lambda file: file.write_bytes(file.read_bytes()[:100]),
    "empty": lambda file: file.write_bytes(b""),
    "spoilt schema": lambda file: spoil(file, "alembic_version"),
    "spoilt keyring": lambda file: spoil(file, "keyring"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_not_opened_and_not_touched(file: Path, damage: str) -> None:
    DAMAGES[damage](file)
    before = file.read_bytes()
    with pytest.raises(StoreDamagedError) as caught:
        opened(file)
    assert file.read_bytes() == before
    for words in ("damaged", str(file), "neither deleted", "backup", "24 hours"):
        assert words in str(caught.value)
    assert "sqlalche" not in str(caught.value)
    assert str(file) not in caught.value.reason


def test_a_log_without_its_file_is_not_thrown_away(file: Path) -> None:
    log = file.with_name(file.name + "-wal")
    log.write_bytes(b"x" * 100)
    file.unlink()
    with pytest.raises(StoreDamagedError):
        opened(file)
    assert log.read_bytes() == b"x" * 100
    assert not file.exists()


def test_a_backup_in_its_place_is_all_it_takes(file: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    shutil.copy(file, backup)
    file.write_bytes(b"")
    with pytest.raises(StoreDamagedError):
        opened(file)
    shutil.copy(backup, file)
    opened(file).close()


async def test_damage_found_later_stops_all_work_and_says_so(file: Path) -> None:
    spoil(file, "cases")
    store = opened(file)
    try:
        noticed = asyncio.create_task(store.until_damaged())
        assert await store.count_attempt(9, NOW) == 1  # so far nothing has touched it
        with pytest.raises(StoreDamagedError, match="SQLITE_CORRUPT"):
            await store.turn(1, store.chat_key(5), NOW, counting)
        await asyncio.wait_for(noticed, PATIENCE)
        with pytest.raises(StoreUnavailableError):  # so that nobody takes an update for settled
            await store.count_attempt(9, NOW)
    finally:
        store.close()
    with contextlib.closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM seen_updates").fetchone() == (0,)


async def test_what_was_committed_before_the_damage_can_be_read(file: Path) -> None:
    store = opened(file)
    await store.count_attempt(9, NOW)
    store.close()
    spoil(file, "cases")
    store = opened(file)
    with pytest.raises(StoreDamagedError):
        await store.turn(1, store.chat_key(5), NOW, counting)
    store.close()
    with contextlib.closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT attempts FROM set_aside").fetchall() == [(1,)]


async def test_a_value_that_does_not_open_harms_its_chat_only_and_can_be_forgotten(tmp_path: Path) -> None:
    store = opened(tmp_path / "cases.sqlite3")
    chat, other = store.chat_key(5), store.chat_key(6)
    await store.turn(1, chat, NOW, counting)
    await store.turn(2, other, NOW, counting)
    cases = metadata.tables["cases"]
    with connected(store) as connection:
        connection.execute(sa.update(cases).where(cases.c.chat == chat).values(body=b"spoilt"))
    with pytest.raises(StoreKeyError):
        await store.turn(3, chat, NOW, counting)
    assert (await store.turn(4, other, NOW, counting)).fresh
    settled = await store.turn(5, chat, NOW, lambda _stored: Outcome(forget=True))
    assert settled.forgot
    assert (await store.case(chat)).created_at == 0
    store.close()


def test_a_locked_database_is_said_plainly_at_the_start(tmp_path: Path) -> None:
    file = tmp_path / "cases.sqlite3"
    opened(file).close()
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as intruder:
        intruder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailableError, match=r"cannot be opened \(OperationalError SQLITE_BUSY\)") as caught:
            opened(file, patience=0.01)
        assert not isinstance(caught.value, StoreDamagedError)
        intruder.execute("ROLLBACK")
    opened(file).close()


def test_a_server_that_is_not_there_is_said_plainly_without_its_address() -> None:
    with pytest.raises(StoreUnavailableError, match="PostgreSQL") as caught:
        Store(StoreSettings(url="postgresql://somebody:secret@127.0.0.1:1/cases", keys=KEY))
    assert "somebody" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_new_file_is_whole_and_its_owners_from_the_first_moment(tmp_path: Path) -> None:
    file = tmp_path / "cases.sqlite3"
    SqliteFile(file).ensure_there()
    assert file.stat().st_size >= PAGE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["cases.sqlite3"]
    with contextlib.closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA auto_vacuum").fetchone() == (2,)


def test_a_waiter_whose_loop_is_gone_does_not_end_the_committer(tmp_path: Path) -> None:
    engine = SqliteFile(tmp_path / "x.sqlite3").open_engine()
    committer = Committer(engine, None)
    held, go = threading.Event(), threading.Event()

    def hold(_connection: object) -> None:
        held.set()
        go.wait(5)

    async def leave() -> None:
        waiting = asyncio.ensure_future(committer.do(hold))
        await asyncio.to_thread(held.wait, 5)
        waiting.cancel()

    asyncio.run(leave())
    go.set()
    assert asyncio.run(committer.do(lambda _connection: 7)) == 7
    committer.close()
    engine.dispose()


@pytest.mark.parametrize("error", [RuntimeError("x"), sqlite3.OperationalError("unable to open database file")])
def test_a_connection_that_cannot_be_made_does_not_end_it_either(tmp_path: Path, error: Exception) -> None:
    engine = SqliteFile(tmp_path / "x.sqlite3").open_engine()
    committer = Committer(engine, None)

    def fail(*_: object) -> None:
        raise error

    sa.event.listen(engine, "do_connect", fail)
    with pytest.raises((RuntimeError, StoreUnavailableError)):
        asyncio.run(committer.do(lambda _connection: 7))
    sa.event.remove(engine, "do_connect", fail)
    assert asyncio.run(committer.do(lambda _connection: 7)) == 7
    committer.close()
    engine.dispose()
