"""Moments as a bill shows them, and as papers write them. All are Beijing time, as WeChat shows them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from dialogs.limits import within_years
from dialogs.text.expression import Expression
from dialogs.understanding.numerals import count_of

BEIJING = dt.timezone(dt.timedelta(hours=8), "UTC+8")
FAR_AHEAD = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)  # a "now" for reading stored moments, which all name their year
EARLIEST = dt.datetime(2013, 1, 1, tzinfo=BEIJING)  # WeChat Pay is no older
ABOUT = "~"  # before the stored text of a moment that is only about right

Precision = Literal["day", "minute", "second"]

# A few blanks at most wherever some may stand: a long row of them is read in no other way, only slowly.
_DAY = r"(?:(?P<year>\d{4})\s?[-/.年]\s?)?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})\s?[日号]?"
_CLOCK = (
    r"(?P<hour>\d{1,2})\s?(?:[:时点])\s?(?:(?P<minute>\d{1,2})\s?(?:[:分])?\s?"
    r"(?:(?P<second>\d{1,2})(?:\.\d{1,9})?\s?秒?)?)?(?P<zone>z|[+-]\d{2}:\d{2})?"
)
_DAY_FIRST = Expression(r"(?<![\d/])(1[3-9]|2\d|3[01])/(0?[1-9]|1[0-2])(?![\d/])")
_YEAR_LAST = Expression(r"(?<![\d/])(\d{1,2})/(0?[1-9]|1[0-2])/(20\d\d)(?![\d/])")
_ZERO_MINUTE = Expression(r"(?<=[点时點時])[零〇](?=\d(?!\d))")
_BARE_DAY = Expression(r"^(十|[一二三]?十?[一二三四五六七八九]|[一二三]十)(?=[号號](?![^,，。]*[笔筆]))")
_WHEN = Expression(rf"^{_DAY}[\st]?(?:{_CLOCK})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment and how exactly it is known."""

    at: dt.datetime
    precision: Precision
    about: bool = False

    def iso(self) -> str:
        """Text for storage, exactly as precise as the moment: "2026-11-22", "2026-11-22T15:20"(":31"), "~" if about."""
        mark = ABOUT if self.about else ""
        if self.precision == "day":
            return f"{mark}{self.at.date().isoformat()}"
        unit = "minutes" if self.precision == "minute" else "seconds"
        return f"{mark}{self.at.replace(tzinfo=None).isoformat(timespec=unit)}"

    def written(self) -> str:
        """As papers write it: 「2026年11月22日15时20分31秒」, 「约2026年11月22日15时」."""
        return self._said(day_written(self.at.date()))

    def short(self) -> str:
        """As a message says it: 「11月22日15时20分」, 「约11月22日15时」."""
        minute = Moment(self.at, "minute", self.about) if self.precision == "second" else self
        return minute._said(f"{self.at.month}月{self.at.day}日")  # noqa: SLF001  # one of its own kind

    def _said(self, day: str) -> str:
        if self.precision == "day":
            return f"约{day}" if self.about else day
        mark, minute = ("约", self.at.minute or None) if self.about else ("", self.at.minute)
        text = f"{mark}{day}{self.at.hour}时" + ("" if minute is None else f"{minute:02d}分")
        return f"{text}{self.at.second:02d}秒" if self.precision == "second" else text


def month_first(text: str) -> str:
    """A text with its dates and minutes as they are read here: 「29/11」 is 11/29, 「20点零8分」 20点08分."""
    text = _BARE_DAY.sub(lambda found: str(count_of(found[1])), text.replace("廿", "二十"))  # 「一号」
    return _ZERO_MINUTE.sub("0", _DAY_FIRST.sub(r"\2/\1", _YEAR_LAST.sub(r"\3/\2/\1", text)))


def day_written(day: dt.date) -> str:
    """A date as papers write it: 「2026年11月22日」."""
    return f"{day.year}年{day.month}月{day.day}日"


def read_moment(text: str, now: dt.datetime, ahead: dt.timedelta = dt.timedelta()) -> Moment | None:
    """The moment in figures, as a bill shows it or as it is stored, or None when it is written in any other way.

    Takes dates with or without a year (without: the latest such day that is not after `now` and `ahead`),
    a clock in figures with or without seconds, and ISO 8601. A moment with an offset is turned into Beijing time.
    What lies outside `dialogs.limits.YEARS` is not read. Words are read by `dialogs.papers.spoken`.
    """
    about = text.startswith(ABOUT)
    plain = " ".join(unicodedata.normalize("NFKC", text.removeprefix(ABOUT)).lower().replace("：", ":").split())
    found = _WHEN.match(plain)
    if found is None:
        return None
    try:
        day = _day(found, now.astimezone(BEIJING).date() + ahead)
        if found["hour"] is None:
            return Moment(dt.datetime.combine(day, dt.time(), BEIJING), "day", about) if within_years(day) else None
        clock = dt.time(int(found["hour"]), int(found["minute"] or 0), int(found["second"] or 0))
        zone = (
            dt.datetime.fromisoformat(f"2000-01-01T00:00{found['zone'].upper()}").tzinfo if found["zone"] else BEIJING
        )
        at = dt.datetime.combine(day, clock, zone).astimezone(BEIJING)
    except (ValueError, OverflowError):
        return None
    if not within_years(at):
        return None
    return Moment(at, "second" if found["second"] else "minute", about)


def _day(found: re.Match[str], latest: dt.date) -> dt.date:
    month, day = int(found["month"]), int(found["day"])
    if found["year"]:
        return dt.date(int(found["year"]), month, day)
    this_year = dt.date(latest.year, month, day)
    return this_year if this_year <= latest else dt.date(latest.year - 1, month, day)
