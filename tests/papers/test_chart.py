"""A timeline packed for the outbox."""

from __future__ import annotations

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest

from dialogs.library.models.timeline import DeadlineKind, Remind
from dialogs.papers.chart import Chart, pack, unpack
from dialogs.papers.timeline import Event
from tests.each import each
from tests.papers.cases import CONTENT

WORDS = CONTENT.timetable.words
NOW = dt.datetime(2026, 3, 1, 1, 2, 3, 4, tzinfo=dt.UTC)
DAY = dt.date(2026, 1, 2)
EVENTS = (
    Event(
        DAY,
        "期限",
        dt.datetime(2026, 1, 2, 3, 4, tzinfo=ZoneInfo("Asia/Shanghai")),
        DeadlineKind.ACT_BEFORE,
        "a_deadline",
    ),
    Event(DAY, "转出“5000元”"),
)
# Written before records were plain dataclasses. A letter may have waited in the outbox since.
WRITTEN_EARLIER = (
    '{"title":"时间线","today":"今天","alarm":"快到了：{what}","now":"2026-03-01T01:02:03.000004Z","rows":['
    '{"day":"2026-01-02","what":"期限","moment":"2026-01-02T03:04:00+08:00","kind":"act_before",'
    '"deadline":"a_deadline"},'
    '{"day":"2026-01-02","what":"转出“5000元”","moment":null,"kind":"happened","deadline":null}]}'
)


def test_unpacks_what_was_packed():
    chart = unpack(pack(WORDS, EVENTS, NOW))
    assert chart == Chart(WORDS.title, WORDS.today, WORDS.alarm, NOW, EVENTS)
    assert chart.events[0].kind is DeadlineKind.ACT_BEFORE


def test_what_only_a_dialog_needs_does_not_travel():
    told = Event(DAY, "期限", kind=DeadlineKind.ACT_BEFORE, remind=Remind.MUST, certain=False, facts=("law.K01",))
    assert unpack(pack(WORDS, (told,), NOW)).events == (Event(DAY, "期限", kind=DeadlineKind.ACT_BEFORE),)


def test_unpacks_what_an_earlier_version_packed():
    assert unpack(WRITTEN_EARLIER) == Chart("时间线", "今天", "快到了：{what}", NOW, EVENTS)


def test_packs_what_an_earlier_version_can_read():
    assert [list(row) for row in json.loads(pack(WORDS, EVENTS, NOW))["rows"]] == [
        list(row) for row in json.loads(WRITTEN_EARLIER)["rows"]
    ]
    assert json.loads(pack(WORDS, EVENTS, NOW)).keys() == json.loads(WRITTEN_EARLIER).keys()


@each(
    ("old", "new"),
    [
        (WRITTEN_EARLIER, ""),
        (WRITTEN_EARLIER, "[]"),
        (WRITTEN_EARLIER, "null"),
        ('"title":"时间线",', ""),
        ('"title":"时间线"', '"title":1'),
        ('"now":"2026', '"now":"then'),
        ('"rows":[', '"rows":[1,'),
        ('"rows":[', '"lines":['),
        ('"day":"2026-01-02",', ""),
        ('"day":"2026-01-02"', '"day":"today"'),
        ('"day":"2026-01-02"', '"day":20260102'),
        ('"what":"期限"', '"what":null'),
        ('"act_before"', '"some_time"'),
        ('"a_deadline"', "7"),
        ('"2026-01-02T03:04:00+08:00"', "5"),
    ],
)
def test_anything_else_is_refused(old: str, new: str):
    with pytest.raises(ValueError, match=r"^this is no packed timeline$"):
        unpack(WRITTEN_EARLIER.replace(old, new, 1))
