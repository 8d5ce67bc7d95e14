"""The HTTP transport: python-telegram-bot's request interface on h11 and asyncio's own streams.

A `sendMessage` costs a fifth of the CPU of the stock transport's, and httpcore's pool grows costly with many
connections (docs/decisions/0006-durable-turns.md). Answers and errors are still read by
`telegram.request.BaseRequest`, so they are PTB's own; uploads and proxies go through PTB's stock transport.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import ssl
import urllib.request
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import SplitResult, urlsplit

import h11
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

_Timeout = Any  # PTB: seconds, None, or its marker for "the default"
_CHUNK = 1 << 16
_ANSWER_BYTES = 1 << 25  # a hundred updates of the longest kind stay far below


class JsonBody:
    """Parameters of a method, sent as JSON."""

    __slots__ = ("content",)

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self.content = json.dumps(parameters, ensure_ascii=False, separators=(",", ":")).encode("utf-8")

    def as_request_data(self) -> RequestData:
        """Itself, in the type that `BaseRequest.post` hands through unread."""
        return cast("RequestData", self)


class _Line:
    """One connection, for one request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._protocol = h11.Connection(h11.CLIENT)

    @property
    def usable(self) -> bool:
        """Whether another request can go over it: the other side has not hung up."""
        return self._protocol.our_state is h11.IDLE and not self._reader.at_eof() and not self._writer.is_closing()

    async def ask(self, request: h11.Request, content: bytes) -> tuple[int, bytes]:
        """One request, one answer."""
        protocol = self._protocol
        parts = (protocol.send(request), protocol.send(h11.Data(content)), protocol.send(h11.EndOfMessage()))
        self._writer.write(b"".join(part for part in parts if part))
        status, body = 0, bytearray()
        while True:
            event = protocol.next_event()
            if event is h11.NEED_DATA:
                protocol.receive_data(await self._reader.read(_CHUNK))
            elif isinstance(event, h11.Response):
                status = event.status_code
            elif isinstance(event, h11.Data):
                body += event.data
                if len(body) > _ANSWER_BYTES:
                    raise NetworkError("answer too long")
            elif isinstance(event, h11.EndOfMessage):
                break
            elif isinstance(event, h11.ConnectionClosed):
                raise NetworkError("connection closed")
        if protocol.our_state is h11.DONE and protocol.their_state is h11.DONE:
            protocol.start_next_cycle()
        return status, bytes(body)

    def hang_up(self) -> None:
        """Close without waiting for the other side."""
        self._writer.close()

    async def close(self) -> None:
        """Hang up, and wait until it is done."""
        self.hang_up()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()


class LeanRequest(BaseRequest):
    """At most `connections` at once to one host. `timeout` is the seconds for connecting, and for an answer."""

    def __init__(self, *, connections: int, timeout: float = 15.0, proxy: str | None = None) -> None:
        self._timeout = timeout
        self._slots = asyncio.Semaphore(connections)
        self._idle: list[_Line] = []
        self._busy: set[_Line] = set()
        self._opening: set[asyncio.Task[_Line]] = set()
        self._connections, self._proxy = connections, proxy
        self._tls: ssl.SSLContext | None = None
        self._stock_transport: HTTPXRequest | None = None
        self._closed = False

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer by default."""
        return self._timeout

    async def initialize(self) -> None:
        """Nothing to get ready: connections are opened as they are needed."""

    async def shutdown(self) -> None:
        """Close all connections, and those still being opened or used as soon as they are."""
        self._closed = True
        if self._opening:
            await asyncio.wait(self._opening, timeout=1.0)
        lines, self._idle = [*self._idle, *self._busy], []
        for line in lines:
            await line.close()
        if self._stock_transport is not None:
            await self._stock_transport.shutdown()
            self._stock_transport = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: _Timeout = BaseRequest.DEFAULT_NONE,
        write_timeout: _Timeout = BaseRequest.DEFAULT_NONE,
        connect_timeout: _Timeout = BaseRequest.DEFAULT_NONE,
        pool_timeout: _Timeout = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request; TimedOut or NetworkError if no answer came."""
        body: Any = request_data
        if not isinstance(body, JsonBody):
            return await self._stock.do_request(
                url, method, body, read_timeout, write_timeout, connect_timeout, pool_timeout
            )
        seconds = read_timeout if isinstance(read_timeout, (int, float)) else self._timeout
        if self._proxy is not None:
            plain = cast("RequestData", _Form(body))
            return await self._stock.do_request(url, method, plain, read_timeout=seconds)
        async with self._slots:
            return await self._over_a_line(urlsplit(url), method, body.content, seconds)

    @property
    def _stock(self) -> HTTPXRequest:
        """PTB's own transport; made when needed, for it takes its time."""
        if self._stock_transport is None:
            self._stock_transport = HTTPXRequest(
                connection_pool_size=self._connections, read_timeout=4 * self._timeout, proxy=self._proxy
            )
        return self._stock_transport

    async def _over_a_line(self, url: SplitResult, method: str, content: bytes, seconds: float) -> tuple[int, bytes]:
        line: _Line | None = None
        answer: tuple[int, bytes] | None = None
        try:
            line = await self._free_line(url)
            self._busy.add(line)
            async with asyncio.timeout(seconds):
                answer = await line.ask(_request(url, method, len(content)), content)
        except TimeoutError as error:
            raise TimedOut from error
        except (OSError, h11.ProtocolError) as error:
            raise NetworkError(type(error).__name__) from error
        finally:
            if line is not None:
                self._busy.discard(line)
                if answer is not None and line.usable and not self._closed:
                    self._idle.append(line)
                else:
                    await line.close()
        return answer

    async def _free_line(self, url: SplitResult) -> _Line:
        while self._idle:
            line = self._idle.pop()  # the one used last: the others may rest until they are closed
            if line.usable:
                return line
            await line.close()
        opening = asyncio.create_task(self._open_line(url))
        self._opening.add(opening)
        opening.add_done_callback(self._opening.discard)
        try:
            # Cancelled in the moment of success, asyncio's race of addresses would leave its socket open.
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(_hang_up)
            raise

    async def _open_line(self, url: SplitResult) -> _Line:
        secure = url.scheme == "https"
        if secure and self._tls is None:
            self._tls = httpx.create_ssl_context()
        async with asyncio.timeout(self._timeout):
            reader, writer = await asyncio.open_connection(
                url.hostname,
                url.port or (443 if secure else 80),
                ssl=self._tls if secure else None,
                happy_eyeballs_delay=0.25,
            )
        return _Line(reader, writer)


def _hang_up(opening: asyncio.Task[_Line]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().hang_up()


class _Form:
    """A JSON body in the shape that the stock transport reads."""

    multipart_data = None

    def __init__(self, body: JsonBody) -> None:
        fields: dict[str, Any] = json.loads(body.content)
        self.json_parameters = {
            key: value if isinstance(value, str) else json.dumps(value) for key, value in fields.items()
        }


def _request(url: SplitResult, method: str, length: int) -> h11.Request:
    return h11.Request(
        method=method,
        target=url.path,
        headers=[
            ("Host", url.netloc),
            ("User-Agent", BaseRequest.USER_AGENT),
            ("Content-Type", "application/json"),
            ("Content-Length", str(length)),
        ],
    )


def system_proxy(url: str) -> str | None:
    """The proxy that the environment (HTTPS_PROXY and its kin) names for an address."""
    parts = urlsplit(url)
    if urllib.request.proxy_bypass(parts.hostname or ""):
        return None
    proxies = urllib.request.getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")
