"""Which of the processes that share a database are alive.

A process gives heartbeats by changing the number on its letters (`owned_until`: the time, so that it differs).
Whoever watches asks only whether the number has changed within a lease by the watcher's own steady clock. So it does
not matter whether the clocks of two machines agree, or what a clock that is being set does meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

RELEASED = 0


class Leases:
    """What one process has seen of the others."""

    def __init__(self, steady: Callable[[], float], lease: float) -> None:
        self._steady, self._lease = steady, lease
        self._seen: dict[str, tuple[int, float]] = {}
        self._silent: dict[str, int] = {}

    def look(self, signs: Iterable[tuple[str, int]]) -> dict[str, int]:
        """Take note of all processes that have letters, with their signs; returns the silent ones among them."""
        now = self._steady()
        before, signs = self._seen, tuple(signs)
        self._seen = {
            owner: before[owner] if before.get(owner, (None,))[0] == sign else (sign, now) for owner, sign in signs
        }
        self._silent = {owner: sign for owner, (sign, since) in self._seen.items() if now - since >= self._lease}
        return {owner: sign for owner, sign in signs if self.last_sign(owner, sign) is not None}

    def last_sign(self, owner: str, sign: int) -> int | None:
        """The last sign of a process that was silent when we last looked; None if it lives, as far as we know.

        `sign` is one just read: a later one than the last means that it is back.
        """
        if sign == RELEASED:
            return RELEASED
        last = self._silent.get(owner)
        return last if last is not None and sign <= last else None
