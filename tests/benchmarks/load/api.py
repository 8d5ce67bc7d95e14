"""A Bot API that costs as little as Python allows, so that what is measured is the bot.

It checks nothing: the strict double is tests/telegram_double. It runs in the process of the benchmark, the bot in
another, so that its CPU does not count.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

TOKEN = "123456:" + "A" * 35
_MOST = 100  # updates in one answer, as Telegram
_ME = {"id": 123456, "is_bot": True, "first_name": "bench", "username": "bench_bot"}

Heard = Callable[[int, str, Mapping[str, Any] | None], None]
"""Called with chat, text and reply markup of every message that arrives."""


class CheapApi:
    """Serves one bot on loopback: an async context manager; `url` is what the bot takes for Telegram.

    Whatever is put in `heard` is told of every message. Every call but getUpdates is answered after `latency` seconds.
    """

    def __init__(self, *, latency: float = 0.0) -> None:
        self.latency = latency
        self.heard: Heard = lambda _chat, _text, _markup: None
        self.calls: dict[str, int] = {}
        self.polled = asyncio.Event()  # the bot has begun to wait for updates
        self.first_poll: float | None = None
        self.served: dict[int, float] = {}  # when an update was first given out, by its number
        self.url = ""
        self.connections: set[_Connection] = set()
        self._updates: deque[tuple[int, str]] = deque()
        self._next_update, self._next_message = 1, 1
        self._waiting: deque[_Connection] = deque()
        self._wake: asyncio.Handle | None = None

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0, backlog=512)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self._server.close()
        for connection in list(self.connections):
            connection.close()

    @property
    def unacknowledged(self) -> int:
        """How many updates the bot has not acknowledged."""
        return len(self._updates)

    def new_update(self) -> int:
        """The number of an update that another way than polling will carry."""
        number = self._next_update
        self._next_update += 1
        return number

    def post(self, content: Mapping[str, Any]) -> int:
        """Queue an update for the bot; its number."""
        number = self.new_update()
        self._updates.append((number, json.dumps({"update_id": number, **content})))
        if self._waiting and self._wake is None:
            # At the end of this round of the loop: what comes together is given out together.
            self._wake = asyncio.get_running_loop().call_soon(self._give_out)
        return number

    def answer(self, connection: _Connection, method: str, body: bytes, form: bool) -> None:  # noqa: FBT001
        """Answer one call."""
        self.calls[method] = self.calls.get(method, 0) + 1
        match method:
            case "getUpdates":
                self._on_get_updates(connection, _read(body, form))
            case "sendMessage" | "editMessageText":
                result = self._on_send_message(_read(body, form))
                self._later(connection, result)
            case "getMe":
                self._later(connection, json.dumps(_ME))
            case _:
                self._later(connection, "true")

    def hung_up(self, connection: _Connection) -> None:
        """Forget a connection."""
        self.connections.discard(connection)
        if connection in self._waiting:
            self._waiting.remove(connection)

    def _later(self, connection: _Connection, result: str) -> None:
        if self.latency:
            asyncio.get_running_loop().call_later(self.latency, connection.reply, result)
        else:
            connection.reply(result)

    def _on_get_updates(self, connection: _Connection, given: Mapping[str, Any]) -> None:
        offset, wait = int(given.get("offset") or 0), int(given.get("timeout") or 0)
        while self._updates and self._updates[0][0] < offset:
            self._updates.popleft()
        if self._updates or not wait:
            connection.reply(self._batch())
            return
        self._waiting.append(connection)
        connection.expiry = asyncio.get_running_loop().call_later(wait, self._give_up, connection)
        if self.first_poll is None:
            self.first_poll = time.perf_counter()
        self.polled.set()

    def _give_out(self) -> None:
        self._wake = None
        while self._waiting and self._updates:
            self._waiting.popleft().reply(self._batch())

    def _give_up(self, connection: _Connection) -> None:
        if connection in self._waiting:
            self._waiting.remove(connection)
            connection.reply("[]")

    def _batch(self) -> str:
        now = time.perf_counter()
        some = [self._updates[index] for index in range(min(_MOST, len(self._updates)))]
        for number, _ in some:
            self.served.setdefault(number, now)
        return "[" + ",".join(text for _, text in some) + "]"

    def _on_send_message(self, given: Mapping[str, Any]) -> str:
        chat, text, markup = int(given["chat_id"]), str(given["text"]), given.get("reply_markup")
        if isinstance(markup, str):
            markup = json.loads(markup)
        self._next_message += 1
        self.heard(chat, text, markup)
        return json.dumps(
            {"message_id": self._next_message, "date": 1, "chat": {"id": chat, "type": "private"}, "text": text}
        )


class _Connection(asyncio.Protocol):
    """One kept-alive connection: reads requests with a content length, one at a time."""

    def __init__(self, api: CheapApi) -> None:
        self._api, self._read = api, bytearray()
        self.expiry: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._api.connections.add(self)

    def connection_lost(self, _error: Exception | None) -> None:
        """The bot is gone."""
        self._forget_expiry()
        self._api.hung_up(self)

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        self._read += data
        while (end := self._read.find(b"\r\n\r\n")) >= 0:
            head = bytes(self._read[:end])
            lower = head.lower()
            at = lower.find(b"content-length:")
            length = int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self._read) < end + 4 + length:
                return
            body = bytes(self._read[end + 4 : end + 4 + length])
            del self._read[: end + 4 + length]
            method = urlsplit(head.split(b" ", 2)[1].decode()).path.rsplit("/", 1)[1]
            self._api.answer(self, method, body, b"x-www-form-urlencoded" in lower)

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

    def reply(self, result: str) -> None:
        """Answer the request with the JSON text of a result."""
        self._forget_expiry()
        body = f'{{"ok":true,"result":{result}}}'.encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
        if not self._transport.is_closing():
            self._transport.write(head + body)

    def _forget_expiry(self) -> None:
        if self.expiry is not None:
            self.expiry.cancel()
            self.expiry = None


def _read(body: bytes, form: bool) -> Mapping[str, Any]:  # noqa: FBT001
    """The parameters of a call, from JSON or from a form."""
    if form:
        return {name: values[0] for name, values in parse_qs(body.decode()).items()}
    parameters: Mapping[str, Any] = json.loads(body or b"{}")
    return parameters
