"""Telegram's sending limits: per chat, per group, and overall.

Telegram asks for no more than about one message a second in a chat (short bursts are fine), 20 a minute in a
group, and about 30 a second overall for bulk notices.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `burst` at once, then one every `every` seconds."""

    every: float
    burst: int


PRIVATE = Rate(every=1.0, burst=5)
GROUP = Rate(every=3.75, burst=5)
OVERALL = Rate(every=1 / 30, burst=30)


class Limits:
    """Books one message at a time and says how long it must wait (generic cell rate algorithm).

    Per chat one number is kept, until the first `prune` after it no longer matters.
    """

    def __init__(self, private: Rate = PRIVATE, group: Rate = GROUP, overall: Rate = OVERALL) -> None:
        self._private, self._group, self._overall = private, group, overall
        self._due: dict[int, float] = {}
        self._due_overall = 0.0

    def book(self, chat_id: int, now: float) -> float:
        """Book a message to a chat at `now` (steady seconds); returns the seconds to wait before sending it."""
        rate = self._group if chat_id < 0 else self._private
        wait, self._due[chat_id] = _book(self._due.get(chat_id, 0.0), rate, now)
        overall, self._due_overall = _book(self._due_overall, self._overall, now)
        return max(wait, overall)

    def prune(self, now: float) -> None:
        """Forget the chats whose messages need not wait any more."""
        self._due = {chat: due for chat, due in self._due.items() if due > now}


def _book(due: float, rate: Rate, now: float) -> tuple[float, float]:
    start = max(due, now)
    return max(0.0, start - now - (rate.burst - 1) * rate.every), start + rate.every
