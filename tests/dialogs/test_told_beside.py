"""What is told at one question of a paper and belongs to another is noted there, and the open question asked again."""

from __future__ import annotations

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.filling import open_field, paper_data
from dialogs.papers.data import UNKNOWN, Payment, read_payments, write_payments
from tests.dialogs.talk import Talk
from tests.each import each
from tests.papers.cases import ORDER

KIND = "police_report"
UNTIMED = Payment(channel="transfer").with_value("amount", "5000").with_value("time", UNKNOWN)


def talk_at(dialog: Dialog, payment: Payment, **fields: str) -> Talk:
    answers = {"situation": "scam_rebate", "payments": write_payments((payment,))}
    told = {f"paper.{name}": value for name, value in fields.items()}
    return Talk(dialog, Case({**answers, **told}, paper=KIND, met="scam_rebate"))


def asked(talk: Talk) -> str:
    kind = talk.dialog.papers.kinds[KIND]
    ask = open_field(talk.dialog, talk.case, kind, paper_data(talk.case, talk.position))
    return ask.field.id if ask else ""


def paid(talk: Talk) -> Payment:
    return read_payments(talk.answers["payments"])[0]


@each("said", ["昨天晚上九点转的", "昨晚九点", "是昨天晚上九点付的钱"])
def test_a_time_told_at_the_order_number_is_that_of_the_payment(dialog: Dialog, said: str):
    talk = talk_at(dialog, UNTIMED)
    assert asked(talk) == "order_number"
    talk.says(said)
    assert paid(talk).time is not None
    assert paid(talk).time.iso() == "2026-11-22T21:00"  # type: ignore[union-attr]
    assert asked(talk) == "order_number"
    assert "21时" in talk.text


@each("said", ["今天下午三点报的警", "他昨晚八点又来要钱", "前天下午两点认识的", "昨天上午十点打的95017投诉"])
def test_a_time_of_another_event_is_not_that_of_the_payment(dialog: Dialog, said: str):
    assert paid(talk_at(dialog, UNTIMED).says(said)).time is None


def test_what_is_told_with_an_answer_is_kept(dialog: Dialog):
    talk = talk_at(dialog, UNTIMED).says(f"昨晚九点转的，转给小李（*明），单号 {ORDER}")
    assert paid(talk).order_number == ORDER
    assert paid(talk).time is not None
    assert paid(talk).payee_shown == "小李(*明)"


def test_what_was_told_before_is_not_changed_beside(dialog: Dialog):
    known = UNTIMED.with_value("time", "2026-11-20T10:00")
    assert paid(talk_at(dialog, known).says("昨天晚上九点转的")).time == known.time


def test_the_day_of_the_report_is_told_with_the_report(dialog: Dialog):
    payment = UNTIMED.with_value("order_number", UNKNOWN).with_value("payee_shown", "小李")
    talk = talk_at(dialog, payment, posed_as="客服", place="顺德区", what_happened="?", contact_now="stopped")
    assert asked(talk) == "police_status"
    talk.says("报了，昨天上午十点报的警")
    assert talk.answers["paper.police_status"] == "reported"
    assert talk.answers["paper.police_time"] == "2026-11-22T10:00"
