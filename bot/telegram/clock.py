"""Time as the adapter sees it, so that tests never wait."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from typing import Protocol

from bot.telegram.logs import log

_DRIFT = 60.0  # seconds between two looks that are no jump
# Of the clocks that never jump the one that goes on while the machine sleeps, where there is one.
_STEADY = getattr(time, "CLOCK_BOOTTIME", None)


class Clock(Protocol):
    """Wall clock, steady clock and sleep."""

    def now(self) -> dt.datetime:
        """The present moment, UTC."""

    def steady(self) -> float:
        """Seconds on a clock that never jumps."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> dt.datetime:
        """The present moment, UTC."""
        return dt.datetime.now(dt.UTC)

    def steady(self) -> float:
        """Seconds on a clock that never jumps."""
        return time.monotonic() if _STEADY is None else time.clock_gettime(_STEADY)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


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
