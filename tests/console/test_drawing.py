"""Replies as a terminal shows them: lines and lists as they were written, and where lines of Chinese break."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.console.drawing import broken, drawn

TEXT = "没人收的话，**24 小时**以后会自动退回；银行卡付的一般 1–3 个工作日到（节假日更久），打 95017 问。" * 3


def lines(markdown: str, width: int, *, colour: bool = False) -> list[str]:
    system = "standard" if colour else None
    screen = Console(width=width, file=io.StringIO(), highlight=False, force_terminal=colour, color_system=system)
    with screen.capture() as shown:
        screen.print(drawn(markdown, width))
    return [line.rstrip() for line in shown.get().splitlines()]


@pytest.mark.parametrize("prefix", ["", "- ", "> ", "1. ", "# "])
@pytest.mark.parametrize("width", range(24, 60, 5))
def test_numbers_stay_with_their_measures_and_punctuation_in_its_place(prefix: str, width: int):
    shown = [line.removeprefix("▌ ").strip() for line in lines(prefix + TEXT, width)]
    assert sum(line.count("24 小时") for line in shown) == 3
    assert [number for line in shown for number in re.findall(r"1–3|95017", line)] == ["1–3", "95017"] * 3
    assert all(cell_len(line) <= width for line in lines(prefix + TEXT, width))
    assert not any(line.startswith(("，", "；", "。", "）")) for line in shown)
    assert not any(line.endswith("（") for line in shown)


def test_lines_and_lists_stay_as_they_were_written():
    written = "**先停手**\n别再转\n\n- 打 110\n- 截图\n  - 账号\n1. 一\n10. 十\n> 直接发\n> 这一句\n## 接着做"
    assert lines(written, 40) == [
        "先停手", "别再转", "", "• 打 110", "• 截图", "  • 账号", "1. 一", "10. 十", "▌ 直接发", "▌ 这一句", "接着做",
    ]  # fmt: skip


def test_further_lines_of_an_item_stand_under_its_words():
    assert lines("- 一二三四五六七八", 10) == ["• 一二三四", "  五六七八"]
    assert lines("> 一二三四五六七八", 10) == ["▌ 一二三四", "▌ 五六七八"]


def test_marks_go_and_what_was_escaped_stays():
    written = r"**粗** `码` <https://example.org> \*\*星\*\* 1\. 点"
    assert lines(written, 80) == ["粗 码 https://example.org **星** 1. 点"]


def test_strong_words_are_bold_and_text_to_paste_keeps_its_lines():
    assert "\x1b[1m粗" in lines("**粗**", 20, colour=True)[0]
    assert lines("```\n**一**\n\n- 二\n```", 20) == ["**一**", "", "- 二"]


@given(st.text(st.sampled_from("转账 24小时*-，（）a."), max_size=80), st.integers(10, 40))
def test_breaking_loses_nothing_but_blanks(words: str, width: int):
    parts = broken(Text(words), width)
    assert "".join(part.plain for part in parts).replace(" ", "") == words.replace(" ", "")
