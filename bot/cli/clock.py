"""The present moment for a command: the real one in the set time zone, or the one it was told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from bot.settings import Settings


def clock_from(told: str | None) -> Callable[[], dt.datetime]:
    """A clock. A time without an offset is taken in the time zone of the settings.

    Raises:
        ValueError: when `told` is not an ISO 8601 time.
    """
    zone = Settings().zone
    if told is None:
        return lambda: dt.datetime.now(zone)
    moment = dt.datetime.fromisoformat(told)
    fixed = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return lambda: fixed
