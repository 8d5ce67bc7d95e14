"""How the time of reading a text grows with its length: in processor time, so that a busy machine changes nothing.

What looks slow is measured against a piece of work that is the same everywhere, so that a slow machine changes nothing
either: a millisecond is one of a machine on which that work takes `YARDSTICK_MS`.
"""

from __future__ import annotations

import math
import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

LENGTHS = (500, 1000, 2000)
WARM_UP = (20, 30, 40, 125, 500)  # an exponential pattern is found here, before it takes for ever
MOST_MS = 50.0
EXPONENT = 1.4  # a text that is linear was measured at 1.34 beside other work, a quadratic one has 2
IDLE_MS = 3.0  # below this at the greatest length, growth is no matter and mostly noise
TWICE = 2  # one measurement may have been disturbed
YARDSTICK_MS = 3.2  # two cores of a small rented server, nothing else running
AGAIN = 8  # measurements of something that looks slow; the least counts


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds at the lengths measured; `exponent` is 1 where twice the length takes twice the time.

    Where the greatest length takes next to no time, only that was measured, and the exponent is 0.
    """

    times: tuple[float, ...]
    exponent: float

    @property
    def too_slow(self) -> bool:
        """Whether it takes too long, or grows too fast to be left alone."""
        return self.slower_than(MOST_MS)

    def slower_than(self, most_ms: float) -> bool:
        """The same against another limit of milliseconds at the greatest length."""
        return self.times[-1] > most_ms or (self.times[-1] > IDLE_MS and self.exponent > EXPONENT)

    def __str__(self) -> str:
        return f"{' '.join(f'{ms:.1f}' for ms in self.times)} ms, exponent {self.exponent:.2f}"


def cost(read: Callable[[str], object], text: Callable[[int], str], most_ms: float = MOST_MS) -> Cost:
    """The cost of `read` on texts of growing length; ends early at a length that takes too long already."""
    for length in WARM_UP:
        taken = _least(read, text(length), most_ms)
        if taken > most_ms and (taken := taken / pace()) > most_ms:
            return Cost((taken,), math.inf)
    last = _least(read, text(LENGTHS[-1]), IDLE_MS, TWICE)
    if last <= IDLE_MS:
        return Cost((last,), 0.0)
    times = (math.inf,) * len(LENGTHS)
    for number in range(AGAIN):
        times = tuple(min(ms, _once(read, text(length))) for ms, length in zip(times, LENGTHS, strict=True))
        growth = math.log2(max(times[-1], 0.001) / max(times[0], 0.001)) / math.log2(LENGTHS[-1] / LENGTHS[0])
        found = Cost(times, growth)
        if number + 1 >= TWICE and not found.slower_than(most_ms):
            break
    if found.slower_than(most_ms):
        slower = pace()
        found = Cost(tuple(ms / slower for ms in found.times), found.exponent)
    return found


def pace() -> float:
    """How many times as long as elsewhere work takes on this machine now; at least 1."""
    return max(1.0, _least(_yardstick, _YARDSTICK_TEXT, 0.0) / YARDSTICK_MS)


_YARDSTICK_TEXT = "昨天转了9元给他, " * 1000
_YARDSTICK = re.compile(r"[一二三四五六七八九十\d]+(?=元)|[转给]了?")


def _yardstick(text: str) -> None:
    deque((found[0].encode() for found in _YARDSTICK.finditer(text)), maxlen=0)
    dict.fromkeys(text[start : start + 3] for start in range(len(text)))


def _least(read: Callable[[str], object], text: str, enough: float, most: int = AGAIN) -> float:
    """Milliseconds of one reading: the first measurement if it is below `enough`, else the least of several."""
    best = math.inf
    for _ in range(most):
        best = min(best, _once(read, text))
        if best <= enough:
            break
    return best


def _once(read: Callable[[str], object], text: str) -> float:
    started = time.thread_time()
    read(text)
    return (time.thread_time() - started) * 1000
