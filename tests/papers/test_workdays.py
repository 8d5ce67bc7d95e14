"""The working calendar of mainland China: make-up days, and where it ends."""

from __future__ import annotations

import calendar
import datetime as dt

from chinese_calendar import constants

from dialogs.papers.workdays import NEW_YEAR_NOTICE_FROM, arranged, is_workday

LAST_ANNOUNCED = max(day.year for day in constants.holidays)
DAY = dt.timedelta(days=1)
DECEMBER = 12


def test_the_library_knows_the_make_up_days_of_2026() -> None:
    worked = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
    days = [dt.date(2026, 1, 1) + n * DAY for n in range(365)]
    assert [day.isoformat() for day in days if is_workday(day) and day.weekday() >= calendar.SATURDAY] == worked


def test_late_december_waits_for_the_next_notice() -> None:
    assert arranged(dt.date(LAST_ANNOUNCED - 1, 12, 31))
    assert arranged(dt.date(LAST_ANNOUNCED, 12, 23))
    assert not arranged(dt.date(LAST_ANNOUNCED, 12, 24))
    assert not arranged(dt.date(LAST_ANNOUNCED + 1, 1, 1))
    assert not arranged(dt.date.max)


def test_no_notice_has_reached_further_back_into_december() -> None:
    december = [day for days in (constants.holidays, constants.workdays) for day in days if day.month == DECEMBER]
    assert december
    assert min((day.month, day.day) for day in december) >= NEW_YEAR_NOTICE_FROM
