"""Sums of money: read what people type, write it as papers do, in digits and in capital Chinese numerals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from dialogs.limits import LARGEST_SUM
from dialogs.text.expression import Expression

CENT = Decimal("0.01")

_TYPED = Expression(
    r"^(?:人民币|rmb|cny|¥|￥)?\s?(\d{1,18}(?:\.\d{1,12})?)\s?(万|千)?\s?(?:元|块|块钱|圆)?(?:整)?$", re.IGNORECASE
)
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = (("仟", 1000), ("佰", 100), ("拾", 10), ("", 1))
_GROUPS = ("", "万", "亿")
_MULTIPLES = {"万": Decimal(10000), "千": Decimal(1000), None: Decimal(1)}


def read_amount(text: str) -> Decimal | None:
    """The sum in yuan that was typed ("5,000.50", "￥88", "1.2万元"), or None when it is not a plain number."""
    plain = " ".join(unicodedata.normalize("NFKC", text).replace(",", "").replace("，", "").split())
    found = _TYPED.match(plain)
    return Decimal(found.group(1)) * _MULTIPLES[found.group(2)] if found else None


def sound(amount: Decimal | None) -> Decimal | None:
    """The sum, if it is one that papers can hold: from nothing to `LARGEST_SUM`, in whole cents; else None."""
    if amount is None or not amount.is_finite() or not 0 <= amount <= LARGEST_SUM or amount != amount.quantize(CENT):
        return None
    return amount


def grouped(amount: Decimal) -> str:
    """Digits with thousands marks and cents: "5,000.00"."""
    return f"{amount:,.2f}"


def figures(amount: Decimal) -> str:
    """Digits with thousands marks, cents only where there are some: "1,987.50", "50"."""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def short(amount: Decimal) -> str:
    """Digits without needless zeros, for running text: "5000" or "5000.50"."""
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or None when there is nothing to add, one of the amounts is not known, or no paper can hold it."""
    known = list(amounts)
    return sound(sum((a for a in known if a is not None), Decimal(0))) if known and None not in known else None


def capital(amount: Decimal) -> str:
    """Capital numerals as on cheques: 「壹仟零叁元整」, 「壹拾元零伍分」, 「叁角」.

    The rule: 整 after 元 when there are no cents, 零 for skipped places inside the yuan and between 元 and 分.

    Raises:
        ValueError: below zero, over `LARGEST_SUM`, or finer than a cent.
    """
    if sound(amount) is None:
        raise ValueError(amount)
    yuan, cents = divmod(int(amount * 100), 100)
    jiao, fen = divmod(cents, 10)
    text = f"{_yuan(yuan)}元" if yuan or not cents else ""
    if not cents:
        return text + "整"
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif yuan:
        text += "零"
    return text + (f"{_DIGITS[fen]}分" if fen else "")


def _yuan(number: int) -> str:
    """Capital numerals of whole yuan, in groups of four places."""
    if number == 0:
        return "零"
    text = ""
    skipped = False
    for power in range(len(_GROUPS) - 1, -1, -1):
        group = number // 10000**power % 10000
        if group:
            text += ("零" if text and (skipped or group < 1000) else "") + _four(group) + _GROUPS[power]  # noqa: PLR2004
            skipped = False
        else:
            skipped = True
    return text


def _four(number: int) -> str:
    """Capital numerals of 1 … 9999."""
    text = ""
    skipped = False
    for place, value in _PLACES:
        digit, number = divmod(number, value)
        if digit:
            text += ("零" if text and skipped else "") + _DIGITS[digit] + place
        skipped = not digit
    return text
