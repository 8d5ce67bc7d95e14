"""The jobs that cannot be taken back do nothing while the wall clock may be wrong."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.telegram import jobs
from bot.telegram.clock import Clock
from bot.telegram.jobs import _DOUBT_PURGE, _DOUBT_REMINDERS, ClockWatch
from tests.telegram_double.clock import START


class SetClock(Clock):
    """A clock that somebody sets: how long it runs, and what it shows beside that."""

    def __init__(self) -> None:
        self.runs = 0.0
        self.set_by = dt.timedelta()

    def now(self) -> dt.datetime:
        return START + dt.timedelta(seconds=self.runs) + self.set_by

    def steady(self) -> float:
        return self.runs


def test_a_clock_that_was_set_is_believed_after_its_time_and_at_once_when_set_back() -> None:
    for doubt in (_DOUBT_REMINDERS, _DOUBT_PURGE):
        for jump in (dt.timedelta(days=400), -dt.timedelta(days=400), dt.timedelta(minutes=2)):
            clock = SetClock()
            watch = ClockWatch(clock, doubt)
            assert watch.believable()
            clock.set_by = jump
            assert not watch.believable()
            clock.runs += doubt - 1
            assert not watch.believable()
            clock.set_by = dt.timedelta()
            assert watch.believable()
            clock.set_by = jump
            assert not watch.believable()
            clock.runs += doubt
            assert watch.believable()
            assert watch.believable()


def test_a_second_jump_begins_the_doubt_anew() -> None:
    clock = SetClock()
    watch = ClockWatch(clock, 600)
    clock.set_by = dt.timedelta(days=1)
    assert not watch.believable()
    clock.runs += 500
    clock.set_by = dt.timedelta(days=2)
    assert not watch.believable()
    clock.runs += 500
    assert not watch.believable()
    clock.runs += 100
    assert watch.believable()


def test_a_jump_is_logged_once_and_drift_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    logged: list[str] = []
    monkeypatch.setattr(jobs.log, "warning", lambda event, **_values: logged.append(event))
    clock = SetClock()
    watch = ClockWatch(clock, 600)
    for seconds in range(0, 300, 30):
        clock.set_by = dt.timedelta(seconds=seconds)
        assert watch.believable()
    clock.set_by = dt.timedelta(days=30)
    for _ in range(5):
        watch.believable()
    assert logged == ["the clock has jumped"]
