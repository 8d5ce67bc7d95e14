"""Receipts read from pictures: what is taken from them, what is no receipt, and that only a yes makes them answers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dialogs.messages import PICTURE, ForwardInput
from dialogs.papers.data import PAYMENTS, read_payments
from dialogs.receipts import (
    Receipt,
    read_receipt,
    read_receipts,
    stored_receipts,
    typed_income,
    typed_receipt,
    write_receipts,
)
from tests.dialogs.talk import NOW, Talk
from tests.each import each

TAKEN = """账单详情
转账-转给张三
-5000.00
当前状态 对方已收钱
转账说明 微信转账
转账时间 2026年11月22日 20:31:05
收款时间 2026年11月22日 20:35:05
支付方式 零钱
转账单号
1000050000202611220012345678"""
WAITING = """¥800.00
待李四收款
1天内朋友未确认，将退还给你
转账时间 2026年11月23日20:50:11"""
CODE = """扫二维码付款-给老王水果
-36.50
当前状态 支付成功
支付时间 2026-11-23 12:01:02
支付方式 招商银行储蓄卡(1234)
交易单号 4200002026112312345678
商户单号 100100200300"""
ALIPAY = """账单详情
王五
-1,200.00
交易成功
付款方式 余额宝
对方账户 王五 138******00
创建时间 2026-11-20 09:15
订单号 20261120200040011100"""
BANK = """转账成功
收款户名 陈七
收款账号 6222 **** **** 1234
收款银行 建设银行
转账金额 3,000.00元
交易时间 2026-11-21 10:20:30
交易流水号 20261121102030987654"""
MISREAD = """转账-给张三
一5.000.00
当前状态 对方已收钱
转账时间 2026年11月22日20：31：05"""
RETURNED = """转账-转给赵六
-100.00
当前状态 已全额退款
转账时间 2026年11月20日 08:00:00
转账单号 1000050000202611200099"""


def read(text: str) -> Receipt:
    found = read_receipt(text.splitlines(), NOW)
    assert found is not None
    return found


@each(
    ("text", "amount", "payee", "accepted", "channel", "time"),
    [
        (TAKEN, "5000.00", "张三", "yes", "transfer", "2026-11-22T20:31:05"),
        (WAITING, "800.00", "李四", "no", "transfer", "2026-11-23T20:50:11"),
        (CODE, "36.50", "老王水果", "yes", "personal_code", "2026-11-23T12:01:02"),
        (ALIPAY, "1200.00", "王五 138******00", "yes", "alipay", "2026-11-20T09:15"),
        (BANK, "3000.00", "陈七", "yes", "bank", "2026-11-21T10:20:30"),
        (MISREAD, "5000.00", "张三", "yes", "transfer", "2026-11-22T20:31:05"),
        (RETURNED, "100.00", "赵六", None, "transfer", "2026-11-20T08:00:00"),
    ],
)
def test_what_a_receipt_says(text: str, amount: str, payee: str, accepted: str | None, channel: str, time: str) -> None:
    found = read(text)
    payment = found.payment
    assert payment.time is not None
    assert (str(payment.amount), payment.payee_shown, payment.accepted) == (amount, payee, accepted)
    assert (found.channel, payment.time.iso(), found.returned) == (channel, time, text == RETURNED)


def test_numbers_and_the_way_of_paying_are_taken_as_papers_keep_them() -> None:
    payment = read(TAKEN).payment
    assert (payment.method, payment.order_number) == ("balance", "1000050000202611220012345678")
    payment = read(CODE).payment
    assert (payment.method, payment.merchant_number) == ("card", "100100200300")


@each(
    "text",
    [
        "",
        "今晚一起吃饭吗\n好",
        "专业撤回微信转账，先付后撤\n99.00\n加微信",
        "你的余额\n5000.00",
        "转账-来自张三\n+5000.00\n当前状态 已存入零钱\n转账时间 2026年11月22日 20:31:05",
        "商品详情\n¥36.50\n加入购物车",
    ],
)
def test_what_is_no_receipt_of_a_payment(text: str) -> None:
    assert read_receipt(text.splitlines(), NOW) is None


@given(st.lists(st.text(max_size=30), max_size=12))
def test_any_lines_can_be_read_and_stored(lines: list[str]) -> None:
    receipts = read_receipts("\n".join(lines), NOW)
    assert stored_receipts(write_receipts(receipts)) == receipts


TYPED = [
    ("转账-给张三 -5000.00 对方已收钱", "5000.00", "张三", "yes", "transfer"),
    ("转账-转给张三\n-5000.00\n当前状态 对方已收钱", "5000.00", "张三", "yes", "transfer"),
    ("转-给张三-5000.00 对方已收钱", "5000.00", "张三", "yes", "transfer"),
    ("转账给张三 5000.00 对方已收钱", "5000.00", "张三", "yes", "transfer"),
    ("转账-给张三，-5000，等待对方收款", "5000.00", "张三", "no", "transfer"),
    ("微信红包-发给李四 -200.00 已领取", "200.00", "李四", "yes", "red_packet"),
    ("转- 给张三 5000 已收", "5000.00", "张三", "yes", "transfer"),
    ("转账-给张三 -5000.00 对方已收", "5000.00", "张三", "yes", "transfer"),
    ("红包给李四 200 已领取", "200.00", "李四", "yes", "red_packet"),
    ("扫二维码付款-给老王水果 -36.50 支付成功", "36.50", "老王水果", "yes", "personal_code"),
    ("二维码收款-给老王 -20.00 支付成功", "20.00", "老王", "yes", "personal_code"),
    ("Transfer to Zhang San -5000.00 对方已收钱", "5000.00", "Zhang San", "yes", "transfer"),
    ("账单详情 转账-给张三 -5000.00 当前状态 对方已收钱 转账时间 2026年11月22日 20:31:05", "5000.00", "张三", "yes",
     "transfer"),
    ("转账金额 3000元 收款方 陈七 转账时间 2026-11-21 10:20 当前状态 待对方收款", "3000.00", "陈七", "no", "transfer"),
]  # fmt: skip


@each(("text", "amount", "payee", "accepted", "channel"), TYPED)
def test_a_bill_that_is_typed_is_read_like_a_picture_of_it(
    text: str, amount: str, payee: str, accepted: str, channel: str
) -> None:
    found = typed_receipt(text, NOW)
    assert found is not None
    assert not found[1]
    for shown in (found[0], text):  # a picture may be read as one line, too
        (receipt,) = read_receipts(shown, NOW) or read_receipts(found[0], NOW)
        payment = receipt.payment
        assert (str(payment.amount), payment.payee_shown, payment.accepted) == (amount, payee, accepted)
        assert receipt.channel == channel


@each(
    "text",
    [
        "转账给张三5000元",
        "我转给他 5000.00 他收了",
        "转账-来自张三 +5000.00 已存入零钱",
        "专业撤回微信转账 -500.00 已收",
        "转账给错的人了 怎么办",
        "转-",
        "",
    ],
)
def test_what_is_typed_and_no_bill(text: str) -> None:
    assert typed_receipt(text, NOW) is None


INCOME = [
    ("二维码收款-来自张三 +20.00", "20.00", "张三"),
    ("二维码收款-来自张三+20.00", "20.00", "张三"),
    ("转账-来自李四 +3000.00 已存入零钱", "3000.00", "李四"),
    ("微信红包-来自王五\n+88", "88.00", "王五"),
]


@each(("text", "amount", "payer"), INCOME)
def test_a_bill_of_money_that_came_in_is_said_to_be_that(talk: Talk, text: str, amount: str, payer: str) -> None:
    for told in (Talk(talk.dialog).says(text), Talk(talk.dialog).forwards(image_text=text)):
        assert amount in told.text
        assert payer in told.text
        assert told.options == ["switch:received_by_mistake", "menu"]
        assert told.answers == {}
        assert told.chooses("switch:received_by_mistake").position.situation == "received_by_mistake"


@each("text", ["二维码收款-来自张三", "+20.00", "转账-给张三 -5000.00 对方已收钱", "转账-来自李四 +3000.00 他骗我的"])
def test_what_is_no_bill_of_money_that_came_in(text: str) -> None:
    assert typed_income(text) is None


@given(st.text(alphabet="转账-给张三5000.元已收 \n，对方", max_size=60))
def test_anything_like_a_bill_can_be_typed(text: str) -> None:
    found = typed_receipt(text, NOW)
    assert found is None or read_receipts(found[0], NOW)


def test_a_typed_bill_is_shown_and_counts_when_it_is_right(talk: Talk) -> None:
    talk.says("转账-给张三 -5000.00 对方已收钱，我转错人了")
    assert talk.position.situation == "wrong_recipient"
    assert "对吗" in talk.text
    assert "amount" not in talk.answers
    talk.says("对")
    assert talk.answers.items() >= {"amount": "5000.00", "accepted": "received", "channel": "transfer"}.items()


def test_nothing_of_it_counts_before_it_is_confirmed(talk: Talk) -> None:
    talk.forwards(image_text=TAKEN)
    assert "对吗" in talk.text
    assert talk.answers == {}
    (number,) = [option for option in talk.buttons if option.copy]
    assert number.copy == "1000050000202611220012345678"
    assert number.copy in talk.chooses(number.id).text
    talk.says("对")
    assert talk.answers.items() >= {"amount": "5000.00", "accepted": "received", "channel": "transfer"}.items()
    assert talk.answers["paid_at"].startswith("2026-11-22T20:31:05")


def test_a_wrong_reading_is_dropped(talk: Talk) -> None:
    talk.forwards(image_text=TAKEN).chooses("receipt:no")
    assert talk.said("receipt_wrong")
    assert talk.answers == {}
    assert "张三" not in str(talk.case.to_json())
    talk.chooses("receipt:yes")
    assert talk.said("old_button")


def test_what_is_said_with_it_is_heard_at_once(talk: Talk) -> None:
    talk.takes(ForwardInput(image_text=TAKEN, origin="picture", comment="我转错人了"))
    assert talk.position.situation == "wrong_recipient"
    assert "对吗" in talk.text
    talk.chooses("receipt:yes")
    assert talk.answers["amount"] == "5000.00"
    assert talk.position.situation == "wrong_recipient"


def test_words_after_it_are_heard_and_it_is_asked_once_more(talk: Talk) -> None:
    talk.forwards(image_text=TAKEN).says("我转错人了")
    assert talk.position.situation == "wrong_recipient"
    assert "钱到了对方账上" in talk.text  # as the picture shows
    assert "对吗" in talk.text
    assert talk.says("是的").answers["amount"] == "5000.00"


def test_who_talks_of_something_else_is_not_asked_a_third_time(talk: Talk) -> None:
    talk.forwards(image_text=TAKEN).says("我转错人了", "他不回我")
    assert talk.case.receipts is None
    assert "对吗" not in talk.text
    assert "amount" not in talk.says("对").answers


def test_several_pictures_fill_the_payments_of_a_paper(talk: Talk) -> None:
    talk.forwards(image_text=PICTURE.join((TAKEN, WAITING)))
    assert "2 笔" in talk.text
    talk.says("是的")
    assert [str(one.amount) for one in read_payments(talk.answers[PAYMENTS])] == ["5000.00", "800.00"]
    assert talk.answers["amount"] == "5800.00"
    assert talk.answers["paid_parts"] == "several"
    assert "accepted" not in talk.answers  # one was taken, the other not
    talk.forwards(image_text=TAKEN).says("对")
    assert len(read_payments(talk.answers[PAYMENTS])) == 2  # the same receipt again


def test_one_of_several_payments_makes_the_sum_told_no_smaller(talk: Talk) -> None:
    talk.says("跟着群里的老师炒币，投了十二万").forwards(image_text=TAKEN).says("对")
    assert talk.answers["amount"] == "120000"
    assert [str(one.amount) for one in read_payments(talk.answers[PAYMENTS])] == ["5000.00"]


def test_a_trap_that_shows_a_sum_is_still_a_trap(talk: Talk) -> None:
    talk.forwards(image_text=f"{TAKEN}\n专业撤回微信转账，先付后撤，加V：abc8866")
    assert talk.said("verdict_fake_recall_tool")
