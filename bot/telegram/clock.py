"""Time as the adapter sees it, so that tests never wait."""

from __future__ import annotations

import asyncio
import datetime as dt
import time

# Of the clocks that never jump the one that goes on while the machine sleeps, where there is one.
_STEADY = getattr(time, "CLOCK_BOOTTIME", None)


class Clock:
    """The machine's wall clock, its steady clock, and sleep."""

    def now(self) -> dt.datetime:
        """The present moment, UTC."""
        return dt.datetime.now(dt.UTC)

    def steady(self) -> float:
        """Seconds on a clock that never jumps."""
        return time.monotonic() if _STEADY is None else time.clock_gettime(_STEADY)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
