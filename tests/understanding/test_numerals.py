"""Numbers in figures and characters, as people mix them."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dialogs.understanding.numerals import parse_number, parse_quantity, plain
from tests.each import each

_CHARACTERS = "零一二三四五六七八九"


def spell(value: int) -> str:
    """A whole number below ten thousand in characters, as it is read aloud in full."""
    if value == 0:
        return _CHARACTERS[0]
    spoken, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            spoken += ("零" if gap and spoken else "") + _CHARACTERS[digit] + name
            gap = False
        else:
            gap = True
    return spoken


@each(
    ("written", "value"),
    [
        ("三万五", "35000"),  # jionlp: 30005
        ("6千8", "6800"),  # jionlp: 6008
        ("一千二", "1200"),  # jionlp: 1002
        ("一百五", "150"),
        ("1万2", "12000"),
        ("1w2", "12000"),
        ("2k5", "2500"),
        ("一万零五", "10005"),
        ("两千零五十", "2050"),
        ("3000万", "30000000"),
        ("一亿二千万", "120000000"),
        ("二十三万五千", "235000"),
        ("五千八百六", "5860"),
        ("1.2万", "12000"),
        ("8.75万", "87500"),
        ("3个w", "30000"),
        ("壹万伍仟", "15000"),
        ("5,000", "5000"),
        ("一二三四", "1234"),
        ("十五", "15"),
        ("十", "10"),
    ],
)
def test_exact_numbers(written: str, value: str):
    assert parse_number(written) == Decimal(value)


@each("written", ["", "多", "块", "三四", "abc", "..", "1.2.3"])
def test_what_is_no_one_number_is_none_or_figures(written: str):
    value = parse_number(written)
    assert value is None or value == 34  # 三四 read figure by figure


@each(
    ("written", "low", "high"),
    [
        ("两百多", 200, 300),
        ("五千多", 5000, 6000),
        ("3200多", 3200, 3300),
        ("一万多", 10_000, 20_000),
        ("10多万", 100_000, 200_000),
        ("一百多万", 1_000_000, 2_000_000),
        ("十来万", 100_000, 200_000),
        ("十几万", 100_000, 200_000),
        ("几百", 100, 1000),
        ("好几万", 10_000, 100_000),
        ("三四千", 3000, 4000),
        ("七八百", 700, 800),
        ("2-3万", 20_000, 30_000),
        ("两到三千", 2000, 3000),
        ("千把", 1000, 2000),
        ("5000", 5000, 5000),
    ],
)
def test_vague_numbers(written: str, low: int, high: int):
    assert parse_quantity(written) == (low, high)


@given(st.integers(0, 9999))
def test_every_number_read_aloud_is_understood(value: int):
    assert parse_number(spell(value)) == value


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_myriads_and_the_rest_add_up(myriads: int, rest: int):
    tail = f"零{spell(rest)}" if 0 < rest < 1000 else spell(rest) if rest else ""
    assert parse_number(f"{spell(myriads)}万{tail}") == myriads * 10_000 + rest


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_plain_has_no_exponent_and_no_idle_zeros(value: Decimal):
    text = plain(value)
    assert Decimal(text) == value
    assert "E" not in text.upper()
    assert not (("." in text) and text.endswith("0"))
