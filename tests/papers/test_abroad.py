"""Other money than yuan in papers: never taken for yuan, never added to it, and said with its name."""

from __future__ import annotations

from decimal import Decimal

from dialogs.dialog import Dialog
from dialogs.papers.abroad import OtherMoney, in_all, read_other
from dialogs.papers.data import PAYMENTS, PaperData, Payment, read_payments, write_payments
from dialogs.papers.offer import sums
from tests.dialogs.talk import Talk
from tests.each import each
from tests.papers.cases import PAPERS, known

U = OtherMoney(Decimal(1200), "USDT")


def test_it_is_stored_as_it_is_read():
    for text in ("1200 USDT", "0.5 USD", "1234567.89 JPY"):
        other = read_other(text)
        assert other is not None
        assert other.stored() == text
        (payment,) = read_payments(write_payments((Payment(other=other),)))
        assert (payment.amount, payment.other) == (None, other)
        assert payment.answered("amount")


@each("text", ["1200", "1200 CNY", "0 USD", "1e5 USD", "-3 USD", "5 usd", "1.23456 USD"])
def test_nothing_else_is(text: str):
    assert read_other(text) is None


def test_a_sum_takes_the_place_of_another_in_whatever_money():
    payment = Payment(amount=Decimal(5)).with_value("amount", "1200 USDT")
    assert (payment.amount, payment.other) == (None, U)
    payment = payment.with_value("amount", "300")
    assert (payment.amount, payment.other) == (Decimal(300), None)
    assert Payment(other=U).with_value("amount", "?").other is None
    assert not Payment(other=U).without("amount").answered("amount")


def test_each_money_is_added_up_by_itself():
    payments = (Payment(other=U), Payment(amount=Decimal(500)), Payment(other=OtherMoney(Decimal("0.5"), "USDT")))
    assert in_all(PAPERS, payments) == "500元、1,200.5 USDT"
    assert in_all(PAPERS, (*payments, Payment())) is None
    data = PaperData(known("scam_investment"), payments=payments, entered=True)
    assert sums(PAPERS, PAPERS.kinds["police_report"], data).total is None  # nothing is claimed in yuan


def report(talk: Talk) -> str:
    """The text of the paper on the screen."""
    return "\n".join(reply.text for reply in talk.turn.replies if "```" in reply.text)


def test_a_report_says_what_was_told_in_dollars(dialog: Dialog):
    talk = Talk(dialog).says("被刷单骗了800美元").chooses("paper:police_report", "finish", "write")
    assert "共800美元。" in report(talk)
    assert "合计：1笔，800美元" in report(talk)
    assert "800元" not in report(talk)
    assert "人民币800" not in report(talk)


def test_a_sum_without_its_money_is_in_that_of_the_case(dialog: Dialog):
    talk = Talk(dialog).says("被骗了3000USDT，昨天转的").chooses("paper:police_report", "finish")
    talk.says("还有一笔 500")
    assert [payment.other for payment in read_payments(talk.answers[PAYMENTS])] == [
        OtherMoney(Decimal(3000), "USDT"),
        OtherMoney(Decimal(500), "USDT"),
    ]
    talk.says("还有一笔红包520")  # a red packet holds no coins
    assert len(read_payments(talk.answers[PAYMENTS])) == 2
    talk.chooses("finish").says("第2笔的金额是600人民币")
    assert read_payments(talk.answers[PAYMENTS])[1].amount == Decimal(600)


def test_more_told_in_talk_is_never_written_as_yuan(dialog: Dialog):
    talk = Talk(dialog).says("被骗了3000USDT，昨天转的", "后来又转了2000U")
    talk.chooses("paper:police_report", "finish", "write")
    assert "元" not in report(talk).partition("二、")[0].replace("【待填：金额】元", "")
