"""Empties the outbox: each chat's letters in order, chats side by side, within Telegram's limits.

A letter is crossed off before the next one of its chat is sent, so a crash can repeat at most the one that was
on its way. What cannot be sent now waits in its chat and holds up nobody else.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections import deque
from collections.abc import Iterable
from typing import Any

from bot.store import OutboxMessage, Store, StoreUnavailableError
from bot.telegram.clock import Clock
from bot.telegram.delivery import Delivery, Verdict
from bot.telegram.limits import Limits
from bot.telegram.logs import log, mark, trouble
from bot.telegram.metrics import Metrics

_REMEMBERED = 4096  # numbers of letters crossed off lately
STUCK = 300.0  # seconds without a delivery, while chats wait as long, that are no accident
_LONG = 5.0  # seconds of waiting that are worth remembering through a restart


class Sender:
    """Sends letters handed over with `add` and those found in the store."""

    def __init__(self, store: Store, delivery: Delivery, limits: Limits, clock: Clock, metrics: Metrics) -> None:
        self._store, self._delivery, self._limits, self._clock, self._metrics = store, delivery, limits, clock, metrics
        self._queues: dict[bytes, deque[OutboxMessage]] = {}
        self._finished: dict[int, None] = {}
        self._runners: set[asyncio.Task[None]] = set()
        self._count = 0
        self._proof_of_life = self._last_delivery = clock.steady()
        self._delivered = 0

    @property
    def pending(self) -> int:
        """How many letters wait here."""
        return self._count

    def waiting_for(self, chat_id: int) -> int:
        """How many letters wait here for one chat."""
        return len(self._queues.get(self._store.chat_key(chat_id), ())) if self._queues else 0

    def stuck(self, late_chats: int) -> bool:
        """Whether nothing goes out: chats wait for longer than STUCK, and as long no letter was delivered.

        One chat alone may have a letter that Telegram fails to take; that is no reason to start anew.
        """
        return late_chats > 1 and self._clock.steady() - self._last_delivery > STUCK

    async def start(self) -> None:
        """Take up what an earlier process left."""
        if not self._store.shared:
            self.add(await self._store.adopt_all(self._clock.now()))

    def add(self, letters: Iterable[OutboxMessage]) -> None:
        """Queue letters, each chat's in order of their numbers; those already here are passed over."""
        for letter in letters:
            if letter.id in self._finished:
                continue  # read from the store just before it was crossed off
            queue = self._queues.get(letter.chat)
            if queue is None:
                self._queues[letter.chat] = deque((letter,))
                self._start(letter.chat)
            elif letter.id > queue[-1].id:
                queue.append(letter)
            elif all(letter.id != other.id for other in queue):
                first, *rest = queue
                queue.clear()
                queue.extend((first, *sorted((*rest, letter), key=lambda one: one.id)))
            else:
                continue
            self._count += 1

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

    async def stop(self, patience: float) -> None:
        """Send what there is for at most `patience` seconds; the rest stays in the store for who comes next."""
        if self._runners:
            await asyncio.wait(self._runners, timeout=patience)
        for runner in self._runners:
            runner.cancel()
        await asyncio.gather(*self._runners, return_exceptions=True)
        with contextlib.suppress(StoreUnavailableError):
            await self._store.release()

    async def sweep(self) -> None:
        """Send a heartbeat, and take over letters that nobody is sending."""
        now, started = self._clock.now(), self._clock.steady()
        lost = [*self._queues] if self._lost_lease() else []
        for chat in lost:
            self.forget(chat)  # somebody else may be sending these now
        if self._count or self._store.shared:
            await self._store.heartbeat(now)
        self._limits.prune(started)
        self._proof_of_life = started  # others count from when they could first see it
        for chat in (*lost, *await self._store.abandoned_chats(now)):
            self.add(await self._store.take_over(chat, now))
        waiting, oldest = await self._store.backlog()
        self._metrics.outbox_waiting.set(waiting)
        self._metrics.outbox_age.set(max(0.0, now.timestamp() - oldest) if oldest else 0.0)

    def _start(self, chat: bytes) -> None:
        runner = asyncio.create_task(self._run(chat))
        self._runners.add(runner)
        runner.add_done_callback(self._runners.discard)

    async def _run(self, chat: bytes) -> None:
        queue = self._queues[chat]
        try:
            while queue:
                if self._lost_lease():
                    break  # another process sends these now
                await self._send(queue)
        finally:
            self._count -= len(queue)
            del self._queues[chat]

    async def _send(self, queue: deque[OutboxMessage]) -> None:
        letter = queue[0]
        verdict = await self._deliver(letter)
        self._metrics.sent.labels(verdict.value).inc()
        if verdict is Verdict.GONE:
            dropped = await self._persist(lambda: self._store.give_up(letter.chat))
            log.info("chat gone", chat=mark(letter.chat), dropped=dropped)
            self._count -= len(queue)
            queue.clear()
            return
        last = len(queue) == 1
        more = await self._persist(lambda: self._store.sent(letter, last=last))
        queue.popleft()
        self._count -= 1
        self._finished[letter.id] = None
        if len(self._finished) > _REMEMBERED:
            del self._finished[next(iter(self._finished))]
        if more:
            merged = {other.id: other for other in (*queue, *more)}
            self._count += len(merged) - len(queue)
            queue.clear()
            queue.extend(merged[number] for number in sorted(merged))

    async def _deliver(self, letter: OutboxMessage) -> Verdict:
        """Try until the letter is delivered or there is no point in going on."""
        chat_id = int(letter.content["chat_id"])
        wait = max(
            letter.not_before - self._clock.now().timestamp() if letter.not_before else 0.0,
            self._limits.book(chat_id, self._clock.steady()),
        )
        tries, since = 0, self._delivered
        while True:
            if wait > 0:
                await self._clock.sleep(wait)
            try:
                verdict = await self._delivery.deliver(letter)
            except Exception as error:  # noqa: BLE001  # whatever it is, the chat's order must hold
                tries += 1
                wait = self._delivery.pause(error, tries)
                log.info("not sent", chat=mark(letter.chat), tries=tries, wait=round(wait, 1), **trouble(error))
                if self._delivery.hopeless(error, tries, others_went=self._delivered > since):
                    return Verdict.REFUSED
                if wait > _LONG:
                    later = self._clock.now() + dt.timedelta(seconds=wait)
                    await self._persist(lambda later=later: self._store.postpone(letter, later))
                continue
            if verdict is Verdict.SENT:
                self._delivered += 1
                self._last_delivery = self._clock.steady()
            return verdict

    async def _persist(self, change: Any) -> Any:
        """Make a change in the store, however long it takes: the next letter must not leave before it."""
        pause = 0.1
        while True:
            try:
                return await change()
            except StoreUnavailableError as error:
                self._metrics.errors.labels("outbox").inc()
                log.warning("outbox not reached", **trouble(error))
                await self._clock.sleep(pause)
                pause = min(pause * 2, 10.0)

    def _lost_lease(self) -> bool:
        return self._store.shared and self._clock.steady() - self._proof_of_life > self._store.lease
