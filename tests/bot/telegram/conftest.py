"""A bot on the double: start it, talk, stop it, start another on the same database."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from bot.store import Store, StoreSettings
from bot.telegram.app import Service, TelegramSettings, run_polling
from bot.telegram.bot import PollingSettings
from bot.telegram.outbox import Rate
from bot.telegram.processor import Quiet
from tests import PATIENCE
from tests.bot.telegram.small_dialog import WORDS, take_turn
from tests.telegram_double import FakeClock, TelegramDouble
from tests.telegram_double.double import TOKEN


@dataclass
class Bench:
    """The double, a clock and a database; `bot()` runs a bot on them."""

    double: TelegramDouble
    clock: FakeClock
    database: Path
    expected_refusals: list[str] = field(default_factory=list)

    @property
    def settings(self) -> TelegramSettings:
        return TelegramSettings(
            token=TOKEN,
            api_url=self.double.url,
            store=StoreSettings(url=f"sqlite:///{self.database}", patience=0.05),
            timeout=PATIENCE,
            overall=Rate(every=0.001, burst=1000),
            polling=PollingSettings(wait=30, again=0.01),
            quiet=Quiet(after=0, longest=0),  # the window is tested in test_together.py
        )

    @contextlib.asynccontextmanager
    async def bot(self, dialog: Any = take_turn, **more: Any) -> AsyncIterator[asyncio.Task[None]]:
        """A running bot; leaving stops it the way SIGTERM does. An early end of it shows in the task.

        `more` are settings, the health address, and what else is served.
        """
        self.double.rest()
        stop, health = asyncio.Event(), more.pop("health", None)
        settings = replace(self.settings, **more.pop("settings", {}))
        service = Service(dialog, more.pop("words", WORDS), **more)
        task = asyncio.create_task(run_polling(settings, service, clock=self.clock, stop=stop, health=health))
        try:
            yield task
        finally:
            stop.set()
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(task, return_exceptions=True)
        if not task.cancelled():
            task.result()

    async def until_it_ends(self, dialog: Any = take_turn, **more: Any) -> None:
        """Run a bot that is expected to end by itself."""
        async with asyncio.timeout(PATIENCE), self.bot(dialog, **more) as task:
            await asyncio.wait((task,))

    async def one_life(self, dialog: Any) -> None:
        """Run a bot until it has settled what waits, or something kills it."""
        self.double.rest()
        async with asyncio.timeout(PATIENCE):
            stop = asyncio.Event()
            service = Service(dialog, WORDS)
            task = asyncio.create_task(run_polling(self.settings, service, clock=self.clock, stop=stop))
            calm = asyncio.create_task(self.double.until(lambda: not self.double.unacknowledged))
            await asyncio.wait((task, calm), return_when=asyncio.FIRST_COMPLETED)
            calm.cancel()
            stop.set()
            await asyncio.gather(task, calm, return_exceptions=True)

    async def calm(self) -> None:
        """Until what was posted is settled and everything is sent."""
        await self.double.until(
            lambda: not self.double.unacknowledged and not self.query("select 1 from outbox limit 1")
        )

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows straight from the database file."""
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql).fetchall()

    def when_sleeping(self, act: Callable[[], Any], *, after: int) -> None:
        """Do something once the bot has waited a number of times more."""
        self.clock.on_sleep.append((len(self.clock.sleeps) + after, act))


@pytest.fixture
async def double() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble() as running:
        yield running


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty database and its key: copying one takes a fifth of the time of making it."""
    folder = tmp_path_factory.mktemp("store")
    Store(StoreSettings(url=f"sqlite:///{folder / 'cases.sqlite3'}")).close()
    return folder


@pytest.fixture
async def bench(double: TelegramDouble, tmp_path: Path, empty_store: Path) -> AsyncIterator[Bench]:
    shutil.copytree(empty_store, tmp_path / "data")
    made = Bench(double, FakeClock(), tmp_path / "data" / "cases.sqlite3")
    yield made
    assert double.refusals == made.expected_refusals


@pytest.fixture
def file_bytes(bench: Bench) -> Callable[[], bytes]:
    """Everything the database's files hold."""

    def read() -> bytes:
        return b"".join(file.read_bytes() for file in bench.database.parent.glob(bench.database.name + "*"))

    return read
