"""Time that passes only when nobody has anything to do: minutes of timeouts and pauses take no waiting."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import threading
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

from bot.store.committer import Committer
from tests.telegram_double.clock import START

_GRACE = 0.001  # real seconds for what is on its way over loopback


class SimulatedClock:
    """The bot's clock, by the time of the running loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._started = self._loop.time()

    def now(self) -> dt.datetime:
        return START + dt.timedelta(seconds=self.steady())

    def steady(self) -> float:
        return self._loop.time() - self._started

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _Elsewhere:
    """Counts what is being done on other threads: time stands still for it."""

    def __init__(self) -> None:
        self._lock, self.count = threading.Lock(), 0

    def begin(self) -> None:
        with self._lock:
            self.count += 1

    def end(self, *_: object) -> None:
        with self._lock:
            self.count -= 1


@contextlib.contextmanager
def simulated_time() -> Iterator[SimulatedClock]:
    """While inside, the running loop never waits for a timer: it moves its time there once all else is done.

    So every timeout, pause and long poll has the length it has in service, in the same order among them, and whatever
    is under way on a socket or another thread is finished before time goes on.
    """
    loop: Any = asyncio.get_running_loop()
    elsewhere = _Elsewhere()
    now = loop.time()
    wait, run, put = loop._selector.select, loop.run_in_executor, Committer.put

    def select(timeout: float | None = None) -> Any:
        nonlocal now
        ready = wait(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        if elsewhere.count:
            return wait(0.01)  # it wakes the loop when it is done
        ready = wait(timeout if timeout is None else _GRACE)
        if not ready and timeout is not None:
            now += timeout
        return ready

    def run_in_executor(executor: Any, work: Callable[..., Any], *args: Any) -> Any:
        elsewhere.begin()
        future = run(executor, work, *args)
        future.add_done_callback(elsewhere.end)
        return future

    def counted_put(committer: Committer, job: Any, **more: Any) -> Any:
        answer = put(committer, job, **more)
        elsewhere.begin()
        loop.call_soon(answer.add_done_callback, elsewhere.end)  # after the caller's own, which wakes the loop
        return answer

    def time() -> float:
        return now

    with (
        mock.patch.object(loop._selector, "select", select),
        mock.patch.object(loop, "time", time),
        mock.patch.object(loop, "run_in_executor", run_in_executor),
        mock.patch.object(Committer, "put", counted_put),
    ):
        yield SimulatedClock()
