"""Sums and times as people tell them, by lists written by hand before the rules: how many are read just so.

The README of this folder tells the figures; a list is no longer unseen once rules were changed for it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from dialogs.understanding.facts import find_facts
from dialogs.understanding.wording import Wording
from tests.understanding.conftest import MOMENT, normalise, samples

AT_LEAST = {"sums.yaml": 0.98, "times.yaml": 0.96}
DAY_LENGTH = len("2026-11-23")


def payment(wording: Wording, text: str) -> tuple[str | None, int | None]:
    """The sum and the number of payments that a text tells; 0 payments are several."""
    facts = find_facts(normalise(text), MOMENT, wording)
    several = facts.answers.get("paid_parts") == "several"
    return facts.details.amount, facts.details.payments or (0 if several else None)


def paid_at(wording: Wording, text: str) -> str | None:
    """The time of the payment, a whole day by its date."""
    told = find_facts(normalise(text), MOMENT, wording).answers.get("paid_at")
    if told is None:
        return None
    first, _, last = told.replace(":00+08:00", "").partition("/")
    day = first.removesuffix("T00:00")
    return day if len(day) == DAY_LENGTH and _is_next(day, last) else f"{first}/{last}" if last else first


def _is_next(day: str, last: str) -> bool:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat() == last.removesuffix("T00:00")


def test_enough_sums_are_read_just_so(wording: Wording):
    rows: list[list[Any]] = samples("sums.yaml")
    wrong = [row for row in rows if not _sum_right(payment(wording, row[0]), row[1:])]
    assert len(rows) >= 200
    assert 1 - len(wrong) / len(rows) >= AT_LEAST["sums.yaml"], wrong


def _sum_right(read: tuple[str | None, int | None], told: list[Any]) -> bool:
    amount, payments = read
    return amount == told[0] and payments in (told[1:] or [None, 1])


def test_enough_times_are_read_just_so(wording: Wording):
    rows: list[list[Any]] = samples("times.yaml")
    wrong = [(text, time) for text, time in rows if paid_at(wording, text) != time]
    assert len(rows) >= 200
    assert 1 - len(wrong) / len(rows) >= AT_LEAST["times.yaml"], wrong
