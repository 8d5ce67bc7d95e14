"""The words that a timeline's files carry besides its events."""

from __future__ import annotations

from typing import Protocol


class Captions(Protocol):
    """A title, the word for today, and the form of an alarm, with ``{what}``."""

    @property
    def title(self) -> str:
        """Above the whole."""

    @property
    def today(self) -> str:
        """Beside the present day."""

    @property
    def alarm(self) -> str:
        """What a calendar says when a date comes near."""
