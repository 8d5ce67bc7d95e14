"""A message of any kind is checked with work that grows as its length does.

The work is counted, not timed: the lines of the checker that run.
"""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from dialogs.checking import Checker

SHORT, LONG = 400, 3200
HOSTILE = [
    "转账撤回", "先追回先付后", "加微信", "我也被骗", "警惕骗子", "不能", "在吗", "先", "能", "(", " ", "a.", "x@",
    "1-", "https://", "88888", "\u202ea\u202c", "\u202e", "撤\n", "微信:微信", "@a", "\ufdfa", "💰", "加/我", "加。",
    "zhuanzhang", "z h u a n ", "两分钟内点击撤回，", "“客服”", "？别急", "成功率", "a b ",
]  # fmt: skip


def work(checker: Checker, text: str) -> int:
    """How many lines of `dialogs.checking` run while a text is checked."""
    lines = 0

    def count(_frame: FrameType, event: str, _: Any) -> None:
        nonlocal lines
        if event == "line":
            lines += 1

    def trace(frame: FrameType, _event: str, _: Any) -> Any:
        return count if "dialogs/checking" in frame.f_code.co_filename.replace("\\", "/") else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        checker.check(text)
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.parametrize("unit", HOSTILE, ids=ascii)
def test_the_work_grows_with_the_length_and_no_faster(checker: Checker, unit: str) -> None:
    short, long = ((unit * (size // len(unit) + 1))[:size] for size in (SHORT, LONG))
    assert work(checker, long) < work(checker, short) * (LONG / SHORT) * 1.6 + 2000


def test_a_hundred_kilobytes_are_checked(checker: Checker) -> None:
    text = ("转账撤回神器，先付后撤，加V信abc123。" * 2000)[:40_000]
    assert len(text.encode()) > 90_000
    assert checker.check(text).verdict == "fake_recall_tool"
