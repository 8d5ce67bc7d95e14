"""What is measured: each pattern alone, and the readers that use them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.messages import TextInput
from dialogs.turn import take_turn
from tests.dialogs.opened import read_anew
from tests.dialogs.talk import NOW
from tests.linear.cost import MOST_MS, Cost, cost
from tests.linear.pumps import pumped, pumps

LIMIT_MS = 2 * MOST_MS  # of a whole turn, where other work shares the cores; the long form allows nothing more
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


def slow_patterns(known: Mapping[re.Pattern[str], str], most: int) -> list[str]:
    """The patterns that are slow on one of their `most` most promising pumps, each time they are tried."""
    slow, suspects = list[str](), list(known)
    for _ in range(ROUNDS):
        found = {pattern: list(slow_pumps(pattern, most)) for pattern in suspects}
        suspects = [pattern for pattern, texts in found.items() if texts]
        slow = [
            f"{known[one]}: {one.pattern[:80]} on {text}: {costs}" for one in suspects for text, costs in found[one]
        ]
    return slow


def slow_pumps(pattern: re.Pattern[str], most: int) -> Iterator[tuple[str, Cost]]:
    """The texts on which a pattern takes too long, written as ``beginning (unit)*``."""
    for beginning, unit in pumps(pattern, most):
        found = cost(_everywhere(pattern), lambda length, b=beginning, u=unit: pumped(b, u, length))
        if found.too_slow:
            yield f"{beginning!r} {unit!r}*", found


def slow_on_the_worst(name: str, read: Callable[[str], object]) -> list[str]:
    """The worst texts that a reader is slow on, each time it is tried."""
    read("热身")
    slow = []
    for text, (beginning, unit) in WORST.items():
        for _ in range(ROUNDS):
            found = cost(read, lambda length, b=beginning, u=unit: pumped(b[: length // 2], u, length), LIMIT_MS)
            if not found.slower_than(LIMIT_MS):
                break
        else:
            slow.append(f"{name} on {text}: {found}")
    return slow


def _everywhere(pattern: re.Pattern[str]) -> Callable[[str], object]:
    """Reads a text in both ways in which patterns are used: all matches in it, and the whole of it."""

    def read(text: str) -> None:
        deque(pattern.finditer(text), maxlen=0)
        pattern.fullmatch(text)

    return read


def readers(dialog: Dialog) -> dict[str, Callable[[str], object]]:
    """What reads a whole message: a turn of somebody new, a turn at an amount, the understanding, the checker."""
    dialog = read_anew(dialog)
    asked = Case(answers={"situation": "scam_rebate"}, met="scam_rebate")
    return {
        "first turn": lambda text: take_turn(dialog, Case(), TextInput(text), NOW),
        "later turn": lambda text: take_turn(dialog, asked, TextInput(text), NOW),
        "understanding": lambda text: dialog.understander.read(text, NOW),
        "checker": dialog.checker.check,
    }
