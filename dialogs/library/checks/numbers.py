"""No number without a fact: every figure in the words must stand in the statement of a fact they name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from dialogs.library.checks.texts import Saying
from dialogs.library.library import Library
from dialogs.library.problems import Problem

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_LIST_MARK = re.compile(r"^\s*\d+[.、)]\s", re.MULTILINE)
_IN_WORDS = re.compile(r"([一二两三四五六七八九十百千万]{1,6})(?=个?(?:工作日|小时|分钟|年|月|天|日|元|倍|成))")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_HEDGES = (
    "一般",
    "通常",
    "可能",
    "多半",
    "大多",
    "往往",
    "为准",
    "不一定",
    "有的",
    "核实",
    "查不到",
    "未必",
    "常见",
    "据",
)


def number_problems(library: Library, sayings: Iterable[Saying]) -> Iterator[Problem]:
    """Figures that no named fact holds."""
    held = {name: numbers_in(fact.statement) for name, fact in library.facts.items()}
    for saying in sayings:
        allowed = {number for name in saying.facts for number in held.get(name, ())} | set(saying.own)
        for number in sorted(numbers_in(saying.words) - allowed):
            yield Problem(saying.file, saying.where, f"数字 {number} 不在所列事实里")


def hedge_problems(library: Library, sayings: Iterable[Saying]) -> Iterator[Problem]:
    """Facts of low confidence, or of our own knowledge alone, said without a word of doubt."""
    for saying in sayings:
        doubtful = [name for name in saying.facts if name in library.facts and not library.facts[name].certain]
        if doubtful and not any(word in saying.words for word in _HEDGES):
            names = "、".join(doubtful)
            yield Problem(saying.file, saying.where, f"{names} 还不确定，话里要有「一般」「可能」「以…为准」这样的词")


def numbers_in(text: str) -> set[str]:
    """The figures in a text in plain digits; list marks do not count, Chinese numerals before a unit do (from 2 on)."""
    plain = _LIST_MARK.sub("", unicodedata.normalize("NFKC", text))
    found = {_plain(match.group()) for match in _NUMBER.finditer(plain)}
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
        elif char == "万":
            total += (section + digit) * 10_000
            section = digit = 0
        else:
            return None
    return total + section + digit or None


def _plain(number: str) -> str:
    number = number.replace(",", "")
    return number.rstrip("0").rstrip(".") if "." in number and number.count(".") == 1 else number
