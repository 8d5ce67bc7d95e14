"""What the tests of the store share: a moment, and two small turns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from bot.store import Outcome, Store, Stored
from dialogs.case import Case

NOW = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
Open = Callable[..., Store]


def saying(*texts: str, case: Case | None = None) -> Callable[[Stored], Outcome]:
    """A turn that says something, and saves a case if given."""
    return lambda _stored: Outcome(case=case, letters=tuple({"chat_id": 5, "text": text} for text in texts))


def counting(stored: Stored) -> Outcome:
    """A turn that counts turns."""
    count = int(stored.case.answers.get("count", "0")) + 1
    case = replace(stored.case.answered("count", str(count)), revision=count)
    return Outcome(case=case, letters=({"chat_id": 5, "text": str(count)},))
