"""Where lines of Chinese break."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.markdown import Markdown

from bot.console.interactive import BREAK, wrapped

TEXT = "没人收的话，**24 小时**以后会自动退回；银行卡付的一般 1–3 个工作日到（节假日更久），打 95017 问。" * 3


def lines(markdown: str, width: int) -> list[str]:
    screen = Console(width=width, file=io.StringIO(), highlight=False)
    with screen.capture() as shown:
        screen.print(Markdown(markdown))
    return [line.strip() for line in shown.get().splitlines()]


@pytest.mark.parametrize("prefix", ["", "- ", "> ", "1. "])
@pytest.mark.parametrize("width", range(24, 60, 5))
def test_numbers_stay_whole_and_punctuation_in_its_place(prefix: str, width: int):
    shown = lines(wrapped(prefix + TEXT, width), width)
    numbers = [number for line in shown for number in re.findall(r"\d+", line.removeprefix("1 "))]
    assert numbers == ["24", "1", "3", "95017"] * 3
    assert all(cell_len(line) <= width for line in shown)
    assert not any(line.removeprefix("▌ ").startswith(("，", "；", "。", "）")) for line in shown)
    assert not any(line.endswith("（") for line in shown)


def test_strong_words_stay_strong():
    assert "*" not in "".join(lines(wrapped(TEXT, 30), 30))


def test_a_short_text_is_left_alone():
    assert wrapped("**先停手**\n\n- 打 110", 40) == "**先停手**\n\n- 打 110"


@given(st.text(st.sampled_from("转账 24*-，（）\n\\`a."), max_size=80), st.integers(10, 40))
def test_without_the_breaks_it_is_the_same_text(markdown: str, width: int):
    assert wrapped(markdown, width).replace(BREAK, "") == markdown.replace(BREAK, "")
