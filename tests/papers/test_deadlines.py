"""Counting periods: dates worked out by hand on the official calendars, and the rules as properties.

The holidays used (State Council notices):
2024: off 10 to 17 Feb, worked 4 and 18 Feb; off 1 to 5 May; off 15 to 17 Sep, worked 14 Sep.
2025: off 28 Jan to 4 Feb, worked 26 Jan and 8 Feb; off 1 to 8 Oct, worked 28 Sep and 11 Oct.
2026: off 1 to 3 Jan, worked 4 Jan; off 15 to 23 Feb, worked 14 and 28 Feb; off 1 to 5 May, worked 9 May;
      off 25 to 27 Sep, worked 20 Sep; off 1 to 7 Oct, worked 10 Oct.
2099 stands for a year nobody has announced; it begins on a Thursday.
"""

from __future__ import annotations

import calendar
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.library.models.timeline import Length, Unit
from dialogs.papers.deadlines import Ending, ending, endings
from dialogs.papers.workdays import arranged, is_workday
from tests.dialogs.opened import open_content
from tests.each import each

DEADLINES = {deadline.id: deadline for deadline in open_content().timetable.deadlines}
DAY = dt.timedelta(days=1)

starts = st.dates(dt.date(2004, 1, 1), dt.date(2040, 12, 31))


def length(count: int, unit: str) -> Length:
    return Length(count=count, unit=Unit(unit))


# start, days, last day of a period that moves off rest days, and why
MOVING_DAYS = [
    ("2026-11-23", 7, "2026-11-30", "Monday to Monday"),
    ("2026-11-20", 7, "2026-11-27", "Friday"),
    ("2026-11-21", 7, "2026-11-30", "28 Nov is a Saturday"),
    ("2026-11-22", 7, "2026-11-30", "29 Nov is a Sunday"),
    ("2026-08-31", 30, "2026-09-30", "the last day before National Day"),
    ("2026-09-02", 30, "2026-10-08", "2 Oct is inside National Day"),
    ("2026-09-24", 7, "2026-10-08", "1 Oct is the first day off"),
    ("2026-09-30", 7, "2026-10-08", "7 Oct is the last day off"),
    ("2026-10-01", 7, "2026-10-08", "a start on a holiday changes nothing"),
    ("2026-10-03", 7, "2026-10-10", "a Saturday, but worked"),
    ("2026-10-04", 7, "2026-10-12", "a Sunday after a worked Saturday"),
    ("2026-09-13", 7, "2026-09-20", "a Sunday, but worked"),
    ("2026-09-18", 7, "2026-09-28", "Mid-Autumn takes the Friday, the weekend follows"),
    ("2026-02-08", 7, "2026-02-24", "15 Feb begins Spring Festival"),
    ("2026-02-16", 7, "2026-02-24", "23 Feb ends Spring Festival"),
    ("2026-02-17", 7, "2026-02-24", "the first day after Spring Festival"),
    ("2026-02-07", 7, "2026-02-14", "a Saturday, but worked"),
    ("2026-02-21", 7, "2026-02-28", "a Saturday, but worked"),
    ("2026-02-22", 7, "2026-03-02", "1 Mar is a Sunday"),
    ("2026-01-20", 30, "2026-02-24", "19 Feb is inside Spring Festival"),
    ("2026-04-30", 5, "2026-05-06", "5 May is the last day off"),
    ("2026-05-04", 5, "2026-05-09", "a Saturday, but worked"),
    ("2025-12-25", 7, "2026-01-04", "off until 3 Jan, and the Sunday after is worked"),
    ("2025-12-04", 30, "2026-01-04", "3 Jan is off, the Sunday after is worked"),
    ("2025-01-21", 7, "2025-02-05", "28 Jan is the eve, off until 4 Feb"),
    ("2025-01-19", 7, "2025-01-26", "a Sunday, but worked"),
    ("2025-02-01", 7, "2025-02-08", "a Saturday, but worked"),
    ("2025-10-01", 7, "2025-10-09", "off until 8 Oct in 2025"),
    ("2024-04-30", 5, "2024-05-06", "5 May is the last day off"),
    ("2024-09-07", 7, "2024-09-14", "a Saturday, but worked"),
    ("2024-01-31", 30, "2024-03-01", "February has 29 days"),
    ("2023-01-31", 30, "2023-03-02", "February has 28 days"),
]

# start, years, last day of a period that moves off rest days, and why
MOVING_YEARS = [
    ("2023-11-23", 3, "2026-11-23", "a Monday"),
    ("2023-11-29", 3, "2026-11-30", "a Sunday"),
    ("2023-02-17", 3, "2026-02-24", "inside Spring Festival"),
    ("2021-02-19", 3, "2024-02-19", "the Monday after a worked Sunday"),
    ("2024-10-01", 2, "2026-10-08", "inside National Day"),
    ("2025-05-09", 1, "2026-05-09", "a Saturday, but worked"),
    ("2024-02-29", 1, "2025-02-28", "no 29 Feb: the month's last day, a Friday"),
    ("2020-02-29", 3, "2023-02-28", "no 29 Feb: the month's last day, a Tuesday"),
    ("2023-02-28", 1, "2024-02-28", "the same number, not the month's last day"),
]

# start, count, unit, last day of a period that stays where it is, and why
STAYING = [
    ("2026-09-20", 15, "days", "2026-10-05", "inside National Day"),
    ("2026-02-01", 60, "days", "2026-04-02", "27 left in Feb, 31 in Mar, 2 in Apr"),
    ("2026-11-23", 180, "days", "2027-05-22", "7 + 31 + 31 + 28 + 31 + 30 = 158, and 22 in May"),
    ("2026-05-23", 6, "months", "2026-11-23", ""),
    ("2025-08-31", 6, "months", "2026-02-28", "February has no 31st"),
    ("2023-08-31", 6, "months", "2024-02-29", "nor in a leap year"),
    ("2026-08-30", 6, "months", "2027-02-28", "nor a 30th"),
    ("2026-12-31", 6, "months", "2027-06-30", "June has no 31st"),
    ("2026-02-28", 6, "months", "2026-08-28", "the same number, not the month's last day"),
    ("2026-01-31", 1, "months", "2026-02-28", ""),
    ("2026-12-15", 1, "months", "2027-01-15", "over the year's end"),
]

# start, working days, last day, and the days counted
WORKDAYS = [
    ("2026-11-23", 7, "2026-12-02", "24 25 26 27 30 Nov, 1 2 Dec"),
    ("2026-11-20", 7, "2026-12-01", "23 to 27 and 30 Nov, 1 Dec"),
    ("2026-11-21", 7, "2026-12-01", "from a Saturday the same"),
    ("2026-02-11", 7, "2026-02-27", "12 13 14(Sat) 24 25 26 27 Feb"),
    ("2026-02-13", 7, "2026-03-02", "14(Sat) 24 25 26 27 28(Sat) Feb, 2 Mar"),
    ("2026-09-28", 7, "2026-10-13", "29 30 Sep, 8 9 10(Sat) 12 13 Oct"),
    ("2026-09-18", 7, "2026-09-29", "20(Sun) 21 22 23 24 28 29 Sep"),
    ("2025-09-26", 7, "2025-10-13", "28(Sun) 29 30 Sep, 9 10 11(Sat) 13 Oct"),
    ("2025-12-30", 7, "2026-01-09", "31 Dec, 4(Sun) 5 6 7 8 9 Jan"),
    ("2026-10-09", 1, "2026-10-10", "a worked Saturday"),
]

# start, count, unit, last day, counted to: years nobody has announced
UNKNOWN = [
    ("2099-02-14", 7, "days", "2099-02-23", "2099-02-21"),  # a Saturday moves to Monday
    ("2099-09-24", 7, "days", "2099-10-01", "2099-10-01"),  # a Thursday stays: holidays are not known
    ("2096-02-29", 3, "years", "2099-03-02", "2099-02-28"),  # 28 Feb 2099 is a Saturday
    ("2002-12-25", 7, "days", "2003-01-01", "2003-01-01"),  # before the library's first year
    ("2099-09-24", 7, "workdays", "2099-10-05", "2099-10-05"),  # 25 28 29 30 Sep, 1 2 5 Oct
]

# start, hours, end: exact, shown in Beijing time, never moved
HOURS = [
    ("2026-11-23T15:20:31+08:00", 24, "2026-11-24T15:20:31+08:00"),
    ("2026-11-23T23:30:00+08:00", 2, "2026-11-24T01:30:00+08:00"),
    ("2026-02-28T12:00:00+08:00", 48, "2026-03-02T12:00:00+08:00"),
    ("2024-02-28T18:00:00+08:00", 24, "2024-02-29T18:00:00+08:00"),
    ("2026-12-31T23:59:59+08:00", 24, "2027-01-01T23:59:59+08:00"),
    ("2026-09-30T20:00:00+08:00", 24, "2026-10-01T20:00:00+08:00"),  # a holiday
    ("2026-11-23T10:00:00-05:00", 2, "2026-11-24T01:00:00+08:00"),  # typed in New York
]


@each(("start", "days", "last", "why"), MOVING_DAYS)
def test_days_that_move_off_rest_days(start: str, days: int, last: str, why: str) -> None:
    found = ending(length(days, "days"), dt.date.fromisoformat(start), moves=True)
    assert found.last_day == dt.date.fromisoformat(last), why
    assert found.counted_to == dt.date.fromisoformat(start) + days * DAY
    assert found.holidays_known
    assert found.safe_day == found.last_day


@each(("start", "years", "last", "why"), MOVING_YEARS)
def test_years_that_move_off_rest_days(start: str, years: int, last: str, why: str) -> None:
    found = ending(length(years, "years"), dt.date.fromisoformat(start), moves=True)
    assert found.last_day == dt.date.fromisoformat(last), why
    assert found.holidays_known


@each(("start", "count", "unit", "last", "why"), STAYING)
def test_periods_that_stay(start: str, count: int, unit: str, last: str, why: str) -> None:
    day = dt.date.fromisoformat(last)
    assert ending(length(count, unit), dt.date.fromisoformat(start)) == Ending(day, day), why


@each(("start", "count", "last", "counted"), WORKDAYS)
def test_workdays(start: str, count: int, last: str, counted: str) -> None:
    day = dt.date.fromisoformat(last)
    assert ending(length(count, "workdays"), dt.date.fromisoformat(start)) == Ending(day, day), counted


@each(("start", "count", "unit", "last", "counted"), UNKNOWN)
def test_years_not_announced(start: str, count: int, unit: str, last: str, counted: str) -> None:
    found = ending(length(count, unit), dt.date.fromisoformat(start), moves=unit != "workdays")
    assert (found.last_day, found.counted_to) == (dt.date.fromisoformat(last), dt.date.fromisoformat(counted))
    assert not found.holidays_known
    assert found.safe_day == found.counted_to  # a worked Saturday would make the later day too late


@each(("start", "hours", "end"), HOURS)
def test_hours(start: str, hours: int, end: str) -> None:
    found = ending(length(hours, "hours"), dt.datetime.fromisoformat(start))
    assert found.moment is not None
    assert found.moment.isoformat() == end
    assert found.last_day == found.counted_to == dt.date.fromisoformat(end[:10])


def test_hours_are_real_hours_when_clocks_change() -> None:
    """Noon on 31 October 2026 in New York is midnight in Beijing; its clocks go back within the next 24 hours."""
    start = dt.datetime(2026, 10, 31, 12, tzinfo=ZoneInfo("America/New_York"))
    assert ending(length(24, "hours"), start).moment == dt.datetime.fromisoformat("2026-11-02T00:00:00+08:00")


def test_days_are_beijing_days() -> None:
    """Sunday evening in New York is Monday in Beijing."""
    abroad = dt.datetime.fromisoformat("2026-11-22T20:00:00-05:00")
    assert ending(length(7, "days"), abroad).last_day == dt.date(2026, 11, 30)


@each(
    ("count", "unit", "start", "why"),
    [
        (7, "days", dt.datetime.fromisoformat("2026-11-23T15:20"), "needs an offset"),
        (24, "hours", dt.datetime.fromisoformat("2026-11-23T15:20"), "needs an offset"),
        (24, "hours", dt.date(2026, 11, 23), "needs the moment"),
        (3, "years", dt.date(9998, 1, 1), "after the year 9999"),
        (7, "days", dt.date(9999, 12, 30), "after the year 9999"),
        (7, "workdays", dt.date(9999, 12, 30), "after the year 9999"),
        (48, "hours", dt.datetime(9999, 12, 31, tzinfo=dt.UTC), "after the year 9999"),
    ],
)
def test_refuses_a_start_that_cannot_be_counted_from(count: int, unit: str, start: dt.date, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        ending(length(count, unit), start)


def test_an_extension_gives_later_ends() -> None:
    found = endings(DEADLINES["criminal_case_review"], dt.date(2026, 11, 23))
    assert [end.last_day for end in found] == [dt.date(2026, 11, 26), dt.date(2026, 11, 30), dt.date(2026, 12, 23)]


def test_a_deadline_moves_only_where_the_table_says_so() -> None:
    saturday = dt.date(2026, 11, 21)  # 28 November is one too
    (moved,) = endings(DEADLINES["reconsideration_of_refusal"], saturday)
    assert moved == Ending(dt.date(2026, 11, 30), dt.date(2026, 11, 28))
    assert endings(DEADLINES["criminal_case_review"], saturday)[1].last_day == dt.date(2026, 11, 28)


# --- the rules as properties ---------------------------------------------------------------------------


@given(starts, st.integers(1, 400))
def test_a_moved_end_is_the_first_workday_from_where_it_fell(start: dt.date, count: int) -> None:
    found = ending(length(count, "days"), start, moves=True)
    rest = [found.counted_to + n * DAY for n in range((found.last_day - found.counted_to).days)]
    assert found.counted_to == start + count * DAY
    assert is_workday(found.last_day)
    assert not any(is_workday(day) for day in rest)
    assert found.holidays_known == all(arranged(day) for day in [*rest, found.last_day])
    assert found.safe_day in {found.counted_to, found.last_day}


@given(starts, st.integers(1, 60))
def test_so_many_workdays_lie_after_the_start(start: dt.date, count: int) -> None:
    last = ending(length(count, "workdays"), start).last_day
    days = [start + n * DAY for n in range(1, (last - start).days + 1)]
    assert sum(is_workday(day) for day in days) == count
    assert is_workday(last)


@given(starts, st.integers(1, 60), st.sampled_from(["months", "years"]))
def test_months_and_years_end_on_the_same_number_or_the_last_day(start: dt.date, count: int, unit: str) -> None:
    last = ending(length(count, unit), start).last_day
    months = (last.year - start.year) * 12 + last.month - start.month
    assert months == count * (12 if unit == "years" else 1)
    assert last.day == min(start.day, calendar.monthrange(last.year, last.month)[1])
