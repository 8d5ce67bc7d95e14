"""The times and the sums of a text, each with where it stands, for whoever writes down more than one payment."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.understanding.amounts import Amount
from dialogs.understanding.times import TimeMention


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a text names, in order; `plain` is the text as it was read, and the offsets are those in it."""

    plain: str
    times: tuple[TimeMention, ...]
    amounts: tuple[Amount, ...]
