"""Moments as people copy them from a bill."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from dialogs.papers.moments import BEIJING, FAR_AHEAD, Moment, Precision, read_moment
from tests.dialogs.talk import NOW
from tests.each import each

READ = [
    ("2026-11-22 15:20:31", "2026-11-22T15:20:31", "2026年11月22日15时20分31秒"),
    ("2026-11-22T15:20:31", "2026-11-22T15:20:31", "2026年11月22日15时20分31秒"),
    ("2026/11/22 15:20", "2026-11-22T15:20", "2026年11月22日15时20分"),
    ("2026年11月22日15时20分31秒", "2026-11-22T15:20:31", "2026年11月22日15时20分31秒"),
    ("２０２６年１１月２２日 １５：２０：３１", "2026-11-22T15:20:31", "2026年11月22日15时20分31秒"),
    ("~2026-11-22T21:00", "~2026-11-22T21:00", "约2026年11月22日21时"),
    ("~2026-11-22T21:05", "~2026-11-22T21:05", "约2026年11月22日21时05分"),
    ("12-31", "2025-12-31", "2025年12月31日"),
    ("2024.2.29", "2024-02-29", "2024年2月29日"),
    ("2026-11-22T07:20:31Z", "2026-11-22T15:20:31", "2026年11月22日15时20分31秒"),
    ("2026-11-22T07:20:31+00:00", "2026-11-22T15:20:31", "2026年11月22日15时20分31秒"),
    ("2026-11-22 15:20:31.123", "2026-11-22T15:20:31", "2026年11月22日15时20分31秒"),
]


@each(("typed", "iso", "written"), READ)
def test_reads_and_writes(typed: str, iso: str, written: str):
    moment = read_moment(typed, NOW)
    assert moment is not None
    assert (moment.iso(), moment.written()) == (iso, written)


@each(
    "typed",
    ["", "刚刚", "昨天", "11月22日 下午3点20分", "11月22日 晚上12点",
              "2026-13-01", "2026-02-30", "2月29日", "25:00", "2026-11-22 25:00", "2026-11-22 15:61", "明年",
              "2026-11-22 15:20:31 或者 16:00", "11222026", "9999999-1-1", "2026-11-22 15:20+99:00"]
)  # fmt: skip
def test_does_not_guess(typed: str):
    assert read_moment(typed, NOW) is None


def test_a_day_without_a_year_may_be_told_to_lie_ahead():
    ahead = dt.timedelta(days=183)
    assert read_moment("12月1日", NOW) == Moment(dt.datetime(2025, 12, 1, tzinfo=BEIJING), "day")
    assert read_moment("12月1日", NOW, ahead) == Moment(dt.datetime(2026, 12, 1, tzinfo=BEIJING), "day")
    assert read_moment("1月5日", NOW, ahead) == Moment(dt.datetime(2027, 1, 5, tzinfo=BEIJING), "day")


@given(
    st.datetimes(dt.datetime(2013, 1, 1), dt.datetime(2100, 1, 1)).map(  # noqa: DTZ001 - hypothesis wants none
        lambda at: at.replace(microsecond=0, tzinfo=BEIJING)
    ),
    st.sampled_from(["day", "minute", "second"]),
    st.booleans(),
)
def test_what_is_stored_reads_back_the_same(at: dt.datetime, precision: Precision, about: bool):  # noqa: FBT001
    kept = {"day": {"hour": 0, "minute": 0, "second": 0}, "minute": {"second": 0}, "second": {}}[precision]
    moment = Moment(at.replace(**kept), precision, about)
    assert read_moment(moment.iso(), FAR_AHEAD) == moment
    assert about or read_moment(moment.written(), FAR_AHEAD) == moment


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str):
    moment = read_moment(text, NOW)
    assert moment is None or moment.at.tzinfo is not None
