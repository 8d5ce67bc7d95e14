"""Keeps the promise about how long things are kept."""

from __future__ import annotations

from bot.store import Store
from bot.telegram.clock import Clock, ClockWatch
from bot.telegram.logs import log

HOUR = 3600.0
_DOUBT = 86_400.0  # nobody brings back what was deleted because a clock was set to a wrong year


class Housekeeping:
    """Deletes what has outlived its time, unless the clock that says so has just jumped."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._watch = ClockWatch(clock, _DOUBT)

    async def clean(self) -> None:
        """One round."""
        if not self._watch.believable():
            log.info("purge waits for the clock")
            return
        purged = await self._store.purge(self._clock.now())
        log.info("purged", cases=purged.cases, updates=purged.updates)
