"""Amounts and times as answers: what is written comes back, and what is no amount or time is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dialogs.known import SPANS, Known, TimeSpan, decode_amount, decode_span, encode_span, span_of_option
from tests.dialogs.talk import NOW
from tests.each import each

moments = st.datetimes(
    min_value=dt.datetime(2011, 1, 21),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=dt.datetime(2099, 1, 1),  # noqa: DTZ001
    timezones=st.timezones(),
)


@given(moments, st.timedeltas(dt.timedelta(0), dt.timedelta(days=400)))
def test_a_span_comes_back_from_its_text(start: dt.datetime, length: dt.timedelta):
    start = start.astimezone(dt.UTC)
    span = TimeSpan(start, start + length)
    assert decode_span(encode_span(span)) == span
    assert span.exact == (length == dt.timedelta(0))


@each(
    "value",
    ["", "unknown", "earlier", "2026-11-23", "2026-11-23T21:00:00", "/", "2026-13-01T00:00:00+08:00", "1/2/3",
     "2026-11-23T21:00:00+08:00/2026-11-23T20:00:00+08:00", "2026-11-23T21:00:00+08:00/", "刚刚",
     "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+00:00/2026-11-23T21:00:00+08:00"],
)  # fmt: skip
def test_what_is_no_time_with_an_offset_is_no_span(value: str):
    assert decode_span(value) is None


@given(st.text(max_size=40))
def test_any_text_is_read_as_a_span_or_an_amount_or_nothing(text: str):
    span, amount = decode_span(text), decode_amount(text)
    assert span is None or span.earliest <= span.latest
    assert amount is None or 0 <= amount[0] <= amount[1]


@given(st.decimals(0, 10**9, places=2), st.decimals(0, 10**6, places=2))
def test_an_amount_is_one_sum_or_two_ends(low: Decimal, more: Decimal):
    assert decode_amount(str(low)) == (low, low)
    assert decode_amount(f"{low}/{low + more}") == (low, low + more)


@each(
    "value",
    [
        "",
        "unknown",
        "under_3000",
        "-1",
        "300/200",
        "1/2/3",
        "NaN",
        "Infinity",
        "1/NaN",
        "五千",
        "1e99999999",
        "1_000",
        "+5",
        "1" * 32,
        "1000000000000",
        "0.00001",
        "５０００",
    ],
)
def test_what_is_no_sum_is_no_amount(value: str):
    assert decode_amount(value) is None


@each("option", SPANS)
def test_a_time_option_becomes_a_span_that_ends_by_now(option: str):
    span = decode_span(span_of_option(option, NOW))
    assert span is not None
    assert span.earliest < span.latest <= NOW


def test_the_time_options_join_without_gap_or_overlap():
    spans = sorted(SPANS.values())
    assert spans[0][1] == 0
    assert [longest for longest, _ in spans[:-1]] == [shortest for _, shortest in spans[1:]]


@each("option", ["earlier", "unknown", "anything"])
def test_other_options_stay_as_they_are(option: str):
    assert span_of_option(option, NOW) == option


def test_hours_since_are_counted_from_both_ends_and_never_below_zero():
    span = span_of_option("within_24h", NOW)
    later = Known({"paid_at": span}, NOW + dt.timedelta(hours=10))
    assert (later.hours_since, later.hours_since_at_most) == (12, 34)
    earlier = Known({"paid_at": span}, NOW - dt.timedelta(hours=30))
    assert (earlier.hours_since, earlier.hours_since_at_most) == (0, 0)
    assert Known({"paid_at": "unknown"}, NOW).hours_since is None
    assert Known({}, NOW).hours_since_at_most is None
