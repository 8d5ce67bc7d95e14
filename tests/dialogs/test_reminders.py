"""Reminders: which a case wants, when they come where the person is, and that nothing is promised that is not kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.messages import Reminder
from dialogs.papers.moments import BEIJING
from dialogs.reminders import MORNING, REACH, by_day, morning_before
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import CHINA, NOW, Talk

ZONES = ("Asia/Shanghai", "America/Chicago", "Europe/London", "Australia/Sydney", "Asia/Tokyo", "Asia/Kuala_Lumpur")


@pytest.fixture(scope="module")
def reminding() -> Dialog:
    """The dialog of a channel that sends reminders."""
    return open_dialog(can_remind=True)


@pytest.fixture
def talk(reminding: Dialog) -> Talk:
    return Talk(reminding)


def fraud(talk: Talk, region: str = "mainland") -> Talk:
    """A refusal received on 20 November: seven days run until the 27th."""
    talk.chooses("switch:scam_rebate", "stopped", "paid", "transfer", "received", "refused", region)
    return talk.chooses("event:refusal_received").says("2026-11-20")


def whens(talk: Talk) -> list[str]:
    return [reminder.when.isoformat() for reminder in talk.turn.reminders]


def test_nothing_is_sent_before_it_is_switched_on(talk: Talk):
    assert fraud(talk).turn.reminders == ()
    assert "remind:on" in talk.options


def test_switched_on_the_turn_holds_what_is_wanted(talk: Talk):
    fraud(talk).commands("remind")
    assert talk.case.reminding
    assert whens(talk) == ["2026-11-25T09:00:00+08:00", "2026-11-27T09:00:00+08:00"]
    assert "11月25日 09:00" in talk.text
    first, last = talk.turn.reminders
    assert "还有 2 天：对不予立案申请复议" in first.text
    assert "11月27日是最后一天" in first.text
    assert "今天是最后一天：对不予立案申请复议" in last.text
    assert all("/remind" in reminder.text for reminder in (first, last))


def test_words_that_count_days_hold_until_midnight_in_beijing(talk: Talk):
    fraud(talk).commands("remind")
    assert [one.until.isoformat() for one in talk.turn.reminders] == [
        "2026-11-26T00:00:00+08:00",
        "2026-11-28T00:00:00+08:00",
    ]


def test_every_later_turn_holds_them_again_under_the_same_ids(talk: Talk):
    before = fraud(talk).commands("remind").turn.reminders
    assert talk.commands("help").turn.reminders == before
    assert talk.waits(hours=1).says("谢谢").turn.reminders == before


def test_what_is_past_is_wanted_no_more(talk: Talk):
    fraud(talk).commands("remind").waits(days=3)
    assert whens(talk.commands("plan")) == ["2026-11-27T09:00:00+08:00"]


@pytest.mark.parametrize("act", ["remind:off", "cmd:remind", "cmd:restart", "forget"])
def test_switched_off_or_begun_anew_nothing_is_wanted(talk: Talk, act: str):
    fraud(talk).chooses("remind:on")
    assert talk.turn.reminders
    talk.commands("forget") if act == "forget" else talk.chooses(act)
    assert talk.turn.reminders == ()
    assert not talk.case.reminding


def test_a_changed_day_moves_its_reminders(talk: Talk):
    fraud(talk).chooses("remind:on", "event:refusal_received").says("2026-11-23")
    assert whens(talk) == ["2026-11-28T09:00:00+08:00", "2026-11-30T09:00:00+08:00"]


def test_the_return_of_a_transfer_is_told_when_it_is_due(talk: Talk):
    talk.says("今天下午3点20微信转账转错人了，5000元，对方还没收").commands("remind")
    assert whens(talk) == ["2026-11-24T15:20:00+08:00"]
    assert "自动退回：时间到了" in talk.turn.reminders[0].text
    assert talk.chooses("change:accepted", "received").turn.reminders == ()


def test_nobody_is_woken_at_night(talk: Talk):
    talk.now = dt.datetime(2026, 11, 23, 3, 0, tzinfo=CHINA)
    talk.says("刚刚转错人了，5000块，对方还没收").commands("remind")
    assert whens(talk) == ["2026-11-24T09:00:00+08:00"]


def test_somebody_elses_answer_is_asked_after_on_the_day_after(talk: Talk):
    talk.chooses("switch:scam_rebate", "stopped", "paid", "transfer", "received", "reported", "mainland")
    talk.chooses("event:report_accepted").says("2026-11-23").commands("remind")
    assert whens(talk) == ["2026-11-27T09:00:00+08:00"]  # three days, and a day
    assert "该有结果了" in talk.turn.reminders[0].text


def test_years_ahead_nothing_is_promised(talk: Talk):
    talk.chooses("switch:wrong_recipient", "transfer", "received", "refused", "none")
    talk.chooses("event:transferred").says("2026-11-20 10:00").commands("remind")
    assert "2029年" in talk.commands("timeline").text
    assert talk.turn.reminders == ()
    assert "存成日历文件" in talk.commands("remind").commands("remind").text


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("mainland", ["2026-11-25T09:00:00+08:00", "2026-11-27T09:00:00+08:00"]),
        ("hong_kong", ["2026-11-25T09:00:00+08:00", "2026-11-27T09:00:00+08:00"]),
        ("japan", ["2026-11-25T09:00:00+09:00", "2026-11-27T09:00:00+09:00"]),
        ("australia", ["2026-11-25T09:00:00+11:00", "2026-11-27T09:00:00+11:00"]),
        # In Beijing it is 23:00 of the day before, or 17:00: the last morning that leaves half a working day there.
        ("us", ["2026-11-24T09:00:00-06:00", "2026-11-26T09:00:00-06:00"]),
        ("uk", ["2026-11-24T09:00:00+00:00", "2026-11-26T09:00:00+00:00"]),
        ("elsewhere", ["2026-11-25T09:00:00+08:00", "2026-11-27T09:00:00+08:00"]),
    ],
)
def test_reminders_come_in_the_morning_of_where_the_person_is(talk: Talk, region: str, expected: list[str]):
    fraud(talk, region).commands("remind")
    assert whens(talk) == expected
    assert ("时间是你那边的" in talk.text) == (region != "mainland")


def test_abroad_the_last_day_is_still_that_of_beijing(talk: Talk):
    fraud(talk, "us").commands("remind")
    assert "还有 1 天" in talk.turn.reminders[-1].text


def test_several_transfers_of_a_day_are_one_reminder_after_the_last(talk: Talk):
    talk.says("今天下午3点20微信转账转错人了，5000元，对方还没收")
    rows = '[{"time": "2026-11-23T15:20:00", "amount": "2000"}, {"time": "2026-11-23T16:40:30", "amount": "3000"}]'
    talk.case = replace(talk.case, answers={**talk.case.answers, "payments": rows})
    assert whens(talk.commands("remind")) == ["2026-11-24T16:40:30+08:00"]


def test_a_channel_that_sends_none_promises_none(dialog: Dialog):
    talk = fraud(Talk(dialog))
    assert not {"remind:on", "remind:off"} & set(talk.options)
    talk.commands("remind")
    assert talk.said("reminders_nowhere")
    assert talk.options == ["chart:ics"]
    assert talk.turn.reminders == ()
    assert not talk.case.reminding
    assert Talk(dialog, replace(talk.case, reminding=True)).commands("plan").turn.reminders == ()


def test_whether_it_is_on_outlives_storage(talk: Talk):
    fraud(talk).commands("remind")
    assert Case.from_json(talk.case.to_json()).reminding
    assert not Case.from_json({"v": 1, "answers": []}).reminding


def test_with_nothing_to_remind_of_it_says_so(talk: Talk):
    talk.chooses("switch:wrong_recipient", "bank", "willing").commands("remind")
    assert "还没有近期的日子" in talk.text
    assert talk.case.reminding


@given(
    limit=st.integers(0, 1000 * 24 * 60).map(lambda minutes: NOW.astimezone(BEIJING) + dt.timedelta(minutes=minutes)),
    name=st.sampled_from(ZONES),
)
def test_a_morning_is_a_morning_and_never_too_late(limit: dt.datetime, name: str):
    zone = ZoneInfo(name)
    morning = morning_before(limit, zone)
    assert morning.time() == MORNING
    assert limit - dt.timedelta(hours=25) < morning <= limit  # a day with a change of clocks has 25 hours
    late = by_day(limit, zone)
    assert 9 <= late.hour < 22
    assert limit <= late < limit + dt.timedelta(hours=12)


@given(
    days=st.integers(0, 400), hours=st.integers(0, 23), region=st.sampled_from(["mainland", "us", "uk", "elsewhere"])
)
def test_reminders_lie_ahead_within_reach_and_have_ids_of_their_own(days: int, hours: int, region: str):
    dialog = WITH_REMINDERS
    told = {"event.refusal_received": "2026-11-20", "event.fee_notice_received": "2026-11-23", "region": region}
    answers = {"situation": "scam_rebate", "police": "refused", "paid_at": NOW.isoformat(), **told}
    now = NOW + dt.timedelta(days=days, hours=hours)
    found: tuple[Reminder, ...] = Talk(dialog, Case(answers, reminding=True), now=now).commands("help").turn.reminders
    assert all(now < one.when <= now + REACH for one in found)
    assert [one.when for one in found] == sorted(one.when for one in found)
    assert len({one.id for one in found}) == len(found)
    assert all(one.when < one.until for one in found)
    assert all(one.text and "{" not in one.text and len(one.id) <= 80 for one in found)


WITH_REMINDERS = open_dialog(can_remind=True)
