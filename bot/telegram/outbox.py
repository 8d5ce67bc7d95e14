"""Empties the outbox: each chat's messages in order, chats side by side, within Telegram's limits.

A message is crossed off before the next one of its chat is sent, so a crash can repeat at most the one that was on its
way. What cannot be sent now waits in its chat and delays no other.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import os
import random
from bisect import insort
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

from telegram.error import RetryAfter, TelegramError

from bot.store import OutboxMessage, Store, StoreUnavailableError, TurnResult
from bot.telegram.clock import Clock
from bot.telegram.delivery import Delivered, Delivery
from bot.telegram.logs import describe, log, mark
from bot.telegram.metrics import Metrics

# PTB's announced future: RetryAfter counts in timedelta. Without it every RetryAfter raises a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")

T = TypeVar("T")
_STORE_PAUSES = (0.1, 10.0)  # seconds: the first; doubled after each failure to reach the store, up to the longest
STUCK = 300.0  # seconds without a delivery, while chats wait as long, that are no accident
_REMEMBERED = 4096  # numbers of messages crossed off lately
_WORTH_STORING = 5.0  # seconds of waiting that are remembered through a restart
_LONGEST_PAUSE = 60.0  # between two tries to send a message
_MOST_TRIES = 40  # of a message that Telegram fails to take while it takes others
_MOST_TRIES_OF_OURS = 5  # of one that fails by a mistake of ours


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `burst` at once, then one every `every` seconds."""

    every: float
    burst: int


# Telegram asks for no more than about one message a second in a chat (short bursts are fine), 20 a minute in a group,
# and about 30 a second overall for bulk notices.
PRIVATE = Rate(every=1.0, burst=5)
GROUP = Rate(every=3.75, burst=5)
OVERALL = Rate(every=1 / 30, burst=30)


class Limits:
    """Books one message at a time and says how long it must wait (generic cell rate algorithm).
    Keeps one number per chat, until the first `prune` after it no longer matters.
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


def retry_after(error: RetryAfter) -> float:
    """The seconds Telegram asks to wait."""
    period = error.retry_after
    return period.total_seconds() if isinstance(period, dt.timedelta) else float(period)


async def when_reached(change: Callable[[], Awaitable[T]], place: str, clock: Clock, metrics: Metrics) -> T:
    """The result of `change`, repeated with growing pauses while it raises StoreUnavailableError.
    Each failure is counted and logged under `place`.
    """
    pause, longest = _STORE_PAUSES
    while True:
        try:
            return await change()
        except StoreUnavailableError as error:
            metrics.errors.labels(place).inc()
            log.warning(f"{place} not reached", **describe(error))
            await clock.sleep(pause)
            pause = min(pause * 2, longest)


class Outbox:
    """Sends the messages handed over with `add` and those found in the store."""

    def __init__(self, store: Store, delivery: Delivery, limits: Limits, clock: Clock, metrics: Metrics) -> None:
        self._store, self._delivery, self._limits, self._clock, self._metrics = store, delivery, limits, clock, metrics
        self._queues: dict[bytes, deque[OutboxMessage]] = {}
        self._finished: dict[int, None] = {}
        self._left: set[bytes] = set()  # chats whose messages we stopped sending when our lease had run out
        self._runners: set[asyncio.Task[None]] = set()
        self._count = 0
        self._last_heartbeat = self._last_delivery = clock.steady()
        self._delivered = 0

    @property
    def pending(self) -> int:
        """How many messages wait here."""
        return self._count

    def waiting_for(self, chat_id: int) -> int:
        """How many messages wait here for one chat."""
        return len(self._queues.get(self._store.chat_key(chat_id), ())) if self._queues else 0

    def stuck(self, late_chats: int) -> bool:
        """Whether nothing goes out: chats wait for longer than STUCK, and as long no message was delivered.
        A single chat may have a message that Telegram fails to take; that is no reason to restart.
        """
        return late_chats > 1 and self._clock.steady() - self._last_delivery > STUCK

    async def start(self) -> None:
        """Take up what an earlier process left."""
        if not self._store.shared:
            self.add(await self._store.adopt_all(self._clock.now()))

    def enqueue(self, result: TurnResult) -> str:
        """Take over the messages of a committed turn; returns the result to count."""
        if result.forgot:
            self.forget(result.chat)
        self.add(result.to_send)
        return "done" if result.fresh else "repeated"

    def add(self, messages: Iterable[OutboxMessage]) -> None:
        """Queue messages, each chat's in order of their numbers; those already here are passed over."""
        for message in messages:
            if message.id in self._finished:
                continue  # read from the store just before it was crossed off
            queue = self._queues.get(message.chat)
            if queue is None:
                self._queues[message.chat] = deque((message,))
                self._count += 1
                runner = asyncio.create_task(self._run(message.chat))
                self._runners.add(runner)
                runner.add_done_callback(self._runners.discard)
            else:
                self._insert(queue, message, 1)

    def forget(self, chat: bytes) -> None:
        """Drop what waits for a chat, except what is on its way."""
        queue = self._queues.get(chat)
        while queue and len(queue) > 1:
            queue.pop()
            self._count -= 1

    async def drain(self) -> None:
        """Wait until nothing is left to send."""
        while self._runners:
            await asyncio.wait(self._runners)

    async def stop(self, seconds: float) -> None:
        """Send what there is for at most `seconds`; the rest stays in the store for the next process."""
        if self._runners:
            await asyncio.wait(self._runners, timeout=seconds)
        for runner in self._runners:
            runner.cancel()
        await asyncio.gather(*self._runners, return_exceptions=True)
        with contextlib.suppress(StoreUnavailableError):
            await self._store.release()

    async def heartbeat(self) -> None:
        """Renew the lease on our messages, and take over those of processes whose lease has expired."""
        now, started = self._clock.now(), self._clock.steady()
        if self._lost_lease():
            self._left.update(self._queues)
        for chat in self._left:
            self.forget(chat)  # another process may be sending these now
        if self._count or self._store.shared:
            await self._store.heartbeat(now)
        self._limits.prune(started)
        self._last_heartbeat = started  # others count from when they could first see it
        for chat in (*self._left, *await self._store.abandoned_chats(now)):
            ours = await self._store.take_over(chat, now)
            self._left.discard(chat)  # not before: the store may be out of reach
            self.add(ours)
        waiting, oldest = await self._store.backlog()
        self._metrics.outbox_waiting.set(waiting)
        self._metrics.outbox_age.set(max(0.0, now.timestamp() - oldest) if oldest else 0.0)

    async def _run(self, chat: bytes) -> None:
        queue = self._queues[chat]
        try:
            while queue:
                if self._lost_lease():
                    self._left.add(chat)  # another process may send these now: the next heartbeat asks
                    break
                await self._send(queue)
        finally:
            self._count -= len(queue)
            del self._queues[chat]

    async def _send(self, queue: deque[OutboxMessage]) -> None:
        message = queue[0]
        result = await self._deliver(message)
        self._metrics.sent.labels(result.value).inc()
        if result is Delivered.GONE:
            dropped = await self._persist(lambda: self._store.give_up(message.chat))
            log.info("chat gone", chat=mark(message.chat), dropped=dropped)
            self._count -= len(queue)
            queue.clear()
            return
        last = len(queue) == 1
        more = await self._persist(lambda: self._store.sent(message, last=last))
        queue.popleft()
        self._count -= 1
        self._finished[message.id] = None
        if len(self._finished) > _REMEMBERED:
            del self._finished[next(iter(self._finished))]
        for other in more:
            self._insert(queue, other, 0)

    def _insert(self, queue: deque[OutboxMessage], message: OutboxMessage, start: int) -> None:
        """Put a message where its number belongs, from `start` on (1: the first is on its way), unless it is there."""
        if all(message.id != other.id for other in queue):
            insort(queue, message, lo=start, key=attrgetter("id"))
            self._count += 1

    async def _deliver(self, message: OutboxMessage) -> Delivered:
        """Try until the message is delivered or more tries are pointless."""
        chat_id = int(message.content["chat_id"])
        wait = max(
            message.not_before - self._clock.now().timestamp() if message.not_before else 0.0,
            self._limits.book(chat_id, self._clock.steady()),
        )
        tries, since = 0, self._delivered
        while True:
            if wait > 0:
                await self._clock.sleep(wait)
            try:
                result = await self._delivery.deliver(message)
            except Exception as error:  # noqa: BLE001  # whatever it is, the chat's order must hold
                tries += 1
                wait = min(_LONGEST_PAUSE, 0.5 * 2.0 ** min(tries - 1, 10))
                # As Telegram says, else growing, with some chance so that chats spread out.
                wait = retry_after(error) if isinstance(error, RetryAfter) else wait * random.uniform(0.6, 1)  # noqa: S311
                log.info("not sent", chat=mark(message.chat), tries=tries, wait=round(wait, 1), **describe(error))
                most = _MOST_TRIES if isinstance(error, TelegramError) else _MOST_TRIES_OF_OURS
                if tries >= most and self._delivered > since:
                    return Delivered.REFUSED  # Telegram takes others: it is this message that fails
                if wait > _WORTH_STORING:
                    later = self._clock.now() + dt.timedelta(seconds=wait)
                    await self._persist(lambda later=later: self._store.postpone(message, later))  # type: ignore[misc]
                continue
            if result is Delivered.SENT:
                self._delivered += 1
                self._last_delivery = self._clock.steady()
            return result

    async def _persist(self, change: Callable[[], Awaitable[T]]) -> T:
        """Make a change in the store, however long it takes: the next message must not leave before it."""
        return await when_reached(change, "outbox", self._clock, self._metrics)

    def _lost_lease(self) -> bool:
        return self._store.shared and self._clock.steady() - self._last_heartbeat > self._store.lease
