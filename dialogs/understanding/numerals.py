"""Numbers as Chinese people write them: 三万五, 6千8, 1.2w, 两千零五十, 两百多, 三四千."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from dialogs.limits import is_sum
from dialogs.text.expression import Expression

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "俩": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_UNITS = {
    "十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000,
    "万": 10_000, "w": 10_000, "亿": 100_000_000,
}  # fmt: skip
_MYRIADS = {"万", "w", "亿"}

DIGIT = "一二三四五六七八九两俩壹贰叁肆伍陆柒捌玖"
UNIT = "十拾百佰千仟万亿"
_NUMERALS = frozenset(f"{DIGIT}{UNIT}")
_TEN = 10
_LONGEST = 24  # characters of one number; more figures than any sum has
_TOKEN = Expression(rf"\d{{1,{_LONGEST}}}(?:\.\d{{1,{_LONGEST}}})?|[零〇{DIGIT}{UNIT}kw]")
_FIGURES = r"\d{1,12}(?:\.\d{1,4})?"
_PAIR = Expression(rf"({_FIGURES}|[{DIGIT}十])(到|至|-|~)?({_FIGURES}|[{DIGIT}])([十百千万kw]{{1,3}})")
_SOME = Expression(r"(?:好几|数|几)([十百千万kw]{1,3})|十几([万]?)")
_ABOUT = Expression(rf"(.{{1,{_LONGEST}}}?)[多来余]([千万kw]?)")
_BARELY = Expression(r"([百千万])把")

Range = tuple[Decimal, Decimal]


def parse_number(written: str) -> Decimal | None:
    """The value of one exact written number, None when it is none or larger or finer than any sum (`is_sum`).

    A last digit without its unit counts in tenths of the unit before it, as people speak:
    三万五 is 35000, 6千8 is 6800, 一百五 is 150, 1万2 is 12000.
    """
    text = written.replace(",", "").replace("个", "")
    tokens = _TOKEN.findall(text) if len(text) <= _LONGEST else []
    if not tokens or "".join(tokens) != text:
        return None
    if all(token in _DIGITS for token in tokens):
        value: Decimal | None = Decimal("".join(str(_DIGITS[token]) for token in tokens))
    else:
        value = _add_up(tokens)
    return value if value is not None and is_sum(value) else None


def count_of(written: str) -> int:
    """A written number of things, 0 where it is none."""
    value = parse_number(written)
    return 0 if value is None else int(value)


def _add_up(tokens: list[str]) -> Decimal | None:
    total, section = Decimal(0), Decimal(0)  # whole myriads, and what counts below them
    digit: Decimal | None = None
    last_unit = 1
    for token in tokens:
        unit = _UNITS.get(token)
        if unit is None:
            if digit:
                return None
            digit = Decimal(_DIGITS.get(token, token))
        elif token in _MYRIADS:
            below = section + (digit or 0)
            total = total * unit if total and not below else total + (below or 1) * unit  # 万亿 is a unit of its own
            section, digit, last_unit = Decimal(0), None, unit
        else:
            section += (Decimal(1) if digit is None else digit) * unit
            digit, last_unit = None, unit
    if digit is None:
        return total + section
    spoken = last_unit > _TEN and 0 < digit < _TEN and _DIGITS.get(tokens[-2]) != 0
    return total + section + (digit * last_unit / 10 if spoken else digit)


def parse_quantity(written: str) -> Range | None:
    """The lowest and highest value of a number that may be vague; the two are equal when it is exact.

    None for what is no number, and for what is larger or finer than any sum (`dialogs.limits.is_sum`).

    两百多 is 200 to 300, 三四千 is 3000 to 4000, 几百 is 100 to 1000, 十来万 and 十几万 are 100000 to 200000.
    """
    text = written.replace("个", "")
    found = _quantity(text) if len(text) <= _LONGEST else None
    if found is None or found[0] is found[1]:  # an exact number is known to be a sum
        return found
    return found if is_sum(found[0]) and is_sum(found[1]) else None


def _quantity(text: str) -> Range | None:
    if text.isascii() and text.isdigit():  # most numbers
        figures = Decimal(text)
        return (figures, figures) if is_sum(figures) else None
    if match := _BARELY.fullmatch(text):
        unit = Decimal(_UNITS[match[1]])
        return unit, 2 * unit
    if match := _SOME.fullmatch(text):
        if match[1] is None:
            unit = 10 * _product(match[2])
            return unit, 2 * unit
        return _product(match[1]), 10 * _product(match[1])
    if (match := _PAIR.fullmatch(text)) and (match[2] or _consecutive(match[1], match[3])):
        low, high = parse_number(match[1]), parse_number(match[3])
        if low is not None and high is not None and low < high:
            return low * _product(match[4]), high * _product(match[4])
    if match := _ABOUT.fullmatch(text):
        value = parse_number(match[1])
        return None if not value else _and_more(value, _product(match[2]))
    exact = parse_number(text)
    return None if exact is None else (exact, exact)


def neighbours(written: str) -> tuple[int, int] | None:
    """The two numbers that 两三, 七八 or 十一二 leave open, None for any other number."""
    tens = _TEN if written.startswith("十") and len(written) > 2 else 0  # noqa: PLR2004 - 十 and two figures
    figures = written.removeprefix("十") if tens else written
    if len(figures) != 2 or not _consecutive(*figures):  # noqa: PLR2004 - two figures
        return None
    return tens + _DIGITS[figures[0]], tens + _DIGITS[figures[1]]


def just_under(value: Decimal) -> Range:
    """What 不到 says: at most one step of the leading figure below `value`."""
    step = _step(value)
    return value - (step / _TEN if value == step else step), value


def nearly(value: Decimal) -> Range:
    """What 快, 近 and 将近 say: rather less than half a step of the leading figure below `value`."""
    step = _step(value)
    return value - (step / _TEN if value == step else step / 2), value


def just_over(value: Decimal) -> Range:
    """What 多 and 超过 say: at most one step of the last figure above `value`."""
    return value, value + _step(value)


def plain(value: Decimal) -> str:
    """`value` as a decimal string without exponent or idle zeros: ``"5000"``, ``"9.9"``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _and_more(value: Decimal, unit: Decimal) -> Range:
    low, high = just_over(value)
    return low * unit, high * unit


def _step(value: Decimal) -> Decimal:
    """The size of the last figure of a round number: 100 for 3200, 1000 for 5000, 1 for 7.5 and 33."""
    step = Decimal(1)
    while value >= step * 10 and value % (step * 10) == 0:
        step *= 10
    return step


def _product(units: str) -> Decimal:
    value = Decimal(1)
    for unit in units:
        value *= _UNITS[unit]
    return value


def _consecutive(first: str, second: str) -> bool:
    low, high = _DIGITS.get(first), _DIGITS.get(second)
    return low is not None and high is not None and high == low + 1


def with_figures_ended(plain: str, clauses: Sequence[str]) -> str:
    """A plain text with a comma after each clause that ends in a figure: of 「两万一 现在」 no figure goes on."""
    at = 0
    for part, following in pairwise(clauses):
        found = plain.find(part + following[:1], at)
        at = found + len(part) if found >= 0 else at
        if found >= 0 and part[-1] in _NUMERALS:
            plain = f"{plain[:at]},{plain[at:]}"
    return plain
