"""Counts periods as Chinese law does, from the table in `content/deadlines.yaml`.

Source of the rules: fact law.K01 (Civil Procedure Law article 85, Criminal Procedure Law article 105, Civil Code
articles 201 and 203): the day on which a period starts is not counted, and where the last day is a rest day the
period ends on the first day after the rest. Months and years end on the day of the same number, or on the last day of
a month that has none. Hours are exact. Days are those of Beijing.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from dialogs.library.models.timeline import Deadline, Length, Unit
from dialogs.papers.moments import BEIJING
from dialogs.papers.workdays import arranged, is_workday

DAY = dt.timedelta(days=1)
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Ending:
    """When a period ends.

    `last_day` is the last day of the period; `counted_to` is where it fell before a rest day moved it. `moment` is
    set for hours only. `holidays_known` is False where a day that matters lies in a year whose holidays are not
    announced: then the date may be off by some days, and the words must say so.
    """

    last_day: dt.date
    counted_to: dt.date
    holidays_known: bool = True
    moment: dt.datetime | None = None

    @property
    def safe_day(self) -> dt.date:
        """The day to remind of: a weekend in a year not announced may turn out to be a working day."""
        return self.last_day if self.holidays_known else self.counted_to


def endings(deadline: Deadline, start: dt.date) -> tuple[Ending, ...]:
    """When a deadline ends, and after it the later ends that extensions allow.

    Args:
        deadline: a deadline of the table.
        start: the day of the event that starts it, or its moment with an offset (needed for hours).

    Raises:
        ValueError: a moment without an offset, a day where hours are counted, or an end after the year 9999.
    """
    lengths = (deadline.length, *deadline.extended)
    return tuple(ending(length, start, moves=deadline.moves_off_rest_days) for length in lengths)


def ending(length: Length, start: dt.date, *, moves: bool = False) -> Ending:
    """When a period of a length ends; `moves` tells whether it moves off a rest day. Errors as for `endings`."""
    try:
        if length.unit is Unit.HOURS:
            return _after_hours(length.count, start)
        first = _day_of(start)
        if length.unit is Unit.WORKDAYS:
            return _after_workdays(length.count, first)
        counted = _same_day_later(length, first)
        return _off_rest_days(counted) if moves else Ending(counted, counted)
    except OverflowError as error:
        raise ValueError(f"{length.count} {length.unit} from {start} ends after the year 9999") from error


def _day_of(start: dt.date) -> dt.date:
    """The Beijing day of a start."""
    return _with_offset(start).astimezone(BEIJING).date() if isinstance(start, dt.datetime) else start


def _with_offset(moment: dt.datetime) -> dt.datetime:
    if moment.utcoffset() is None:
        raise ValueError("a moment needs an offset: without one it is not known on which Beijing day it lies")
    return moment


def _after_hours(count: int, start: dt.date) -> Ending:
    moment = start if isinstance(start, dt.datetime) else None
    if moment is None:
        raise ValueError("a period in hours needs the moment it starts, not only the day")
    end = _with_offset(moment).astimezone(BEIJING) + dt.timedelta(hours=count)
    return Ending(end.date(), end.date(), moment=end)


def _after_workdays(count: int, start: dt.date) -> Ending:
    day, left, known = start, count, True
    while left:
        day += DAY
        left -= is_workday(day)
        known = known and arranged(day)
    return Ending(day, day, holidays_known=known)


def _same_day_later(length: Length, start: dt.date) -> dt.date:
    if length.unit is Unit.DAYS:
        return start + length.count * DAY
    months = length.count * (MONTHS if length.unit is Unit.YEARS else 1) + start.month - 1
    year, month = start.year + months // MONTHS, months % MONTHS + 1
    if year > dt.MAXYEAR:
        raise OverflowError
    return dt.date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def _off_rest_days(counted: dt.date) -> Ending:
    day, known = counted, arranged(counted)
    while not is_workday(day):
        day += DAY
        known = known and arranged(day)
    return Ending(day, counted, holidays_known=known)
