"""The places of a text that were already read as something, so that none is read twice."""

from __future__ import annotations

from collections.abc import Iterable

Stretch = tuple[int, int]
"""A start and an end in a text."""


class Covered:
    """Which characters of one text are taken; a look-up takes as long as the stretch asked for, not as the text."""

    def __init__(self, text: str, stretches: Iterable[Stretch] = ()) -> None:
        self._taken = bytearray(len(text))
        for stretch in stretches:
            self.add(stretch)

    def add(self, stretch: Stretch) -> None:
        """Take the characters from start to end."""
        start, end = stretch
        self._taken[start:end] = b"\x01" * (end - start)

    def meets(self, stretch: Stretch) -> bool:
        """Whether one of the characters from start to end is taken."""
        start, end = stretch
        return self._taken.find(1, start, end) >= 0

    def free(self, stretch: Stretch) -> int:
        """How many characters from start on are not taken, up to end."""
        start, end = stretch
        taken = self._taken.find(1, start, end)
        return (end if taken < 0 else taken) - start
