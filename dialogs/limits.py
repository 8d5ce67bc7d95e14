"""The times and sums that a case can hold, and how much of one message is read.

What lies outside is taken as not told, wherever it comes from: typed, in a loaded file, or stored by an earlier
version. Inside, no arithmetic of ours can overflow: the longest period counted from a time is twenty years, and
`decimal` holds a hundred billion times the largest sum.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

YEARS = range(2000, 2101)
"""Years that a time may lie in. WeChat Pay began in 2013."""

LARGEST_SUM = Decimal("999999999999.99")
"""Yuan; more than any personal payment, and the most that capital numerals are written for."""

MOST_READ = 4000
"""Characters of one message that are understood; a longer message is somebody else's text, which is checked whole."""

_FINEST = Decimal("0.0001")  # 1.2345 is a number in 1.2345万, which is a sum in whole yuan
_LONGEST_WRITTEN = 24  # characters of a stored sum


def within_years(*moments: dt.date) -> bool:
    """Whether every one of the moments lies in `YEARS`."""
    return all(moment.year in YEARS for moment in moments)


def read_iso(text: str, zone: dt.tzinfo | None) -> dt.datetime:
    """A moment given from outside, an ISO 8601 time; one without an offset is taken in `zone`.

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


def shifted(moment: dt.datetime, by: dt.timedelta) -> dt.datetime | None:
    """`moment` moved by a length of time; None where that leads out of `YEARS`."""
    try:
        moved = moment + by
    except OverflowError:
        return None
    return moved if within_years(moved) else None


def is_sum(value: Decimal) -> bool:
    """Whether a number is a sum of money that a case can hold: 0 to `LARGEST_SUM`, at most four decimal places."""
    return value.is_finite() and 0 <= value <= LARGEST_SUM and value == value.quantize(_FINEST)


def read_sum(written: str) -> Decimal | None:
    """The sum in a plain decimal number such as ``"5000"`` or ``"9.90"``; None for any other text.

    Exponents, signs, underscores and infinities, which `Decimal` would take, are no sums.
    """
    if len(written) > _LONGEST_WRITTEN or not written.isascii() or not written.replace(".", "", 1).isdigit():
        return None
    value = Decimal(written)
    return value if is_sum(value) else None
