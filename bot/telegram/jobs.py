"""What the adapter does periodically: renew its lease, send due reminders, forget what has outlived its time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from bot.store import Store, StoreKeyError
from bot.telegram.clock import Clock
from bot.telegram.logs import describe, log, mark
from bot.telegram.metrics import Metrics
from bot.telegram.outbox import Outbox

HOUR = 3600.0
LOOK_EVERY = 30.0  # seconds between looks for due reminders
_DRIFT = 60.0  # seconds between two looks at the clock that are no jump
_DOUBT_REMINDERS = 600.0  # seconds until a clock that has jumped is believed
_DOUBT_PURGE = 86_400.0  # nothing brings back what was deleted because a clock was set to a wrong year

Job = Callable[[], Awaitable[object]]


class ClockWatch:
    """Notices when the wall clock jumps; a jump is believed once it has lasted for `doubt` seconds, or is undone.
    For what cannot be taken back: a clock set wrong for a while must not delete or spend anything.
    """

    def __init__(self, clock: Clock, doubt: float) -> None:
        self._clock, self._doubt = clock, doubt
        self._believed = self._offset()
        self._claimed: tuple[float, float] | None = None

    def believable(self) -> bool:
        """Whether the wall clock can be acted upon."""
        offset, now = self._offset(), self._clock.steady()
        if abs(offset - self._believed) < _DRIFT:
            self._believed, self._claimed = offset, None
            return True
        if self._claimed is None or abs(offset - self._claimed[0]) >= _DRIFT:
            log.warning("the clock has jumped", seconds=round(offset - self._believed))
            self._claimed = (offset, now)
        if now - self._claimed[1] < self._doubt:
            return False
        self._believed, self._claimed = offset, None
        return True

    def _offset(self) -> float:
        """What the wall clock is ahead of the steady one: the same as long as neither is set."""
        return self._clock.now().timestamp() - self._clock.steady()


class Upkeep:
    """The jobs that work on the store."""

    def __init__(self, store: Store, outbox: Outbox, clock: Clock) -> None:
        self._store, self._outbox, self._clock = store, outbox, clock
        self._reminder_watch = ClockWatch(clock, _DOUBT_REMINDERS)
        self._purge_watch = ClockWatch(clock, _DOUBT_PURGE)

    async def remind(self) -> None:
        """Send what is due: each reminder in a transaction of its own, so that one that fails holds up no other."""
        if not self._reminder_watch.believable():
            return  # one sent now would be spent
        now = self._clock.now()
        for chat, number in await self._store.due_reminders(now):
            try:
                due = await self._store.remind(chat, number, now)
            except StoreKeyError as error:
                log.error("reminder not read", chat=mark(chat), **describe(error))
                continue
            self._outbox.add(due)

    async def purge(self) -> None:
        """Delete what has outlived its time, unless the clock that says so has just jumped."""
        if not self._purge_watch.believable():
            log.info("purge waits for the clock")
            return
        log.info("purged", **await self._store.purge(self._clock.now()))


@contextlib.asynccontextmanager
async def running(jobs: Mapping[str, tuple[float, Job]], clock: Clock, metrics: Metrics) -> AsyncIterator[None]:
    """While inside, each job runs, waits for its seconds, and runs again."""
    tasks = [
        asyncio.create_task(_every(seconds, job, name, clock, metrics), name=f"job: {name}")
        for name, (seconds, job) in jobs.items()
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


async def _every(seconds: float, job: Job, name: str, clock: Clock, metrics: Metrics) -> None:
    """Run a job periodically; an exception ends one run, not the loop, and is counted under its name."""
    while True:
        try:
            await job()
        except Exception as error:  # noqa: BLE001  # an unforeseen one must not end the job
            metrics.errors.labels(name).inc()
            log.warning("job failed", job=name, **describe(error))
        await clock.sleep(seconds)
