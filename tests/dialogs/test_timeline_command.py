"""The timeline in the dialog: what it shows, the days it asks for, and the files made of it."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import vobject

from bot.papers.export import build_file
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.messages import File
from dialogs.papers.chart import unpack
from dialogs.screen import MAX_LENGTH
from tests.dialogs.talk import CHINA, NOW, Talk

STARTS = "timeline_starts"


@pytest.fixture
def waiting(talk: Talk) -> Talk:
    """5000 yuan sent to the wrong person this afternoon, not accepted yet."""
    return talk.says("今天下午3点20微信转账转错人了，5000元，对方还没收")


@pytest.fixture
def defrauded(talk: Talk) -> Talk:
    return talk.chooses("switch:scam_rebate", "stopped", "paid", "transfer", "received", "refused", "mainland")


def file(talk: Talk) -> File:
    [found] = [file for reply in talk.turn.replies for file in reply.files]
    return found


def test_what_happened_and_what_is_to_come_stand_around_today(waiting: Talk):
    waiting.commands("timeline")
    lines = waiting.first.splitlines()
    assert "- 2026年11月23日15时20分　转出5000元" in lines
    assert "- **2026年11月23日　今天**" in lines
    assert any(line.startswith("- 2026年11月24日15时20分　对方没有收款的转账自动退回") for line in lines)
    assert lines.index("- **2026年11月23日　今天**") == 3
    assert "platform.W02" in waiting.turn.facts
    assert "law.K01" in waiting.turn.facts
    assert waiting.state == "wrong_recipient.return_plan"


def test_an_hour_that_is_only_about_right_says_so(talk: Talk):
    talk.says("刚刚转错人了，5000块，对方还没收").commands("timeline")
    assert "2026年11月24日21时00分　对方没有收款的转账自动退回（大约）" in talk.text


def test_nothing_known_says_so_and_asks(defrauded: Talk):
    defrauded.commands("timeline")
    assert defrauded.said("timeline_empty")
    assert defrauded.said(STARTS)
    assert {"event:transferred", "event:refusal_received"} <= set(defrauded.options)
    assert not {"chart:ics", "chart:png"} & set(defrauded.options)


def test_a_missing_day_is_asked_and_the_deadline_worked_out(defrauded: Talk):
    defrauded.chooses("event:refusal_received")
    assert "哪天收到《不予立案通知书》的" in defrauded.text
    assert defrauded.options == ["leave"]
    defrauded.says("11月21日")
    assert defrauded.case.field is None
    assert defrauded.answers["event.refusal_received"] == "2026-11-21"
    assert "**2026年11月30日　最后一天：对不予立案申请复议" in defrauded.text  # the seventh day is a Saturday
    assert "law.K13" in defrauded.turn.facts
    assert "收到不予立案通知书：11月21日" in {option.label for option in defrauded.buttons}


def test_a_day_can_be_told_anew(defrauded: Talk):
    defrauded.chooses("event:refusal_received").says("11月20日").chooses("event:refusal_received").says("11月21日")
    assert defrauded.answers["event.refusal_received"] == "2026-11-21"


@pytest.mark.parametrize("typed", ["哈哈", "下个月", "2026-13-01", "我还没收到呢"])
def test_what_is_no_day_is_asked_again(defrauded: Talk, typed: str):
    defrauded.chooses("event:refusal_received").says(typed)
    assert "没看懂是哪一天" in defrauded.text
    assert "哪天收到《不予立案通知书》的" in defrauded.text
    assert "event.refusal_received" not in defrauded.answers


def test_a_day_to_come_is_taken_only_where_there_can_be_one(talk: Talk):
    talk.chooses("switch:wrong_recipient", "transfer", "received", "refused", "none")
    talk.chooses("event:fee_notice_received").says("2026-12-01")
    assert "还没有到" in talk.text
    talk.chooses("event:performance_period_ended").says("2026-12-10")
    assert talk.answers["event.performance_period_ended"] == "2026-12-10"
    assert "2028年12月10日　最后一天：申请执行" in talk.text
    assert "放假安排还没公布" in talk.text


@pytest.mark.parametrize("typed", ["不清楚", "不知道", "没有", "跳过"])
def test_somebody_who_does_not_know_is_asked_no_further(defrauded: Talk, typed: str):
    before = defrauded.answers
    defrauded.chooses("event:refusal_received").says(typed)
    assert defrauded.case.field is None
    assert defrauded.answers == before


def test_the_time_of_the_payment_is_kept_where_the_plan_looks_for_it(talk: Talk):
    talk.chooses("switch:wrong_recipient", "transfer", "not_yet", "unknown", "silent", "none")
    talk.chooses("event:transferred").says("2026-11-23 15:20")
    assert talk.answers["paid_at"] == dt.datetime(2026, 11, 23, 15, 20, tzinfo=CHINA).isoformat()
    assert "2026年11月24日15时20分　对方没有收款的转账自动退回" in talk.text
    due = {step.id: step.due for step in talk.commands("plan").turn.plan}
    assert due["wait_for_return"] == dt.datetime(2026, 11, 24, 15, 20, tzinfo=CHINA)


def test_where_only_the_day_of_the_payment_is_known_years_are_counted_and_hours_are_not(defrauded: Talk):
    talk = defrauded.chooses("switch:wrong_recipient")
    talk.chooses("event:transferred").says("11月20日")
    assert "2026年11月20日　转出" in talk.text
    assert "2029年11月20日　最后一天：起诉要求返还不当得利" in talk.text
    assert "自动退回" not in talk.text


@pytest.mark.parametrize("command", ["plan", "start", "help", "papers", "evidence"])
def test_a_command_leaves_the_question(defrauded: Talk, command: str):
    defrauded.chooses("event:refusal_received").commands(command)  # type: ignore[arg-type]
    assert defrauded.case.field is None
    before = defrauded.answers
    defrauded.says("11月21日")
    assert "event.refusal_received" not in defrauded.answers
    assert before.items() <= defrauded.answers.items()


def test_back_leaves_the_question_and_takes_no_answer_back(defrauded: Talk):
    before = defrauded.answers
    defrauded.chooses("event:refusal_received").commands("back")
    assert defrauded.answers == before
    assert defrauded.said(STARTS)


def test_pressing_anything_else_leaves_the_question(defrauded: Talk):
    defrauded.chooses("event:refusal_received", "leave")
    assert defrauded.case.field is None
    assert defrauded.plan
    defrauded.chooses("event:refusal_received", "rest")
    assert defrauded.case.field is None


def test_despair_and_secrets_are_heard_while_a_day_is_asked(defrauded: Talk):
    defrauded.chooses("event:refusal_received").says("我不想活了")
    assert "12356" in defrauded.text
    defrauded.says("验证码 482913")
    assert "482913" not in str(defrauded.answers)
    assert "不要告诉任何人" in defrauded.text


def test_the_question_outlives_storage_and_a_version_that_lost_it(dialog: Dialog, defrauded: Talk):
    defrauded.chooses("event:refusal_received")
    stored = Case.from_json(defrauded.case.to_json())
    assert Talk(dialog, stored).says("11月21日").answers["event.refusal_received"] == "2026-11-21"
    gone = Case.from_json({**defrauded.case.to_json(), "field": "event.gone"})
    assert Talk(dialog, gone).says("你好").case.field is None


def test_a_start_that_does_not_concern_the_case_is_not_asked(talk: Talk):
    talk.chooses("switch:wrong_recipient", "bank", "willing")
    assert "event:refusal_received" not in talk.commands("timeline").options
    talk.chooses("event:refusal_received")
    assert talk.said("old_button")
    assert talk.case.field is None


def test_many_starts_are_turned_over_by_pages(talk: Talk):
    talk.chooses("switch:wrong_recipient", "transfer", "received", "refused", "none").commands("timeline")
    seen: set[str] = set()
    for _ in range(5):
        seen |= {option for option in talk.options if option.startswith("event:")}
        talk.chooses(next(option for option in talk.options if option.startswith("events:")))
        assert len(talk.options) <= 6
    assert {"event:fee_notice_received", "event:complaint_forwarded"} <= seen


def entries(talk: Talk) -> list[str]:
    """What stands in the calendar file."""
    made = file(talk.chooses("chart:ics"))
    assert (made.name, made.form) == ("时间线.ics", "ics")
    return [entry.summary.value for entry in vobject.readOne(build_file(made).decode()).vevent_list]


def test_the_calendar_file_holds_the_days_to_come(waiting: Talk):
    found = entries(waiting.commands("timeline"))
    assert any("自动退回" in entry for entry in found)
    assert not any("转出" in entry for entry in found)


def test_the_calendar_file_holds_what_the_court_waits_for(talk: Talk):
    talk.says("11月10日微信转错人了，5000元，对方收了不肯退").chooses("event:fee_notice_received").says("11月20日")
    assert any("交案件受理费" in entry for entry in entries(talk))


def test_in_the_first_minutes_no_court_is_asked_after(talk: Talk, waiting: Talk):
    court = {"complaint_received", "fee_notice_received", "preservation_taken", "performance_period_ended"}
    later = {f"event:{start}" for start in (*court, "central_bank_complaint_received")}
    for _ in range(3):
        assert not later & set(waiting.commands("timeline").options)
        waiting.waits(hours=30)  # still not accepted: the money comes back by itself
    accepted = Talk(talk.dialog).says("刚刚微信转错人了5000，对方已经收了，不肯退").commands("timeline")
    assert not later & set(accepted.options)
    assert "event:complaint_received" in accepted.waits(days=3).commands("timeline").options


def test_the_picture_is_a_picture(waiting: Talk):
    made = file(waiting.commands("timeline").chooses("chart:png"))
    assert made.name == "时间线.png"
    assert build_file(made).startswith(b"\x89PNG")
    assert unpack(made.content).events[0].what == "转出5000元"


@pytest.mark.parametrize("option", ["chart:ics", "chart:exe", "chart:"])
def test_no_file_where_there_is_nothing_to_put_in_it(defrauded: Talk, option: str):
    defrauded.chooses(option)
    assert defrauded.said("old_button")


def test_a_long_story_is_shown_in_messages_that_are_not_too_long(waiting: Talk):
    rows = [{"time": f"2026-11-{day:02}T1{hour}:00:00", "amount": "1.00"} for day in range(1, 21) for hour in range(5)]
    waiting.case = waiting.case.answered("payments", json.dumps(rows)).without("amount")
    waiting.commands("timeline")
    assert all(len(reply.text) <= MAX_LENGTH for reply in waiting.turn.replies)
    assert len(waiting.turn.replies) <= 6
    assert "更早的还有" in waiting.text


def test_the_day_is_that_of_beijing(dialog: Dialog):
    night = dt.datetime(2026, 11, 23, 17, 0, tzinfo=dt.UTC)
    talk = Talk(dialog, now=night).chooses("switch:scam_rebate", "stopped", "paid", "bank", "refused", "mainland")
    assert "event.refusal_received" in talk.chooses("event:refusal_received").says("今天").answers
    assert talk.answers["event.refusal_received"] == "2026-11-24"


def test_export_gives_the_story_in_words_and_as_a_file(waiting: Talk):
    waiting.commands("export")
    assert "金额：5000 元" in waiting.text
    made = file(waiting)
    assert (made.name, made.form) == ("我的情况.json", "json")
    assert b'"amount": "5000"' in build_file(made)


def test_there_is_nothing_to_export_before_anything_is_said(talk: Talk):
    talk.commands("export")
    assert not any(reply.files for reply in talk.turn.replies)


def test_the_moment_is_the_one_given(waiting: Talk):
    assert unpack(file(waiting.commands("timeline").chooses("chart:ics")).content).now == NOW
