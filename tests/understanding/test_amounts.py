"""Sums of money in sentences, and the one that was paid."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dialogs.known import decode_amount
from dialogs.understanding.amounts import find_amounts
from dialogs.understanding.payment import find_payment
from dialogs.understanding.wording import read_wording
from tests.dialogs.opened import open_content
from tests.each import each
from tests.understanding.conftest import normalise

WORDS = read_wording(open_content().details).sums


def paid(text: str) -> str | None:
    amount = find_payment(normalise(text), WORDS).amount
    return amount.encode() if amount else None


@each(
    ("text", "amount"),
    [
        ("五千块", "5000"),
        ("5k", "5000"),
        ("1.2万", "12000"),
        ("三万五", "35000"),
        ("两百多", "200/300"),
        ("分三次每次2000", "6000"),
        ("5000元", "5000"),
        ("5,000", "5000"),
        ("6千8", "6800"),
        ("十来万", "100000/200000"),
        ("3w", "30000"),
        ("3个w", "30000"),
        ("一千二", "1200"),
        ("500", "500"),
        ("￥5000.00", "5000"),
        ("我刚刚微信转错人了，5000块，对方还没收", "5000"),
        ("9块9", "9.9"),
        ("3块5毛", "3.5"),
        ("五毛", "0.5"),
        ("给他发了520红包", "520"),
        ("不到5000", "4000/5000"),
        ("将近一万", "9000/10000"),
        ("超过三千", "3000/4000"),
        ("被骗了3万多", "30000/40000"),
        ("几百块", "100/1000"),
        ("两三千块钱", "2000/3000"),
        ("转了三笔5000", "15000"),
        ("先转了2000又转了3000", "5000"),
        ("转了2次 每次3000", "6000"),
        ("前后转了6笔，一共四万三", "43000"),
        ("本来转500打成5000", "5000"),
        ("本来要付200，多按了个零，变成2000了", "2000"),
        ("50转成500了", "500"),
        ("3000元手续费500元", "3000"),
        ("我卡里还有8万，转了2000出去", "2000"),
        ("先返了我100，后来投了一万二", "12000"),
        ("给了2000人不见了", "2000"),
        ("买显卡4500收到一块砖", "4500"),
        ("转去安全账户49999", "49999"),
        ("总共打了两笔 一笔三百一笔七百", "1000"),
        ("一共转了两次 一次五百一次八百", "1300"),
        ("总共三笔 头一笔一千 第二笔两千 最后一笔五千", "8000"),
        ("两个押金，一个三百一个两百", "500"),
        ("定金五百，尾款一千五，都是扫码", "2000"),
        ("前后快三十万", "250000/300000"),
        ("前前后后将近四万", "35000/40000"),
        ("先转了2000 最后又被骗了3000", "5000"),
        ("八千里头有三千是返给我的，实际亏五千", "5000"),
        ("转他1万两人都不承认", "10000"),
    ],
)
def test_what_was_paid(text: str, amount: str):
    assert paid(text) == amount


@each(
    ("text", "amount", "currency"),
    [
        ("5000港币", "5000", "HKD"),
        ("HK$300", "300", "HKD"),
        ("两千新台币", "2000", "TWD"),
        ("500刀", "500", "USD"),
        ("100美金", "100", "USD"),
        ("rm300", "300", "MYR"),
        ("200新币", "200", "SGD"),
        ("3万澳币", "30000", "AUD"),
        ("100u", "100", "USDT"),
        ("一千英镑", "1000", "GBP"),
        ("5万日元", "50000", "JPY"),
        ("2000人民币", "2000", "CNY"),
        ("2000", "2000", "CNY"),
    ],
)
def test_currencies(text: str, amount: str, currency: str):
    found = find_payment(normalise(text), WORDS).amount
    assert found
    assert (found.encode(), found.currency) == (amount, currency)


@each(
    "text",
    [
        "打110报警了",
        "打95017没人接",
        "百万保障是什么",
        "万一收不回来",
        "千万别转",
        "11岁女儿",
        "24小时到账",
        "等了三天了",
        "QQ12345678骗我",
        "我手机13800138000",
        "订单号202611230001",
        "第二次",
        "十分着急",
        "2017年的事",
        "有100个人被骗",
        "尾号6789",
        "他有三个微信号",
        "35%的手续费",
        "一直不回我",
        "8点转的",
    ],
)
def test_what_is_no_money(text: str):
    assert paid(text) is None


@each(
    ("text", "payments"),
    [
        ("分三次每次2000", 3),
        ("转了两次", 2),
        ("陆续转了好几次", 0),
        ("先转了2000又转了3000", 2),
        ("转了5000", None),
        ("解冻费和保证金两次 一共六千六百", 2),
        ("会员费一次验证金一次 合计三千四", 0),
        ("转给了好几个不同的人", 0),
        ("都是手机银行转给个人账户 七八个不同的人名", 0),
        ("转给一个人5000", None),
        ("我给他打了三个电话", None),
    ],
)
def test_the_number_of_payments(text: str, payments: int | None):
    assert find_payment(normalise(text), WORDS).payments == payments


def test_a_time_is_no_amount_where_its_place_is_taken():
    text = "2026年转了"
    assert find_amounts(text, WORDS, [(0, 5)]) == []


@given(st.integers(10, 9_999_999))
def test_any_sum_in_yuan_is_found_as_it_stands(value: int):
    assert paid(f"微信转账转了{value}元给他") == str(value)


@each(
    "text",
    [f"转了1{'0' * 31}多块", "转了8000万亿", "分99次每次转999999999999元", f"转了{'1' * 4000}元", "转了万亿亿亿"],
)
def test_what_no_case_can_hold_is_no_sum(text: str):
    assert paid(text) is None


_FIGURES = st.text("0123456789,.", min_size=1, max_size=40) | st.text("零一三五十百千万亿两几多余来半kw", max_size=26)
_WORDS = st.sampled_from(["转了", "分三次每次", "一共", "不到", "超过", "又转了", "和", "块", "元", "万", "多", "5毛"])


@given(st.lists(_FIGURES | _WORDS, max_size=8))
def test_every_sum_that_is_found_can_be_stored(parts: list[str]):
    amount = find_payment(normalise("".join(parts)), WORDS).amount
    assert amount is None or decode_amount(amount.encode()) == (amount.low, amount.high), parts


@given(st.text(max_size=120))
def test_no_text_breaks_it(text: str):
    for amount in find_amounts(normalise(text), WORDS):
        assert amount.high > 0
        assert amount.low <= amount.high
