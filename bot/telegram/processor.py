"""Which update is processed when: each chat in order, chats side by side, what belongs together as one.

Forwards and pictures that come together are one case. Telegram sends an album, and several forwards in a row, as
separate updates without an end mark; only silence tells that the last one came. Until then they wait here, unsettled,
and Telegram keeps them. All are claimed in the one transaction of their common turn, so a crash within the window
loses nothing and stores nobody else's words.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import BaseUpdateProcessor

from bot.telegram.clock import Clock
from bot.telegram.logs import describe, log
from bot.telegram.metrics import Metrics
from dialogs.together import asks_about

_MOST_TASKS = 1 << 16  # PTB's own limit, beyond ours: it would hold one chat's updates against another's
_UNSENT = 2  # messages one chat may have unsent for each update it may have waiting
_OF_A_FLOOD = 4  # updates taken of it at a time: few enough that those who wait behind it hardly notice
_LONG = 1.0  # seconds; a turn takes milliseconds, a picture some seconds
_LONG_OF_A_FLOOD = 0.1  # for who has half of what may wait unsettled, or more, while others wait behind them
_SETTLING = 3.0  # seconds that a stop gives to what has come
_ASKING_AGAIN = 1.0  # and to asking for what only we have

TurnAway = Callable[[Sequence[Update]], Awaitable[None]]
"""Settles updates of one chat that sends faster than it can be served."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Seconds: `after` the last one the window closes, at the latest `longest` after the first; `most` fill it."""

    after: float = 1.5
    longest: float = 8.0
    most: int = 30


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many updates are processed at once (`slots`), may wait of one chat, and in all.
    With `unsent` messages in the outbox no update is taken until some are sent.
    """

    slots: int = 64
    per_chat: int = 30
    total: int = 2000
    unsent: int = 2000


@dataclass(slots=True)
class _Chat:
    """A chat's queue: how many are in it, and the end of the last one."""

    waiting: int = 0
    last: asyncio.Future[None] | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in a chat's queue: it comes after `before`, and `done` lets the next one go."""

    chat: int
    before: asyncio.Future[None] | None
    done: asyncio.Future[None]


@dataclass(slots=True)
class _Window:
    """Updates that are gathered; `closed` gives their common place, `settled` the end of their turn."""

    opened: float
    last: float
    closed: asyncio.Future[_Place]
    settled: asyncio.Future[None]
    updates: list[Update] = field(default_factory=list)


class ChatProcessor(BaseUpdateProcessor):
    """Processes updates for the application, however they come in.

    `unsettled` are the updates begun and not settled yet, `settled` those settled that Telegram may give again.
    While `careful`, an update may be one that ended the process before: its handler counts the try.
    """

    def __init__(self, clock: Clock, metrics: Metrics, capacity: Capacity, quiet: Quiet) -> None:
        super().__init__(_MOST_TASKS)
        self._clock, self._metrics, self._capacity, self._quiet = clock, metrics, capacity, quiet
        self.unsettled: dict[int, tuple[float, Update]] = {}
        self._behind: defaultdict[int, list[Update]] = defaultdict(list)
        self.settled: set[int] = set()
        self.all_settled = asyncio.Event()
        self.all_settled.set()
        self.careful = False
        self._unsent: Callable[[], int] = int
        self._unsent_for: Callable[[int], int] = int
        self._turn_away: TurnAway | None = None
        self._chats: dict[int, _Chat] = {}
        self._slots = asyncio.Semaphore(capacity.slots)
        self._count = 0
        self._windows: dict[int, _Window] = {}
        self._batches: dict[int, tuple[Update, ...]] = {}
        self._ours_alone: dict[int, Update] = {}
        self._turned_away: defaultdict[int, list[Update]] = defaultdict(list)
        self._turning_away: dict[int, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._deadline: float | None = None

    def connect(self, unsent: Callable[[], int], unsent_for: Callable[[int], int], turn_away: TurnAway) -> None:
        """Say how many messages are unsent, in all and for a chat, and what to do with what is too much."""
        self._unsent, self._unsent_for, self._turn_away = unsent, unsent_for, turn_away

    async def initialize(self) -> None:
        """Nothing to get ready."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    @property
    def full(self) -> bool:
        """Whether to take nothing more for now: Telegram keeps what is not taken."""
        gathered = sum(len(window.updates) for window in self._windows.values())
        return self._count >= self._capacity.total or self._unsent() + gathered >= self._capacity.unsent

    def begin(self, updates: Sequence[Update], *, full: bool = False) -> tuple[Update, ...]:
        """Note what was fetched together as unsettled; returns what is to be processed.

        `full`: others wait at Telegram behind these. Then a chat that alone brings more than may wait is in
        everybody's way: few of its updates are processed, and the others turned away behind the first of them.
        """
        now = asyncio.get_running_loop().time()
        self.unsettled.update((update.update_id, (now, update)) for update in updates)
        if self.unsettled:
            self.all_settled.clear()
        if not full:
            return tuple(updates)
        brought = Counter(map(chat_of, updates))
        free = {
            chat: _OF_A_FLOOD - (self._chats[chat].waiting if chat in self._chats else 0)
            for chat, count in brought.items()
            if count > self._capacity.per_chat
        }
        taken: list[Update] = []
        first: dict[int, int] = {}
        for update in updates:
            chat = chat_of(update)
            if chat in free and free[chat] <= 0:
                if chat in first:
                    self._behind[first[chat]].append(update)
                else:
                    self._turn_away_soon(chat, update)
                continue
            if chat in free:
                free[chat] -= 1
                first.setdefault(chat, update.update_id)
            taken.append(update)
        return tuple(taken)

    def let_go(self) -> None:
        """Call what has been unsettled for long settled: others wait at Telegram behind it, and only we have it now.
        What one of very many is for its sender is so after a tenth of the time: nobody is to wait for a flood. That a
        dozen of one person are unsettled so long is no flood, but a busy machine after a rest.
        """
        now, most = asyncio.get_running_loop().time(), self._capacity.per_chat // 2
        brought = Counter(chat_of(update) for _, update in self.unsettled.values())
        for number, (begun, update) in list(self.unsettled.items()):
            if now - begun >= (_LONG if brought[chat_of(update)] < most else _LONG_OF_A_FLOOD):
                self._settle(update)
                self._ours_alone[number] = update

    def forget_settled(self, before: int) -> None:
        """Forget the settled updates with smaller numbers: Telegram has been told."""
        self.settled = {number for number in self.settled if number >= before}

    def batch(self, update: Update) -> tuple[Update, ...]:
        """The update being processed, with those that are settled together with it."""
        return self._batches.get(update.update_id, (update,))

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """See `BaseUpdateProcessor`. An update is not settled if its processing is cancelled."""
        if not (isinstance(update, Update) and isinstance(coroutine, Coroutine)):
            raise TypeError(f"not an update: {type(update).__name__}")
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        self._tasks.add(task)
        started, chat = self._clock.steady(), chat_of(update)
        for other in self._behind.pop(update.update_id, ()):
            self._turn_away_soon(chat, other)
        try:
            if self._crowded(chat):
                await asyncio.wait((self._turn_away_soon(chat, update),))
            elif belongs_together(update):
                await self._process_in_window(chat, update, coroutine)
                self._settle(update)
            else:
                self._close_window(chat)  # first what came first
                await self._process(self._enter(chat), coroutine)
                self._settle(update)
        finally:
            coroutine.close()
            self._tasks.discard(task)
        self._metrics.turn_seconds.observe(self._clock.steady() - started)

    async def process_alone(self, case: Sequence[Update], process: Callable[[Update], Awaitable[None]]) -> None:
        """Process updates of one case, which may have ended the process before, with nothing beside them."""
        first = case[0]
        self._batches[first.update_id] = tuple(case)
        try:
            await process(first)
        finally:
            del self._batches[first.update_id]
        for update in case:
            self._settle(update)

    def hurry(self) -> None:
        """Wait for no more forwards: what has come is all, and has some seconds left to be settled."""
        if self._deadline is None:
            self._deadline = asyncio.get_running_loop().time() + _SETTLING
        for chat in list(self._windows):
            self._close_window(chat)

    async def drain(self) -> None:
        """Hurry, and wait until what has come is settled or the seconds for it are over."""
        self.hurry()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(self._deadline):
                await self.all_settled.wait()
                while self._tasks:
                    await asyncio.wait(self._tasks)

    async def abandon(self) -> None:
        """Cancel what is not settled: Telegram keeps it for the next process. For what it has let go, ask again."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        self._windows.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_ASKING_AGAIN):
                alone: defaultdict[int, list[Update]] = defaultdict(list)
                for update in self._ours_alone.values():
                    alone[chat_of(update)].append(update)
                for updates in alone.values():
                    if self._turn_away is not None:
                        await _logging_failure(self._turn_away(updates), self._metrics)

    def _settle(self, update: Update) -> None:
        self._ours_alone.pop(update.update_id, None)
        if self.unsettled.pop(update.update_id, None):
            self.settled.add(update.update_id)
        if not self.unsettled:
            self.all_settled.set()

    def _crowded(self, chat: int) -> bool:
        here = self._chats.get(chat)
        if here is not None and here.waiting >= self._capacity.per_chat:
            return True
        return self._unsent_for(chat) >= _UNSENT * self._capacity.per_chat

    def _turn_away_soon(self, chat: int, update: Update) -> asyncio.Task[None]:
        """Not behind the queue it does not fit into; those of a chat that come at once are turned away together."""
        self._turned_away[chat].append(update)
        task = self._turning_away.get(chat)
        if task is None:
            task = self._turning_away[chat] = asyncio.create_task(self._turn_all_away(chat))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return task

    async def _turn_all_away(self, chat: int) -> None:
        await asyncio.sleep(0)  # for the rest of the batch
        updates = self._turned_away.pop(chat)
        del self._turning_away[chat]
        if self._turn_away is not None:
            await _logging_failure(self._turn_away(updates), self._metrics)
        for update in updates:
            self._settle(update)

    def _enter(self, chat: int) -> _Place:
        queue = self._chats.setdefault(chat, _Chat())
        place = _Place(chat, queue.last, asyncio.get_running_loop().create_future())
        queue.last = place.done
        queue.waiting += 1
        self._count += 1
        return place

    async def _process(self, place: _Place, coroutine: Coroutine[Any, Any, Any]) -> None:
        """Process an update in its chat's order. The slot is taken last, so a flood of one chat holds only one."""
        try:
            if place.before is not None and not place.before.done():
                await asyncio.wait((place.before,))
            async with self._slots:
                await _logging_failure(coroutine, self._metrics)
        finally:
            place.done.set_result(None)
            self._count -= 1
            queue = self._chats[place.chat]
            queue.waiting -= 1
            if not queue.waiting:
                del self._chats[place.chat]

    async def _process_in_window(self, chat: int, update: Update, coroutine: Coroutine[Any, Any, Any]) -> None:
        """Process the updates of a window as one: with the first's coroutine, which finds the others in `batch`."""
        loop, now = asyncio.get_running_loop(), self._clock.steady()
        window = self._windows.get(chat)
        if window is None:
            window = self._windows[chat] = _Window(now, now, loop.create_future(), loop.create_future())
        window.last = now
        window.updates.append(update)
        first = window.updates[0]
        if len(window.updates) >= self._quiet.most or self._deadline is not None:
            self._close_window(chat)
        if update is not first:
            await asyncio.wait((window.settled,))
            return
        timer = asyncio.create_task(self._close_in_time(chat, window), name="job: quiet window")
        try:
            place = await window.closed
        finally:
            timer.cancel()
        self._batches[update.update_id] = tuple(window.updates)
        try:
            await self._process(place, coroutine)
        finally:
            del self._batches[update.update_id]
        window.settled.set_result(None)

    def _close_window(self, chat: int) -> None:
        window = self._windows.pop(chat, None)
        if window is not None and not window.closed.done():
            window.closed.set_result(self._enter(chat))

    async def _close_in_time(self, chat: int, window: _Window) -> None:
        while self._windows.get(chat) is window:
            due = min(window.last + self._quiet.after, window.opened + self._quiet.longest)
            left = due - self._clock.steady()
            if left <= 0:
                self._close_window(chat)
                return
            await self._clock.sleep(left)


async def _logging_failure(work: Awaitable[None], metrics: Metrics) -> None:
    """Await `work`; a mistake of ours in what handles mistakes settles the update all the same: others go on."""
    try:
        await work
    except Exception as error:  # noqa: BLE001
        metrics.errors.labels("receive").inc()
        log.error("update dropped", **describe(error))


def chat_of(update: Update) -> int:
    """The chat an update belongs to, for keeping order: the asker's for an inline query; 0 when it has none."""
    owner = update.effective_chat or update.effective_user
    return owner.id if owner and isinstance(owner.id, int) else 0  # PTB takes over whatever stands there


def belongs_together(update: Update) -> bool:
    """Whether others may follow at once that are one case with it, in a private chat.
    So it is with a forward, a picture, a part of an album, and a short question about a message that comes with it.
    """
    message = update.message
    if message is None or message.chat.type != ChatType.PRIVATE:
        return False
    return bool(message.forward_origin or message.media_group_id or message.photo or asks_about(message.text or ""))


def in_cases(updates: Iterable[Update]) -> list[list[Update]]:
    """Updates that were fetched at once, those of one case together: for a start, when several may have waited."""
    cases: list[list[Update]] = []
    open_case: dict[int, list[Update]] = {}
    for update in updates:
        chat = chat_of(update)
        if belongs_together(update) and chat in open_case:
            open_case[chat].append(update)
            continue
        cases.append([update])
        open_case.pop(chat, None)
        if belongs_together(update):
            open_case[chat] = cases[-1]
    return cases
