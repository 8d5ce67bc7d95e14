"""Limits of sending."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.outbox import Limits, Rate


def test_a_burst_goes_at_once_then_one_a_second() -> None:
    limits = Limits(private=Rate(every=1, burst=3), overall=Rate(every=0.001, burst=1000))
    assert [limits.book(5, 100.0) for _ in range(5)] == [0, 0, 0, 1, 2]
    assert limits.book(6, 100.0) == 0
    assert limits.book(5, 110.0) == 0


def test_groups_have_a_slower_pace_and_all_share_one() -> None:
    limits = Limits(group=Rate(every=3, burst=1), overall=Rate(every=1, burst=1))
    assert [limits.book(-5, 0.0), limits.book(-5, 0.0)] == [0, 3]
    assert limits.book(6, 0.0) == 2


@given(st.lists(st.floats(0, 3), min_size=30, max_size=120))
def test_never_more_than_the_rate_in_any_window(gaps: list[float]) -> None:
    rate = Rate(every=3.0, burst=5)
    limits = Limits(group=rate, overall=Rate(every=1e-6, burst=10**6))
    now, sent = 1000.0, []
    for gap in gaps:
        now += gap
        sent.append(now + limits.book(-1, now))
    for start in sent:
        assert sum(start <= moment < start + 60 for moment in sent) <= 60 / rate.every + rate.burst
