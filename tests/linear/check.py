"""What is measured: each pattern alone, and the readers that use them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.messages import TextInput
from dialogs.turn import take_turn
from tests.dialogs.talk import NOW
from tests.linear.cost import Cost, cost
from tests.linear.pumps import pumped, pumps


def slow_pumps(pattern: re.Pattern[str], most: int) -> Iterator[tuple[str, Cost]]:
    """The texts on which a pattern takes too long, written as ``beginning (unit)*``."""
    for beginning, unit in pumps(pattern, most):
        found = cost(_everywhere(pattern), lambda length, b=beginning, u=unit: pumped(b, u, length))
        if found.too_slow:
            yield f"{beginning!r} {unit!r}*", found


def _everywhere(pattern: re.Pattern[str]) -> Callable[[str], object]:
    """Reads a text in both ways in which patterns are used: all matches in it, and the whole of it."""

    def read(text: str) -> None:
        deque(pattern.finditer(text), maxlen=0)
        pattern.fullmatch(text)

    return read


def readers(dialog: Dialog) -> dict[str, Callable[[str], object]]:
    """What reads a whole message: a turn of somebody new, a turn at an amount, the understanding, the checker."""
    asked = Case(answers={"situation": "scam_rebate"}, met="scam_rebate")
    return {
        "first turn": lambda text: take_turn(dialog, Case(), TextInput(text), NOW),
        "later turn": lambda text: take_turn(dialog, asked, TextInput(text), NOW),
        "understanding": lambda text: dialog.understander.read(text, NOW),
        "checker": dialog.checker.check,
    }
