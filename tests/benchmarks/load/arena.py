"""A contender with its own Bot API and its own people, ready to be measured."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.store.cipher import make_key
from tests.benchmarks.load.api import TOKEN, CheapApi
from tests.benchmarks.load.conversation import STEPS
from tests.benchmarks.load.people import Answers, Crowd
from tests.benchmarks.load.process import ROOT, BotProcess

_START = 60.0  # seconds a bot may take to begin
OURS = "ours, SQLite"
OTHER_PYTHON = ROOT / ".venv" / "bench" / "bin" / "python"


@dataclass(frozen=True, slots=True)
class Contender:
    """Who is measured: a label for the table, the module, its settings, and whether it shows buttons."""

    label: str
    module: str
    settings: Mapping[str, str] = field(default_factory=dict)
    buttons: bool = True
    python: str = sys.executable


@dataclass(frozen=True, slots=True)
class Load:
    """The answers to one load, and the CPU seconds of the bot's process meanwhile."""

    answers: Answers
    cpu: float

    @property
    def cpu_per_turn(self) -> float:
        """Milliseconds."""
        return self.cpu / self.answers.turns * 1000 if self.answers.turns else float("nan")


@dataclass(frozen=True, slots=True)
class Arena:
    """A contender that runs."""

    contender: Contender
    api: CheapApi
    crowd: Crowd
    process: BotProcess

    async def load(self, answers: Awaitable[Answers]) -> Load:
        """Wait for a load, and look at the clock of the process before and after.

        Raises:
            RuntimeError: when the bot ended meanwhile.
        """
        before = self.process.cpu()
        result = await answers
        if not self.process.alive:
            raise RuntimeError(f"{self.contender.label} ended: {self.process.complaint()}")
        return Load(result, self.process.cpu() - before)

    async def warm_up(self, people: int = 30) -> None:
        """Let it compile and cache what it will."""
        await self.crowd.saturate(people, 10, STEPS)


def ours(folder: Path, *, label: str = OURS, name: str = "ours", **settings: str) -> Contender:
    """Our bot with a database in a folder."""
    given = {"BENCH_DATABASE": f"sqlite:///{folder / name}.sqlite3", "BENCH_KEY": make_key()}
    return Contender(label, "ours", {**given, **settings})


@contextlib.asynccontextmanager
async def running(contender: Contender, *, latency: float = 0.0) -> AsyncIterator[Arena]:
    """The contender, started and waiting for updates; stopped on the way out.

    Raises:
        RuntimeError: when it does not start.
    """
    api = CheapApi(latency=latency)
    crowd = Crowd(api.post, api.served, buttons=contender.buttons)
    api.heard = crowd.heard
    async with api:
        settings = {"BENCH_API": api.url, "BENCH_TOKEN": TOKEN, **contender.settings}
        process = BotProcess(contender.module, settings, python=contender.python)
        try:
            await _polling(api, process, contender)
            yield Arena(contender, api, crowd, process)
        finally:
            await asyncio.to_thread(process.stop)


async def _polling(api: CheapApi, process: BotProcess, contender: Contender) -> None:
    async with asyncio.timeout(_START):
        while not api.polled.is_set():
            if not process.alive:
                raise RuntimeError(f"{contender.label} did not start: {process.complaint()}")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(api.polled.wait(), 0.2)


@contextlib.asynccontextmanager
async def all_running(contenders: Sequence[Contender]) -> AsyncIterator[list[Arena]]:
    """Several at once, so that they can be measured in turn; those that wait cost nothing."""
    async with contextlib.AsyncExitStack() as stack:
        yield [await stack.enter_async_context(running(contender)) for contender in contenders]


def with_words(contender: Contender, words: Path) -> Contender:
    """The contender told where the words are."""
    return replace(contender, settings={**contender.settings, "BENCH_WORDS": str(words)})
