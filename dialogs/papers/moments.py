"""Moments as people copy them from a bill, and as papers write them. All are Beijing time, as WeChat shows them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from dialogs.limits import within_years

BEIJING = dt.timezone(dt.timedelta(hours=8), "UTC+8")
FAR_AHEAD = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)  # a "now" for reading stored moments, which all name their year
EARLIEST = dt.datetime(2013, 1, 1, tzinfo=BEIJING)  # WeChat Pay is no older
NOON = 12

Precision = Literal["day", "minute", "second"]

# A few blanks at most wherever some may stand: a long row of them is read in no other way, only slowly.
_DAY = r"(?:(?P<year>\d{4})\s?[-/.年]\s?)?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})\s?[日号]?"
_NEAR = r"(?P<near>今天|昨天|前天)"
_HALF = r"(?P<half>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里)?"
_CLOCK = (
    rf"{_HALF}\s?(?P<hour>\d{{1,2}})\s?(?:[:时点])\s?(?:(?P<minute>\d{{1,2}})\s?(?:[:分])?\s?"
    r"(?:(?P<second>\d{1,2})(?:\.\d{1,9})?\s?秒?)?)?(?P<thirty>半)?(?P<zone>z|[+-]\d{2}:\d{2})?"
)
_WHEN = re.compile(rf"^(?:{_DAY}|{_NEAR})[\st]?(?:{_CLOCK})?$", re.IGNORECASE)
_AFTERNOON = frozenset({"下午", "傍晚", "晚上"})
_NEAR_DAYS = {"今天": 0, "昨天": 1, "前天": 2}


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment and how exactly it is known."""

    at: dt.datetime
    precision: Precision

    def iso(self) -> str:
        """Text for storage, exactly as precise as the moment: "2026-11-22", "2026-11-22T15:20"(":31")."""
        if self.precision == "day":
            return self.at.date().isoformat()
        return self.at.replace(tzinfo=None).isoformat(timespec="minutes" if self.precision == "minute" else "seconds")

    def written(self) -> str:
        """As papers write it: 「2026年11月22日15时20分31秒」."""
        text = day_written(self.at.date())
        if self.precision == "day":
            return text
        text += f"{self.at.hour}时{self.at.minute:02d}分"
        return f"{text}{self.at.second:02d}秒" if self.precision == "second" else text

    def short(self) -> str:
        """As a message says it: 「11月22日15时20分」."""
        day = f"{self.at.month}月{self.at.day}日"
        return day if self.precision == "day" else f"{day}{self.at.hour}时{self.at.minute:02d}分"


def day_written(day: dt.date) -> str:
    """A date as papers write it: 「2026年11月22日」."""
    return f"{day.year}年{day.month}月{day.day}日"


def read_moment(text: str, now: dt.datetime, ahead: dt.timedelta = dt.timedelta()) -> Moment | None:
    """The moment that was typed, or None when it cannot be read as one.

    Takes dates with or without a year (without: the latest such day that is not after `now` and `ahead`),
    今天/昨天/前天, a clock in figures with or without seconds, and ISO 8601. A moment with an offset is turned into
    Beijing time. What lies outside `dialogs.limits.YEARS` is not read.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().replace("：", ":").split())
    found = _WHEN.match(plain)
    if found is None:
        return None
    today = now.astimezone(BEIJING).date()
    try:
        day = _day(found, today, today + ahead)
        if found["hour"] is None:
            return Moment(dt.datetime.combine(day, dt.time(), BEIJING), "day") if within_years(day) else None
        clock = dt.time(_hour(found), _minute(found), int(found["second"] or 0))
        zone = (
            dt.datetime.fromisoformat(f"2000-01-01T00:00{found['zone'].upper()}").tzinfo if found["zone"] else BEIJING
        )
        at = dt.datetime.combine(day, clock, zone).astimezone(BEIJING)
    except (ValueError, OverflowError):
        return None
    if not within_years(at):
        return None
    return Moment(at, "second" if found["second"] else "minute")


def _day(found: re.Match[str], today: dt.date, latest: dt.date) -> dt.date:
    if found["near"]:
        return today - dt.timedelta(days=_NEAR_DAYS[found["near"]])
    month, day = int(found["month"]), int(found["day"])
    if found["year"]:
        return dt.date(int(found["year"]), month, day)
    this_year = dt.date(latest.year, month, day)
    return this_year if this_year <= latest else dt.date(latest.year - 1, month, day)


def _hour(found: re.Match[str]) -> int:
    hour = int(found["hour"])
    late = found["half"] in _AFTERNOON or (found["half"] == "中午" and hour < NOON - 1)
    return hour + NOON if late and hour < NOON else hour


def _minute(found: re.Match[str]) -> int:
    return 30 if found["thirty"] and not found["minute"] else int(found["minute"] or 0)
