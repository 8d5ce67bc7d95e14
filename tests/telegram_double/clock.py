"""A clock that never waits: whoever sleeps is woken at once, at a later time."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable

from bot.telegram.clock import Clock

START = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)


class FakeClock(Clock):
    """Time moves when somebody sleeps, or by `advance`. Tasks named "job:…" wait until time has really come."""

    def __init__(self, start: dt.datetime = START) -> None:
        self._start = start
        self._elapsed = 0.0
        self._jobs: list[tuple[float, asyncio.Future[None]]] = []
        self.job_rests = asyncio.Event()
        self.sleeps: list[float] = []
        self.on_sleep: list[tuple[int, Callable[[], object]]] = []

    def now(self) -> dt.datetime:
        return self._start + dt.timedelta(seconds=self._elapsed)

    def steady(self) -> float:
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        due = self._elapsed + seconds
        task = asyncio.current_task()
        if task is not None and task.get_name().startswith("job:"):
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._jobs.append((due, waiter))
            self.job_rests.set()
            try:
                await waiter
            finally:
                self._jobs = [entry for entry in self._jobs if entry[1] is not waiter]
            return
        self.sleeps.append(seconds)
        for entry in [entry for entry in self.on_sleep if entry[0] <= len(self.sleeps)]:
            self.on_sleep.remove(entry)
            entry[1]()
        await asyncio.sleep(0)
        self._move_to(due)

    async def advance(self, seconds: float) -> None:
        """Let time pass for everybody."""
        self._move_to(self._elapsed + seconds)
        await asyncio.sleep(0)

    def _move_to(self, moment: float) -> None:
        self._elapsed = max(self._elapsed, moment)
        due = [waiter for at, waiter in self._jobs if at <= self._elapsed]
        self._jobs = [(at, waiter) for at, waiter in self._jobs if at > self._elapsed]
        for waiter in due:
            if not waiter.done():
                waiter.set_result(None)
