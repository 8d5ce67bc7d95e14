"""How often one group may make the bot speak: above that it stays silent, so that nobody can use it to flood."""

from __future__ import annotations

from collections import deque

_SPAN = 60.0
_PRUNE_AT = 1024


class Quota:
    """At most `most` answers a minute in each group. Kept in memory: a restart forgives."""

    def __init__(self, most: int = 6) -> None:
        self._most = most
        self._taken: dict[int, deque[tuple[float, int]]] = {}

    def take(self, chat_id: int, update_id: int, now: float) -> bool:
        """Take one answer of a group's minute (`now`: steady seconds); the same update takes only one."""
        if len(self._taken) > _PRUNE_AT:
            self._taken = {chat: taken for chat, taken in self._taken.items() if taken[-1][0] > now - _SPAN}
        taken = self._taken.setdefault(chat_id, deque(maxlen=self._most))
        while taken and taken[0][0] <= now - _SPAN:
            taken.popleft()
        if any(number == update_id for _, number in taken):
            return True
        if len(taken) >= self._most:
            return False
        taken.append((now, update_id))
        return True
