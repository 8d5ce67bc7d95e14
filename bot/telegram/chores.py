"""Things to be done again and again, whatever happens to one of the times."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.telegram.clock import Clock
from bot.telegram.logs import log, trouble
from bot.telegram.metrics import Metrics


async def every(
    seconds: float, work: Callable[[], Awaitable[object]], *, name: str, clock: Clock, metrics: Metrics
) -> None:
    """Forever: do it, then wait. An error ends the round and not the chore; it is counted under the name."""
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001  # one that nobody foresaw must not end the chore
            metrics.errors.labels(name).inc()
            log.warning("chore failed", chore=name, **trouble(error))
        await clock.sleep(seconds)
