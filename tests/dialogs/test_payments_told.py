"""Several payments told in talk, in one message or one after another: none is lost, and none replaces another."""

from __future__ import annotations

import pytest

from dialogs.dialog import Dialog
from dialogs.papers.data import PAYMENTS, read_payments
from tests.dialogs.talk import Talk

FRAUD = "刷单被骗了"


def paid(talk: Talk) -> list[str]:
    """The sums of the payments of a case, in order."""
    return [f"{one.amount.normalize():f}" for one in read_payments(talk.answers.get(PAYMENTS, "")) if one.amount]


@pytest.mark.parametrize(
    ("said", "total", "each"),
    [
        (["刷单被骗了，先转了3000又转了2000"], "5000", ["3000", "2000"]),
        (["刷单被骗了，第一笔微信5000，第二笔银行卡2万"], "25000", ["5000", "20000"]),
        (["刷单被骗了，微信转了8000 银行卡转了12000"], "20000", ["8000", "12000"]),
        (["转错人了，转了3000给张三，转了2000给李四"], "5000", ["3000", "2000"]),
        ([FRAUD, "微信转了3000", "后来又转了2000"], "5000", ["3000", "2000"]),
        ([FRAUD, "转了3000", "还有一笔给张伟的1500", "漏了一笔 支付宝还转了500"], "5000", ["3000", "1500", "500"]),
        ([FRAUD, "转了3000", "第二笔是建行转的2万"], "23000", ["3000", "20000"]),
        ([FRAUD, "先转了3000又转了2000", "不对，第二笔是4000"], "7000", ["3000", "4000"]),
        ([FRAUD, "先转了3000又转了2000", "不是2000，是2500"], "5500", ["3000", "2500"]),
        ([FRAUD, "转了3000", "一共转了9000"], "9000", []),
        ([FRAUD, "转了3000", "他又让我转2000"], "3000", []),
        (["刷单被骗，第一单微信转了500，第二单支付宝2000，第三单银行卡8000"], "10500", ["500", "2000", "8000"]),
        (["之前被骗3万 又找黑客追回给了2000"], "32000", ["30000", "2000"]),
        (["微信转错人了", "两笔 一笔3000一笔200", "不对 3000的那笔他收了"], "3200", ["3000", "200"]),
        (["网恋对象借了我5000 后来又借2000"], "7000", ["5000", "2000"]),
        (["奶奶被骗转了6800 分三次", "第一次3000 第二次2000 第三次1800"], "6800", ["3000", "2000", "1800"]),
        ([FRAUD, "转了3000", "不对，是3200"], "3200", []),
        ([f"{FRAUD} 前后充了一万多", "先是八百 然后三千 最后转了7200"], "11000", ["800", "3000", "7200"]),
        ([f"{FRAUD} 一万多", "一万一"], "11000", []),
        ([f"{FRAUD} 一万多", "五百"], "10000/20000", []),
        ([FRAUD, "转了3000", "金额改成6000"], "6000", []),
    ],
)
def test_what_is_told_of_payments_is_kept(talk: Talk, said: list[str], total: str, each: list[str]):
    talk.says(*said)
    assert (talk.answers["amount"], paid(talk)) == (total, each)


def test_each_payment_is_repeated_with_what_is_known_of_it(talk: Talk):
    talk.says("刷单被骗了，第一笔微信5000，第二笔银行卡2万")
    assert "2 笔：5000 元（微信转账）、20000 元（银行转账），一共 25000 元" in talk.text
    talk.says("后来又用支付宝给王芳转了1000")
    assert "3 笔" in talk.text
    assert "1000 元（支付宝转账" in talk.text
    assert talk.answers["channel"] == "bank"  # that of the largest


def test_a_sum_that_is_neither_one_more_nor_a_correction_is_not_passed_over_in_silence(talk: Talk):
    talk.says(FRAUD, "转了3000", "微信转了800")
    assert talk.answers["amount"] == "3000"
    assert "没加上你刚说的 800 元" in talk.text
    talk.says("又转了800元")
    assert talk.answers["amount"] == "3800"


def test_a_correction_of_a_sum_finds_no_situation(talk: Talk):
    talk.says("我被骗了，微信转了3000", "金额改成 6000")
    assert talk.answers["amount"] == "6000"
    assert talk.state.startswith(("triage.", "scam_"))


def test_papers_hold_each_payment_told(dialog: Dialog):
    talk = Talk(dialog).says("刷单被骗了 转了3000", "昨天又用支付宝转了2000", "断了", "微信", "写报案材料")
    for _ in range(3):
        talk.chooses("finish") if "finish" in talk.options else talk.chooses("write")
    assert "3,000.00" in talk.text
    assert "2,000.00" in talk.text
    assert "5,000.00" in talk.text


def test_how_often_it_was_paid_is_counted_and_not_guessed(talk: Talk):
    talk.says("刷单被骗了", "分两次付的 一次300")
    assert (talk.answers["amount"], talk.answers["paid_parts"]) == ("600", "several")


@pytest.mark.parametrize("text", ["我没交", "没有再给", "没给"])
def test_what_is_not_paid_now_takes_no_payment_back(talk: Talk, text: str):
    talk.says("刷单被骗了 转了3000", "他说再交2000才能提", text)
    assert (talk.answers["money_gone"], talk.answers["amount"]) == ("paid", "3000")


def test_sums_alone_start_no_other_situation(talk: Talk):
    talk.says("奶奶被骗转了6800 分三次", "第一次3000 第二次2000 第三次1800")
    assert talk.case.offered is None
