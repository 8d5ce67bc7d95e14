"""The time to read a message grows with its length and with nothing else, whatever the message says.

``python -m tests.linear``, which CI runs too, tries many more texts.
"""

from __future__ import annotations

import re

import pytest

from tests.dialogs.opened import open_dialog
from tests.linear.check import readers, slow_on_the_worst, slow_patterns, slow_pumps
from tests.linear.patterns import all_patterns
from tests.linear.pumps import pumps

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


@pytest.mark.parametrize(
    ("pattern", "linear"),
    [(r"(?:又|一笔)(?:了|一笔)*$", False), (r"\s*x", False), (r"\d{1,9}元", True)],
)
def test_a_pattern_that_is_not_linear_is_found_out(pattern: str, linear: bool):  # noqa: FBT001
    one = re.compile(pattern)
    assert pumps(one)
    assert (next(slow_pumps(one, 24), None) is None) == linear


def test_a_reader_that_is_not_linear_is_found_out():
    assert "here on figures" in "".join(slow_on_the_worst("here", re.compile("(?:1|2|3|4)*?x").search))
