"""Sums: capital numerals by the rule for cheques, and what people type."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.limits import LARGEST_SUM
from dialogs.papers.money import capital, grouped, read_amount, short, total
from tests.each import each

CAPITALS = [
    ("0", "零元整"),
    ("0.01", "壹分"),
    ("0.10", "壹角"),
    ("0.55", "伍角伍分"),
    ("1", "壹元整"),
    ("10", "壹拾元整"),
    ("10.05", "壹拾元零伍分"),
    ("10.50", "壹拾元伍角"),
    ("88.88", "捌拾捌元捌角捌分"),
    ("100.05", "壹佰元零伍分"),
    ("325.04", "叁佰贰拾伍元零肆分"),
    ("1003", "壹仟零叁元整"),
    ("1030", "壹仟零叁拾元整"),
    ("1300", "壹仟叁佰元整"),
    ("5000", "伍仟元整"),
    ("10003.07", "壹万零叁元零柒分"),
    ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
    ("30010", "叁万零壹拾元整"),
    ("87500", "捌万柒仟伍佰元整"),
    ("100000", "壹拾万元整"),
    ("107000.53", "壹拾万柒仟元伍角叁分"),
    ("1000001", "壹佰万零壹元整"),
    ("1010101", "壹佰零壹万零壹佰零壹元整"),
    ("10000000", "壹仟万元整"),
    ("100000000", "壹亿元整"),
    ("100000001.10", "壹亿零壹元壹角"),
    ("100010000", "壹亿零壹万元整"),
    ("1234567890.12", "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分"),
    ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
]
DIGITS = {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}
GROUPS = {"万": 10**4, "亿": 10**8}


def value(text: str) -> Decimal:
    """Reads capital numerals back, by a way of its own."""
    yuan, _, rest = text.partition("元") if "元" in text else ("", "", text)
    whole = group = digit = 0
    for char in yuan:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in PLACES:
            group += digit * PLACES[char]
            digit = 0
        else:
            whole += (group + digit) * GROUPS[char]
            group = digit = 0
    cents = sum(DIGITS[rest[i - 1]] * unit for sign, unit in (("角", 10), ("分", 1)) if (i := rest.find(sign)) > 0)
    return Decimal(whole + group + digit) + Decimal(cents) / 100


@each(("amount", "text"), CAPITALS)
def test_capital_numerals(amount: str, text: str):
    assert capital(Decimal(amount)) == text


@given(st.integers(0, int(LARGEST_SUM * 100)))
def test_capital_numerals_mean_the_same_sum(cents: int):
    amount = Decimal(cents) / 100
    text = capital(amount)
    assert value(text) == amount
    assert "零零" not in text
    assert text.endswith("整") == (cents % 100 == 0)


@each("amount", ["-1", "0.001", "1000000000000"])
def test_what_no_cheque_can_say_is_refused(amount: str):
    with pytest.raises(ValueError, match=r"\d"):
        capital(Decimal(amount))


@each(
    ("typed", "amount"),
    [
        ("5000", "5000"), ("5,000.50", "5000.50"), ("５０００", "5000"), ("¥88", "88"), ("￥ 88.8 元", "88.8"),
        ("1.2万", "12000"), ("3千元", "3000"), ("100块钱", "100"), ("人民币200元整", "200"), ("rmb 6", "6"),
        ("五千", None), ("5000左右", None), ("-5", None), ("1e3", None), ("", None), ("5 000", None), ("NaN", None),
    ],
)  # fmt: skip
def test_reads_what_is_typed(typed: str, amount: str | None):
    assert read_amount(typed) == (None if amount is None else Decimal(amount))


def test_writes_and_adds():
    assert grouped(Decimal(1234567)) == "1,234,567.00"
    assert (short(Decimal("5000.00")), short(Decimal("5000.5"))) == ("5000", "5000.50")
    assert total([Decimal(1), Decimal("0.5")]) == Decimal("1.5")
    assert total([Decimal(1), None]) is None
    assert total([]) is None
