"""A database that fails under a running bot: people wait, or the process ends with a word; no update is lost."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import main
from bot.store import StoreDamagedError
from tests import PATIENCE
from tests.bot.store.test_damage import spoil
from tests.bot.telegram.conftest import Bench
from tests.telegram_double import Person
from tests.telegram_double.double import TOKEN


async def used(bench: Bench) -> None:
    """A bot has run, and somebody has got to the second question."""
    ming = bench.double.person(1001)
    async with bench.bot():
        for words in ("/start", "no"):
            await ming.says(words)
        for _ in range(3):
            await ming.sees()


async def test_damage_ends_the_process_and_what_was_not_taken_waits_for_the_backup(
    bench: Bench, tmp_path: Path
) -> None:
    await used(bench)
    ming, backup = bench.double.person(1001), tmp_path / "backup"
    before = len(ming.history)
    shutil.copy(bench.database, backup)
    spoil(bench.database, "cases")
    await ming.says("code")
    with pytest.raises(StoreDamagedError, match="SQLITE_CORRUPT"):
        await bench.until_it_ends()
    assert len(bench.double.unacknowledged) == 1
    assert len(ming.history) == before
    shutil.copy(backup, bench.database)
    async with bench.bot():
        await bench.double.until(lambda: len(ming.history) > before)
    assert ming.history[-1].text == "转了多少钱？"
    assert bench.double.unacknowledged == []


async def test_damage_found_by_a_job_ends_it_too(bench: Bench) -> None:
    with pytest.raises(StoreDamagedError):
        await damaged_in_use(bench, bench.double.person(1001), "planned_reminders", lambda: bench.clock.advance(31))


async def test_damage_to_a_page_while_the_bot_runs_ends_it(bench: Bench) -> None:
    ming = bench.double.person(1001)

    with pytest.raises(StoreDamagedError):
        await damaged_in_use(bench, ming, "cases", lambda: ming.says("no"))
    assert len(bench.double.unacknowledged) == 1


async def damaged_in_use(bench: Bench, ming: Person, table: str, then: Callable[[], Awaitable[object]]) -> None:
    """A bot that has answered, its file spoilt at a table, and what happens then, until it ends."""
    async with asyncio.timeout(PATIENCE), bench.bot() as running:
        await ming.says("/help")
        await ming.sees()
        spoil_in_use(bench.database, table)
        await then()
        await asyncio.wait((running,))


def spoil_in_use(file: Path, table: str) -> None:
    """Empty the log into the file, spoil it, and make those who have it open look at it again."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() != (0, 0, 0):
            pass  # the bot's thread is writing: the log would still show whole pages over the spoilt ones
        spoil(file, table)
        connection.execute("PRAGMA user_version = 1")


@pytest.mark.calendar
def test_the_command_says_it_and_exits_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cases.sqlite3"
    file.write_bytes(b"not a database " * 1000)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRANSFER_AID_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("TRANSFER_AID_DATABASE_URL", f"sqlite:///{file}")
    assert main(["telegram"]) == 1
    said = capsys.readouterr().err
    assert "The database file is damaged (DatabaseError SQLITE_NOTADB)" in said
    assert "backup" in said
    assert "Traceback" not in said
    assert file.read_bytes().startswith(b"not a database")
