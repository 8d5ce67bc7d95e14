"""Figures in words, as plain digits: 「24 小时」, 「三个工作日」, 「10,000 元」."""

from __future__ import annotations

import re
import unicodedata

from dialogs.text.expression import Expression

_NUMBER = Expression(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_LIST_MARK = Expression(r"^\s*\d+[.、)]\s", re.MULTILINE)
_UNIT = "工作[日天]|小[时時]|分[钟鐘]|年|月|天|日|元|倍|成"
_IN_WORDS = Expression(rf"([一二两兩三四五六七八九十百千万萬]{{1,6}})(?=[个個]?(?:{_UNIT}))")
_MEASURE = Expression(
    r"(\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?)\s{0,3}"
    rf"(?=[个個]?(?:{_UNIT}|[万萬次%]|[周週]?[岁歲])|(?:hour|minute|day|working|month|year|yuan)\b)"
)
_TEN_THOUSANDS = Expression(r"(\d{1,9}(?:\.\d{1,4})?)\s?[万萬]")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "兩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def numbers_in(text: str) -> set[str]:
    """The figures in a text in plain digits; list marks do not count, Chinese numerals before a unit do (from 2 on)."""
    plain = _LIST_MARK.sub("", unicodedata.normalize("NFKC", text))
    found = {_plain(match.group()) for match in _NUMBER.finditer(plain)}
    values = (chinese_value(match.group(1)) for match in _IN_WORDS.finditer(plain))
    return found | {str(value) for value in values if value is not None and value > 1}


def in_full(text: str) -> str:
    """The text with its sums in ten thousands as other languages count them: 「10 万」 is 100000."""
    return _TEN_THOUSANDS.sub(lambda found: f"{round(float(found[1]) * 10_000)} ", text)


def measures_in(text: str) -> set[str]:
    """The figures in a text that stand before a unit of time, money or share: 「24 小时」, 「三个工作日」."""
    plain = unicodedata.normalize("NFKC", text)
    found = {_plain(match.group(1)) for match in _MEASURE.finditer(plain)}
    values = (chinese_value(match.group(1)) for match in _IN_WORDS.finditer(plain))
    return found | {str(value) for value in values if value is not None and value > 1}


def chinese_value(numeral: str) -> int | None:
    """The value of a short Chinese numeral, or None when it is not one."""
    total = section = digit = 0
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit = 0
        elif char in "万萬":
            total += (section + digit) * 10_000
            section = digit = 0
        else:
            return None
    return total + section + digit or None


def _plain(number: str) -> str:
    number = number.replace(",", "")
    return number.rstrip("0").rstrip(".") if "." in number and number.count(".") == 1 else number
