"""Telegram and a load balancer in one: updates posted to the webhooks of any number of replicas."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.benchmarks.contenders.ours import SECRET

_HEAD = (
    b"POST /hook HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    b"X-Telegram-Bot-Api-Secret-Token: %s\r\nContent-Length: %d\r\n\r\n"
)


class Deliverer:
    """Posts updates, at most `at_once` on their way, each to any replica, again until one says 200.

    `new_update` gives numbers; `served` notes when each was sent off. `again` counts those not taken at first.
    """

    def __init__(
        self, ports: Sequence[int], new_update: Callable[[], int], served: dict[int, float], *, at_once: int = 40
    ) -> None:
        self._ports, self._new_update, self._served = ports, new_update, served
        self._free, self._waiting = at_once, deque[tuple[int, bytes]]()
        self._idle: dict[int, list[_Line]] = {port: [] for port in ports}
        self._tasks: set[asyncio.Task[None]] = set()
        self._dice = random.Random(1)
        self.again = 0

    def post(self, content: Mapping[str, Any]) -> int:
        """Send an update on its way; its number."""
        number = self._new_update()
        self._waiting.append((number, json.dumps({"update_id": number, **content}).encode()))
        self._send_off()
        return number

    async def close(self) -> None:
        """Hang up, after what is on its way has been taken."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=10)
        for lines in self._idle.values():
            for line in lines:
                line.close()

    def _send_off(self) -> None:
        while self._waiting and self._free:
            self._free -= 1
            task = asyncio.create_task(self._deliver(*self._waiting.popleft()))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _deliver(self, number: int, body: bytes) -> None:
        self._served.setdefault(number, time.perf_counter())
        try:
            while await self._try(self._dice.choice(self._ports), body) != 200:
                self.again += 1
                await asyncio.sleep(0.01)
        finally:
            self._free += 1
            self._send_off()

    async def _try(self, port: int, body: bytes) -> int:
        loop = asyncio.get_running_loop()
        idle = self._idle[port]
        try:
            line = idle.pop() if idle else (await loop.create_connection(_Line, "127.0.0.1", port))[1]
            status = await line.ask(body)
        except OSError:
            return 0
        idle.append(line)
        return status


class _Line(asyncio.Protocol):
    """One connection to a replica, for one request at a time."""

    def __init__(self) -> None:
        self._read = b""
        self._answer: asyncio.Future[int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way there."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]

    def connection_lost(self, _error: Exception | None) -> None:
        """Nobody will answer any more."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionResetError())

    def data_received(self, data: bytes) -> None:
        """The status, once the head is complete; a webhook's answers have no body."""
        self._read += data
        if b"\r\n\r\n" in self._read and self._answer is not None and not self._answer.done():
            status, self._read = int(self._read.split(b" ", 2)[1]), b""
            self._answer.set_result(status)

    async def ask(self, body: bytes) -> int:
        """The status a replica answers. OSError when it hangs up."""
        if self._transport.is_closing():
            raise ConnectionResetError
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(_HEAD % (SECRET.encode(), len(body)) + body)
        return await self._answer

    def close(self) -> None:
        """Hang up."""
        self._transport.close()
