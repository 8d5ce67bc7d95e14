"""Forwards and pictures that come together are one case: a quiet window per chat.

Telegram sends an album, and several forwards in a row, as separate updates without an end mark; only silence tells
that the last one came. Until then nothing of them is written down: they wait here, unacknowledged, and Telegram
keeps them. All of them are claimed in the one transaction of their common turn. A crash within the window therefore
loses nothing and stores nobody else's words, which a table of waiting forwards would ("forwards are never stored").
The price: with long polling the offset stands still while a window is open, at most `longest` seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.telegram.clock import Clock

Update = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Seconds: `after` the last one the window closes, at the latest `longest` after the first; `most` fill it."""

    after: float = 1.5
    longest: float = 8.0
    most: int = 30


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update in the window, and the sign that it is settled. `careful` as in `Entrance.admit`."""

    update: Update
    settled: asyncio.Future[None]
    careful: bool = False


@dataclass(slots=True)
class _Window:
    opened: float
    last: float
    waiting: list[Waiting] = field(default_factory=list)


Release = Callable[[int, tuple[Waiting, ...]], None]


class Gathering:
    """Holds what belongs together, and hands it to `release` when the window closes."""

    def __init__(self, clock: Clock, quiet: Quiet, release: Release) -> None:
        self._clock, self._quiet, self._release = clock, quiet, release
        self._windows: dict[int, _Window] = {}
        self._timers: set[asyncio.Task[None]] = set()

    @property
    def count(self) -> int:
        """How many updates wait."""
        return sum(len(window.waiting) for window in self._windows.values())

    def add(self, chat: int, one: Waiting) -> None:
        """Put an update into its chat's window; the window opens with the first."""
        now = self._clock.steady()
        window = self._windows.get(chat)
        if window is None:
            window = self._windows[chat] = _Window(now, now)
            timer = asyncio.create_task(self._close_in_time(chat, window), name="chore: quiet window")
            self._timers.add(timer)
            timer.add_done_callback(self._timers.discard)
        window.last = now
        window.waiting.append(one)
        if len(window.waiting) >= self._quiet.most:
            self.close(chat)

    def close(self, chat: int) -> None:
        """Close a chat's window now, if it is open: something else was said."""
        window = self._windows.pop(chat, None)
        if window is not None:
            self._release(chat, tuple(window.waiting))

    def abandon(self) -> None:
        """Forget what waits."""
        self._windows.clear()
        for timer in self._timers:
            timer.cancel()

    def close_all(self) -> None:
        """Close every window."""
        for chat in list(self._windows):
            self.close(chat)
        for timer in self._timers:
            timer.cancel()

    async def _close_in_time(self, chat: int, window: _Window) -> None:
        while True:
            due = min(window.last + self._quiet.after, window.opened + self._quiet.longest)
            left = due - self._clock.steady()
            if left <= 0:
                break
            await self._clock.sleep(left)
            if self._windows.get(chat) is not window:
                return
        if self._windows.get(chat) is window:
            self.close(chat)


def belongs_together(update: Update) -> bool:
    """Whether others like this one may follow at once: a forward, a picture or part of an album in a private chat."""
    message = update.get("message")
    if not isinstance(message, Mapping):
        return False
    chat = message.get("chat")
    private = isinstance(chat, Mapping) and chat.get("type") == "private"
    return private and any(message.get(kind) for kind in ("forward_origin", "media_group_id", "photo"))


def in_cases(updates: Iterable[Update]) -> list[list[Update]]:
    """Updates that were fetched at once, those of one case together: for a start, when several may have waited."""
    cases: list[list[Update]] = []
    open_case: dict[Any, list[Update]] = {}
    for update in updates:
        message = update.get("message")
        chat = message.get("chat") if isinstance(message, Mapping) else None
        number = chat.get("id") if isinstance(chat, Mapping) else None
        if belongs_together(update) and number in open_case:
            open_case[number].append(update)
            continue
        cases.append([update])
        open_case.pop(number, None)
        if belongs_together(update):
            open_case[number] = cases[-1]
    return cases
