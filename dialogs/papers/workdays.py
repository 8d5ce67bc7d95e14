"""Which days are working days in mainland China: weekends, statutory holidays and make-up working days.

The State Council announces each year's arrangement in the November before. The library holds the announced years and
refuses the others; for those only weekends are known here, and `arranged` says so.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

SATURDAY = 5

# From this day on, December belongs to the next year's notice as well: its New Year holiday can take days off and
# make others up, so far never before 29 December.
NEW_YEAR_NOTICE_FROM = (12, 24)


def arranged(day: dt.date) -> bool:
    """Whether the holidays around `day` have been announced."""
    if not _announced(day.year):
        return False
    return (day.month, day.day) < NEW_YEAR_NOTICE_FROM or _announced(day.year + 1)


def is_workday(day: dt.date) -> bool:
    """Whether people work on `day`; where its year is not announced, whether it is a weekday."""
    return _announced_workday(day) if _announced(day.year) else day.weekday() < SATURDAY


@cache
def _announced(year: int) -> bool:
    try:
        _announced_workday(dt.date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def _announced_workday(day: dt.date) -> bool:
    import chinese_calendar  # noqa: PLC0415  # most people never ask for a date that it is needed for

    return bool(chinese_calendar.is_workday(day))
