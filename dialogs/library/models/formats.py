"""How moments, sums and pairs are written in a language: `zh-Hans/formats.yaml`."""

from __future__ import annotations

import datetime as dt
from string import Formatter
from typing import Self

from pydantic import model_validator

from dialogs.library.models.base import Record, Text

_PLACES = {
    "moment": {"year", "month", "day", "time"},
    "day": {"year", "month", "day"},
    "month": {"year", "month"},
    "between": {"start", "end"},
    "sum": {"number", "unit"},
    "sums": {"low", "high", "unit"},
    "pair": {"name", "value"},
}


class Formats(Record):
    """Formats to fill: a moment, a day, a month, a time between two, one sum or two ends of it, a named value."""

    moment: Text
    day: Text
    month: Text
    between: Text
    sum: Text
    sums: Text
    pair: Text

    @model_validator(mode="after")
    def _places_fit(self) -> Self:
        for name, places in _PLACES.items():
            held = {place for _, place, _, _ in Formatter().parse(getattr(self, name)) if place is not None}
            if not held or held - places:
                raise ValueError(f"{name} 只能填 {'、'.join(sorted(places))}")
        return self

    def of_moment(self, when: dt.datetime) -> str:
        """A moment as people read it: 「11月20日 21:35」."""
        return self.moment.format(year=when.year, month=when.month, day=when.day, time=f"{when:%H:%M}")

    def of_days(self, first: dt.datetime, end: dt.datetime) -> str:
        """Whole days from `first` to the midnight `end` as people read them: 「2025年10月」; "" for any other time."""
        midnight = dt.time()
        if (first.time(), end.time()) != (midnight, midnight) or first >= end:
            return ""
        last = end - dt.timedelta(days=1)
        if first.day == 1 and end.day == 1 and (first.year, first.month) == (last.year, last.month):
            return self.month.format(year=first.year, month=first.month)
        start, stop = (self.day.format(year=one.year, month=one.month, day=one.day) for one in (first, last))
        return start if first.date() == last.date() else self.between.format(start=start, end=stop)
