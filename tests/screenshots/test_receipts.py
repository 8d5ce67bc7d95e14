"""Bills read by the real engine: whom, how much, when, whether it was taken, and the number."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.screenshots.reader import read_image
from dialogs.receipts import read_receipts
from tests.screenshots.pictures import DARK, LIGHT, Look, bill, saved

NOW = dt.datetime(2026, 12, 1, 21, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
WECHAT = (
    ("当前状态", "对方已收钱"),
    ("转账说明", "微信转账"),
    ("转账时间", "2026年11月22日 20:31:05"),
    ("收款时间", "2026年11月22日 20:35:10"),
    ("支付方式", "零钱"),
    ("转账单号", "100005000120261122001234"),
)
ALIPAY = (
    ("付款方式", "余额宝"),
    ("对方账户", "王五 138******00"),
    ("创建时间", "2026-11-20 09:15:20"),
    ("订单号", "2026112020004001110012"),
)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_a_transfer_s_bill(look: Look) -> None:
    picture = bill(WECHAT, "转账-转给张三", "-5000.00", look)
    (receipt,) = read_receipts(read_image(saved(picture)).text, NOW)
    payment = receipt.payment
    assert payment.time is not None
    assert (str(payment.amount), payment.payee_shown, payment.accepted) == ("5000.00", "张三", "yes")
    assert (payment.time.iso(), payment.order_number) == ("2026-11-22T20:31:05", "100005000120261122001234")
    assert receipt.channel == "transfer"


def test_a_transfer_that_waits() -> None:
    rows = (("", "1天内朋友未确认，将退还给你"), ("转账时间", "2026年11月22日 20:31:05"))
    (receipt,) = read_receipts(read_image(saved(bill(rows, "待李四收款", "¥800.00"))).text, NOW)
    assert (str(receipt.payment.amount), receipt.payment.accepted) == ("800.00", "no")
    assert receipt.payment.payee_shown == "李四"


def test_another_wallet_s_bill() -> None:
    picture = bill((("", "交易成功"), *ALIPAY), "王五", "-1,200.00")
    (receipt,) = read_receipts(read_image(saved(picture)).text, NOW)
    assert str(receipt.payment.amount) == "1200.00"
    assert receipt.payment.order_number == "2026112020004001110012"
    assert receipt.channel == "alipay"
