"""Leases: which of the processes that share a database have stopped sending heartbeats.

A heartbeat changes the number on a process's outbox messages (`owned_until`: the time, so that it differs). A watcher
asks only whether the number has changed within a lease by the watcher's own steady clock. So it does not matter
whether the clocks of two machines agree, or what a clock that is being set does meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

RELEASED = 0
"""The heartbeat of messages whose owner has given them up: any process may take them at once."""


class Leases:
    """The heartbeats one process has seen of the others."""

    def __init__(self, steady: Callable[[], float], lease: float) -> None:
        """`steady` is a clock in seconds that never jumps; a heartbeat unchanged for `lease` seconds has expired."""
        self._steady, self._lease = steady, lease
        self._seen: dict[str, tuple[int, float]] = {}
        self._expired: dict[str, int] = {}

    def observe(self, heartbeats: Iterable[tuple[str, int]]) -> dict[str, int]:
        """Note the heartbeats of all processes that have messages; returns the expired ones among them."""
        now = self._steady()
        before, heartbeats = self._seen, tuple(heartbeats)
        self._seen = {
            owner: before[owner] if before.get(owner, (None,))[0] == beat else (beat, now) for owner, beat in heartbeats
        }
        self._expired = {owner: beat for owner, (beat, since) in self._seen.items() if now - since >= self._lease}
        return {owner: beat for owner, beat in heartbeats if self.expired(owner, beat) is not None}

    def expired(self, owner: str, heartbeat: int) -> int | None:
        """The last heartbeat of a process whose lease had run out when last observed; None while it holds.
        `heartbeat` is one just read: a later one than the last means that the process is back.
        """
        if heartbeat == RELEASED:
            return RELEASED
        last = self._expired.get(owner)
        return last if last is not None and heartbeat <= last else None
