"""The HTTP side: Telegram's updates, health for the supervisor, metrics for Prometheus.

An update is answered 200 only after its turn is committed, so that Telegram keeps what we could not take.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import hmac
import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.store import StoreUnavailableError
from bot.telegram.bot import ALLOWED_UPDATES, ServingError
from bot.telegram.context import AppContext
from bot.telegram.logs import describe, log, masked
from bot.telegram.outbox import STUCK
from bot.telegram.processor import ChatProcessor

BODY_BYTES = 1 << 20  # an update is a few KiB; Telegram's longest message with entities stays far below
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")  # Bot API: 1 to 256; shorter than 16 can be guessed
_SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105  # the header's name
_DEADLINE = 50.0  # Telegram waits 60 s, then sends the update again
_CAREFUL = 60.0  # seconds after the start in which an update may be one that ended the process before
_PROBE = 3.0
_PAUSES = (1.0, 3.0, 9.0, 27.0)  # seconds between tries to register
_GRACE = 3  # seconds that a stop gives to requests under way
_DELIVERIES = 40  # updates that Telegram may have on their way at once
MOST_CONNECTIONS = 256  # Telegram opens 40 at most, a proxy about as many
_BACKLOG = 128  # connections taken at once, before it is seen how many there are
_SILENCE = 5.0  # seconds in which a connection must bring a request: Telegram's and a proxy's come at once
_COME_AGAIN = {"Retry-After": "1"}


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """`url` is where Telegram finds us (https, through a proxy that ends TLS); its path is served at host and port."""

    url: str
    secret: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8080

    def __post_init__(self) -> None:
        """Refuse what would let anybody in: ValueError."""
        if not _SECRET.fullmatch(self.secret):
            raise ValueError("the webhook secret is 16 to 256 characters of A-Z a-z 0-9 _ -")
        if urlsplit(self.url).scheme != "https":
            raise ValueError("Telegram calls https addresses only")

    @property
    def path(self) -> str:
        """The path of the address."""
        return urlsplit(self.url).path or "/"


def address(text: str) -> tuple[str, int]:
    """The host and port in ``host:port``. Raises ValueError when it is not that."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise ValueError(f"HOST:PORT is expected, not {text}")
    return host, int(port)


class Receiver:
    """Takes the updates that carry the secret; asks to come again until it `is_open`."""

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        processor: ChatProcessor,
        context: AppContext,
        secret: str,
    ) -> None:
        self._application, self._processor, self._context = application, processor, context
        self._secret = secret.encode("ascii")
        self._started = context.clock.steady()
        self.is_open = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def receive(self, request: Request) -> Response:
        """200 when the update is settled; 503 when Telegram should send it again."""
        given = request.headers.get(_SECRET_HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._secret):
            self._context.metrics.errors.labels("webhook_secret").inc()
            return Response(status_code=403)
        if self._processor.full or not self.is_open:
            return Response(status_code=503, headers=_COME_AGAIN)
        try:
            body = await _body(request)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return Response(status_code=413)
        content = _content(body)
        if content is None:
            return Response(status_code=400)
        try:
            update = Update.de_json(content, self._context.bot)
        except Exception as error:  # noqa: BLE001  # whatever PTB raises on what is no update of Telegram's making
            log.warning("update not understood", **describe(error))
            return Response(status_code=200)  # else it comes again and again
        return Response(status_code=200 if await self._settled(update) else 503)

    async def _settled(self, update: Update) -> bool:
        """Process an update; whether it was settled in time. If not, it goes on; when it comes again, it is known."""
        self._processor.careful = self._context.clock.steady() - self._started < _CAREFUL
        processing = self._processor.process_update(update, self._application.process_update(update))
        task = asyncio.create_task(processing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        done, _ = await asyncio.wait((task,), timeout=_DEADLINE)
        if not done:
            log.warning("update still unsettled")
        return bool(done) and not task.cancelled() and task.exception() is None


def build_app(context: AppContext, *more: Route) -> Starlette:
    """The application: /healthz, /readyz and /metrics, and `more`."""

    async def alive(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_: Request) -> Response:
        problem = await _problem(context)
        return PlainTextResponse(problem or "ok", status_code=503 if problem else 200)

    async def metrics(_: Request) -> Response:
        return Response(generate_latest(context.metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", metrics), *more])


async def _problem(context: AppContext) -> str | None:
    """Why the service is not ready: the store is not reached, or nothing goes out."""
    try:
        async with asyncio.timeout(_PROBE):
            late = await context.store.late_chats(context.clock.now() - dt.timedelta(seconds=STUCK))
    except (StoreUnavailableError, TimeoutError):
        return "store not reached"
    return "outbox stuck" if context.outbox.stuck(late) else None


async def register(
    application: Application[Any, Any, Any, Any, Any, Any], context: AppContext, webhook: WebhookSettings
) -> None:
    """Ask Telegram who we are and tell it where; ServingError after some tries."""
    for pause in (*_PAUSES, None):
        try:
            await application.initialize()
            await context.bot.set_webhook(
                webhook.url, secret_token=webhook.secret, allowed_updates=ALLOWED_UPDATES, max_connections=_DELIVERIES
            )
        except InvalidToken as error:
            raise ServingError("Telegram does not accept the token") from error
        except TelegramError as error:
            log.warning("webhook not set", **describe(error))
            if pause is None:
                raise ServingError(f"Telegram did not take the webhook's address: {masked(str(error))}") from error
            await context.clock.sleep(pause)
        else:
            return


class _Connection(H11Protocol):
    """Is ended when it asks nothing for a while, or the soonest of those when there are too many.

    uvicorn's `limit_concurrency` would refuse Telegram's requests because others hold connections open; and it gives
    one all the time in the world for its first request.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See `asyncio.Protocol`."""
        super().connection_made(transport)
        self._expect_a_request()
        if len(self.connections) > MOST_CONNECTIONS:
            silent = [one for one in self.connections if isinstance(one, _Connection) and one.asks_nothing]
            min(silent, key=lambda one: one.silent_since, default=self).transport.abort()

    def on_response_complete(self) -> None:
        """See `H11Protocol`."""
        self._expect_a_request()
        super().on_response_complete()

    @property
    def asks_nothing(self) -> bool:
        """Whether it waits for a request."""
        return self.cycle is None or self.cycle.response_complete  # type: ignore[redundant-expr]  # None at first

    def _expect_a_request(self) -> None:
        self.silent_since = self.loop.time()
        self.loop.call_later(_SILENCE, self._end_without, self.cycle)

    def _end_without(self, last_cycle: object) -> None:
        if self.cycle is last_cycle:
            self.transport.close()


class _Server(uvicorn.Server):
    """Leaves signals alone: uvicorn would end the process before the outbox is closed."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing."""
        yield


@contextlib.asynccontextmanager
async def serving(app: Starlette, host: str, port: int) -> AsyncIterator[asyncio.Task[None]]:
    """While inside, the application is served; gives the task, which ends early only with a ServingError."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
        http=_Connection,
        backlog=_BACKLOG,
    )
    server = _Server(config)

    async def serve() -> None:
        try:
            await server.serve()
        except SystemExit as error:  # uvicorn's way to say it, after logging why
            text = f"{host}:{port} cannot be listened on: taken, or not an address of this machine"
            raise ServingError(text) from error

    task = asyncio.create_task(serve())
    try:
        while not (server.started or task.done()):  # noqa: ASYNC110  # uvicorn has no event for it
            await asyncio.sleep(0.01)
        if task.done():
            await task
        yield task
    finally:
        server.should_exit = True
        await task


async def _body(request: Request) -> bytes | None:
    """The body; None when it is too long, which is noticed before it is read whole."""
    if int(request.headers.get("content-length") or 0) > BODY_BYTES:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            return None
    return bytes(body)


def _content(body: bytes) -> dict[str, Any] | None:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if isinstance(content, dict) and isinstance(content.get("update_id"), int):
        return content
    return None
