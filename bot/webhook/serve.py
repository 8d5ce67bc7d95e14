"""Running the HTTP side: as the way updates come in, or beside polling for the supervisor."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import uvicorn
from telegram.error import InvalidToken, TelegramError

from bot.store import StoreUnavailableError
from bot.telegram.clock import Clock
from bot.telegram.commands import introduce
from bot.telegram.delivery import BuildFile
from bot.telegram.intake import ALLOWED_UPDATES
from bot.telegram.logs import log, trouble
from bot.telegram.reception import Dialog
from bot.telegram.run import Adapter, TelegramSettings, adapter, stopping
from bot.telegram.sender import STUCK
from bot.webhook.app import Probe, build_app
from bot.webhook.failures import CannotListen, WebhookRefused
from bot.webhook.settings import WebhookSettings

_PROBE = 3.0


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

    Raises WebhookRefused, CannotListen, and what `run_polling` raises for the database.
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
    """Tell Telegram where we are; WebhookRefused after some tries."""
    parameters = {
        "url": webhook.url,
        "secret_token": webhook.secret,
        "allowed_updates": ALLOWED_UPDATES,
        "max_connections": webhook.deliveries,
    }
    for pause in (1.0, 3.0, 9.0, 27.0, None):
        try:
            await parts.api.call("setWebhook", parameters)
        except InvalidToken as error:
            raise WebhookRefused("Telegram does not accept the token") from error
        except TelegramError as error:
            log.warning("webhook not set", **trouble(error))
            if pause is None:
                raise WebhookRefused(f"Telegram did not take the webhook's address: {error}") from error
            await parts.clock.sleep(pause)
        else:
            return


@contextlib.asynccontextmanager
async def health_server(parts: Adapter, host: str, port: int) -> AsyncIterator[None]:
    """Health and metrics beside another way of receiving updates; CannotListen when that cannot be."""
    async with _serving(build_app(parts, probe(parts)), host, port):
        yield


def probe(parts: Adapter) -> Probe:
    """What /readyz asks: is the store there, and does the outbox move."""

    async def ask() -> str | None:
        try:
            async with asyncio.timeout(_PROBE):
                late = await parts.store.late_chats(parts.clock.now() - dt.timedelta(seconds=STUCK))
        except (StoreUnavailableError, TimeoutError):
            return "store not reached"
        return "outbox stuck" if parts.sender.stuck(late) else None

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
    task = asyncio.create_task(_serve(server, f"{host}:{port}"))
    try:
        while not (server.started or task.done()):  # noqa: ASYNC110  # uvicorn tells nobody
            await asyncio.sleep(0.01)
        if task.done():
            await task
        yield task
    finally:
        server.should_exit = True
        await task


async def _serve(server: _Server, address: str) -> None:
    try:
        await server.serve()
    except SystemExit as error:  # uvicorn's way to say it, after logging why
        raise CannotListen(f"{address} cannot be listened on: taken, or not an address of this machine") from error
