"""Running the HTTP side: as the way updates come in, or beside polling for the supervisor."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import uvicorn
from telegram.error import InvalidToken, TelegramError

from bot.store import StoreUnavailable
from bot.telegram.clock import Clock
from bot.telegram.commands import introduce
from bot.telegram.delivery import BuildFile
from bot.telegram.intake import ALLOWED_UPDATES
from bot.telegram.logs import log, trouble
from bot.telegram.reception import Dialog
from bot.telegram.run import Adapter, TelegramSettings, adapter, stopping
from bot.webhook.app import Probe, build_app

_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")  # Bot API: 1 to 256; shorter than 16 can be guessed
_PROBE = 3.0


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """`url` is where Telegram finds us (https, through a proxy that ends TLS); its path is served at host and port.

    `deliveries` is how many updates Telegram may have on their way at once.
    """

    url: str
    secret: str
    host: str = "0.0.0.0"  # noqa: S104  # in a container, behind the proxy
    port: int = 8080
    deliveries: int = 40

    def __post_init__(self) -> None:
        """Refuse what would leave the door open: ValueError."""
        if not _SECRET.fullmatch(self.secret):
            raise ValueError("the webhook secret is 16 to 256 characters of A-Z a-z 0-9 _ -")
        if urlsplit(self.url).scheme != "https":
            raise ValueError("Telegram calls https addresses only")


async def run_webhook(
    settings: TelegramSettings,
    webhook: WebhookSettings,
    dialog: Dialog,
    *,
    build_file: BuildFile | None = None,
    clock: Clock | None = None,
    stop: asyncio.Event | None = None,
) -> None:
    """Serve private chats by webhook until SIGINT, SIGTERM or `stop`.

    Then no connection is accepted any more, updates under way are settled, and what was not sent stays in the
    store for another replica. Any number of replicas may share a PostgreSQL database.
    """
    async with adapter(settings, dialog, build_file=build_file, clock=clock) as parts:
        await introduce(parts.api, dialog.phrases)
        app = build_app(parts, probe(parts), path=urlsplit(webhook.url).path or "/", secret=webhook.secret)
        async with _serving(app, webhook.host, webhook.port) as server:
            await _register(parts, webhook)
            ended = asyncio.Event()
            async with stopping(ended.set, stop):
                await asyncio.wait((asyncio.ensure_future(ended.wait()), server), return_when=asyncio.FIRST_COMPLETED)


async def _register(parts: Adapter, webhook: WebhookSettings) -> None:
    """Tell Telegram where we are; after some tries its error, so that a supervisor starts us anew."""
    parameters = {
        "url": webhook.url,
        "secret_token": webhook.secret,
        "allowed_updates": ALLOWED_UPDATES,
        "max_connections": webhook.deliveries,
    }
    for pause in (1.0, 3.0, 9.0, 27.0):
        try:
            await parts.api.call("setWebhook", parameters)
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("webhook not set", **trouble(error))
            await parts.clock.sleep(pause)
        else:
            return
    await parts.api.call("setWebhook", parameters)


@contextlib.asynccontextmanager
async def health_server(parts: Adapter, host: str, port: int) -> AsyncIterator[None]:
    """Health and metrics beside another way of receiving updates."""
    async with _serving(build_app(parts, probe(parts)), host, port):
        yield


def probe(parts: Adapter) -> Probe:
    """What /readyz asks: is the store there, and does the outbox move."""

    async def ask() -> str | None:
        try:
            async with asyncio.timeout(_PROBE):
                waiting, oldest = await parts.store.backlog()
        except (StoreUnavailable, TimeoutError):
            return "store not reached"
        age = parts.clock.now().timestamp() - (oldest or 0)
        return "outbox stuck" if waiting and parts.sender.stuck(age) else None

    return ask


class _Server(uvicorn.Server):
    """Leaves signals alone: uvicorn would end the process before the outbox is put to rest."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing."""
        yield


@contextlib.asynccontextmanager
async def _serving(app: object, host: str, port: int) -> AsyncIterator[asyncio.Task[None]]:
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        host=host,
        port=port,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=30,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve())
    try:
        yield task
    finally:
        server.should_exit = True
        await task
