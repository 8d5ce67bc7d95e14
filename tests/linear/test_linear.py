"""The time to read a message grows with its length and with nothing else, whatever the message says.

``python -m tests.linear`` tries many more texts.
"""

from __future__ import annotations

import re

import pytest

from tests.dialogs.opened import open_dialog
from tests.linear.check import readers, slow_pumps
from tests.linear.cost import MOST_MS, cost
from tests.linear.patterns import all_patterns
from tests.linear.pumps import pumped, pumps

PUMPS = 8
BUSY = 2  # a whole turn on a machine whose cores are shared takes twice as long; the long form allows nothing more
ROUNDS = 3  # a spell of other work on the machine outlasts one measurement; what is slow is slow in each
# The worst texts found, by the review and by the long form: each took seconds before it was mended.
WORST = {
    "sums added up": ("一笔" * 333, "9元"),
    "figures": ("", "1"),
    "a time and what joins it": ("昨天", "的大概"),
    "times": ("", "昨天3点"),
    "sums": ("", "转了9元"),
    "fillers": ("", "啊呀呢"),
    "a question": ("", "我应该"),
    "sentences": ("", "1. "),
    "accents": ("a", "\u0301\u0323"),
    "secrets": ("验证码", " 1-"),
    "links": ("", "a."),
}


@pytest.fixture(scope="module")
def known() -> dict[re.Pattern[str], str]:
    dialog = open_dialog()
    return all_patterns(dialog, dialog.checker, dialog.papers, dialog.timetable)


def test_the_patterns_of_code_and_of_content_are_found(known: dict[re.Pattern[str], str]):
    assert list(known.values()).count("content") > 200
    assert {"dialogs.understanding.amounts", "dialogs.secrets", "bot.telegram.render"} <= set(known.values())


def test_every_pattern_is_linear(known: dict[re.Pattern[str], str]):
    slow, suspects = list[str](), list(known)
    for _ in range(ROUNDS):
        found = {pattern: list(slow_pumps(pattern, PUMPS)) for pattern in suspects}
        suspects = [pattern for pattern, texts in found.items() if texts]
        slow = [
            f"{known[one]}: {one.pattern[:80]} on {text}: {costs}" for one in suspects for text, costs in found[one]
        ]
    assert not slow, "\n".join(slow)


@pytest.mark.parametrize("name", WORST)
@pytest.mark.parametrize("reader", ["first turn", "later turn", "understanding", "checker"])
def test_every_reader_is_linear_on_the_worst_texts(reader: str, name: str):
    read = readers(open_dialog())[reader]
    read("热身")
    beginning, unit = WORST[name]
    rounds = (cost(read, lambda length: pumped(beginning[: length // 2], unit, length)) for _ in range(ROUNDS))
    found = next((one for one in rounds if not one.slower_than(BUSY * MOST_MS)), None)
    assert found is not None


@pytest.mark.parametrize(
    ("pattern", "linear"),
    [(r"(?:又|一笔)(?:了|一笔)*$", False), (r"\s*x", False), (r"\d{1,9}元", True)],
)
def test_a_pattern_that_is_not_linear_is_found_out(pattern: str, linear: bool):  # noqa: FBT001
    assert pumps(re.compile(pattern))
    assert (not list(slow_pumps(re.compile(pattern), 24))) == linear
