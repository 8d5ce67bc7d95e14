"""The present moment for a command: the real one in the set time zone, or the one it was told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from bot.cli import BadUsageError
from bot.moments import read_moment
from bot.zone import zone_set


def clock_from(told: str | None) -> Callable[[], dt.datetime]:
    """A clock. A time without an offset is taken in the time zone of the settings.

    Raises:
        BadUsageError: when `told` is not a usable ISO 8601 time.
    """
    zone = zone_set()
    if told is None:
        return lambda: dt.datetime.now(zone).replace(microsecond=0)
    try:
        moment = read_moment(told, zone)
    except ValueError as error:
        raise BadUsageError(f"--now: {error}") from error
    return lambda: moment
