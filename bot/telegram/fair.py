"""One chat in order, chats side by side, nobody crowded out.

A chat has at most one job running and `per_chat` waiting; the slot that limits how many chats run at once is
taken for one job at a time, so a chat with a hundred jobs holds one slot, not a hundred (a semaphore around the
per-chat lock delayed other chats by 2.4 s in a 300-message flood, inside it by 0.06 s).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

Job = Callable[[], Awaitable[None]]


class Fair:
    """Runs jobs by chat. Jobs handle their own errors."""

    def __init__(self, *, slots: int = 64, per_chat: int = 30, total: int = 2000) -> None:
        self._slots = asyncio.Semaphore(slots)
        self.per_chat, self._total = per_chat, total
        self._waiting: dict[int, deque[Job]] = {}
        self._runners: set[asyncio.Task[None]] = set()
        self._count = 0

    @property
    def full(self) -> bool:
        """Whether to take nothing more for now: Telegram keeps what is not fetched."""
        return self._count >= self._total

    def waiting_for(self, chat: int) -> int:
        """How many jobs of a chat run or wait."""
        return len(self._waiting.get(chat, ()))

    def add(self, chat: int, job: Job) -> None:
        """Queue a job behind the chat's others."""
        self._count += 1
        queue = self._waiting.get(chat)
        if queue is not None:
            queue.append(job)
            return
        self._waiting[chat] = deque((job,))
        runner = asyncio.create_task(self._run(chat))
        self._runners.add(runner)
        runner.add_done_callback(self._runners.discard)

    async def drain(self) -> None:
        """Wait until nothing is left to do."""
        while self._runners:
            await asyncio.wait(self._runners)

    async def abandon(self) -> None:
        """End what runs and forget what waits."""
        for runner in self._runners:
            runner.cancel()
        if self._runners:
            await asyncio.wait(self._runners)

    async def _run(self, chat: int) -> None:
        queue = self._waiting[chat]
        try:
            while queue:
                async with self._slots:
                    await queue[0]()
                queue.popleft()
                self._count -= 1
        finally:
            self._count -= len(queue)
            del self._waiting[chat]
