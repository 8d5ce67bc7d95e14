"""The time to read a message grows with its length and with nothing else, whatever the message says.

``python -m tests.linear``, which CI runs too, tries many more texts.
"""

from __future__ import annotations

import re
from collections import deque
from functools import partial

import pytest

from bot.telegram.render import text_chunks
from tests.dialogs.opened import open_dialog
from tests.each import each
from tests.linear.check import readers, slow_on_the_worst, slow_patterns, slow_pumps
from tests.linear.cost import MOST_MS, cost
from tests.linear.patterns import all_patterns
from tests.linear.pumps import pumped, pumps

PUMPS = 2


def test_every_pattern_of_code_and_of_content_is_linear():
    dialog = open_dialog()
    known = all_patterns(dialog, dialog.checker, dialog.papers, dialog.timetable)
    assert list(known.values()).count("content") > 200
    assert {"dialogs.understanding.amounts", "dialogs.secrets", "bot.telegram.render"} <= set(known.values())
    assert slow_patterns(known, PUMPS) == []


@pytest.mark.parametrize("reader", ["first turn", "checker"])
def test_a_reader_is_linear_on_the_worst_texts(reader: str):
    assert slow_on_the_worst(reader, readers(open_dialog())[reader]) == []


@each(
    ("pattern", "linear"),
    [(r"(?:又|一笔)(?:了|一笔)*$", False), (r"\s*x", False), (r"\d{1,9}元", True)],
)
def test_a_pattern_that_is_not_linear_is_found_out(pattern: str, linear: bool):  # noqa: FBT001
    one = re.compile(pattern)
    assert pumps(one)
    assert (next(slow_pumps(one, 24), None) is None) == linear


def test_a_reader_that_is_not_linear_is_found_out():
    assert "here on figures" in "".join(slow_on_the_worst("here", re.compile("(?:1|2|3|4)*?x").search))


MARKS = [
    *("1. ", "1) ", "+ ", "- ", "> ", ">", "* * ", "*a", "**a ", "_a_", "~~a", "`a`*b*", "`", "<a>", "\\"),
    *("[", "![", "[x](", "[x](y)", "a.com ", "**a.com** "),
]


@each("unit", MARKS)
def test_no_marks_make_a_message_for_telegram_slow(unit: str):
    """What people type is escaped where it is quoted; should some of it ever not be, it stops nobody."""

    def read(text: str) -> None:
        deque(text_chunks(text), maxlen=0)

    found = cost(read, partial(pumped, "", unit))
    assert not found.slower_than(MOST_MS), found
