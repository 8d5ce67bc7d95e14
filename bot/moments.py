"""Moments given from outside: ``--now``, the ``"now"`` of a JSON line, the times in a transcript."""

from __future__ import annotations

import datetime as dt

from dialogs.limits import YEARS, within_years


def read_moment(text: str, zone: dt.tzinfo | None) -> dt.datetime:
    """An ISO 8601 time; one without an offset is taken in `zone`.

    Raises:
        ValueError: when it is no such time, has no offset and no zone is given, or lies outside the years 2000 to 2100.
    """
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        if zone is None:
            raise ValueError(f"the time has no offset: {text}")
        moment = moment.replace(tzinfo=zone)
    if not within_years(moment):
        raise ValueError(f"the year is outside {YEARS[0]} to {YEARS[-1]}: {text}")
    return moment
