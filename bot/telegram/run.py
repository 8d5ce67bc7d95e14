"""Putting the adapter together and running it."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from telegram.error import TelegramError

from bot.store import Store, StoreSettings
from bot.telegram.api import BotApi
from bot.telegram.beside import MakeHandler
from bot.telegram.chores import every
from bot.telegram.clock import Clock, SystemClock
from bot.telegram.commands import introduce
from bot.telegram.delivery import BuildFile, Delivery
from bot.telegram.entrance import Entrance
from bot.telegram.fair import Fair
from bot.telegram.gathering import Quiet
from bot.telegram.housekeeping import HOUR, Housekeeping
from bot.telegram.limits import OVERALL, PRIVATE, Limits, Rate
from bot.telegram.metrics import Metrics
from bot.telegram.phrases import Phrases
from bot.telegram.pictures import MakeReader, ReadImage
from bot.telegram.polling import Polling, PollingSettings
from bot.telegram.reception import Dialog, Reception, TakeTurn
from bot.telegram.reminding import EVERY, Reminding
from bot.telegram.sender import Sender
from dialogs.case import Case
from dialogs.messages import Reply


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """What the adapter needs to know. `api_url` may be an own Bot API server; `proxy` defaults to the environment's.

    `chat_waiting` is how many updates of one chat may wait before it is asked to slow down; with `max_pending`
    messages unsent no update is taken until some are sent. `drain` is the seconds a stop may take.
    """

    token: str = field(repr=False)
    store: StoreSettings
    api_url: str = "https://api.telegram.org"
    proxy: str | None = None
    connections: int = 64
    timeout: float = 15.0
    chat_waiting: int = 30
    max_pending: int = 2000
    private: Rate = PRIVATE
    overall: Rate = OVERALL
    drain: float = 10.0
    quiet: Quiet = field(default_factory=Quiet)
    polling: PollingSettings = field(default_factory=PollingSettings)


@dataclass(frozen=True, slots=True)
class Adapter:
    """The running parts, for whatever feeds them updates."""

    store: Store
    api: BotApi
    sender: Sender
    entrance: Entrance
    metrics: Metrics
    clock: Clock


async def run_polling(  # noqa: PLR0913  # the one place where everything comes together
    settings: TelegramSettings,
    take_turn: TakeTurn,
    phrases: Phrases,
    *,
    build_file: BuildFile | None = None,
    read_image: ReadImage | None = None,
    show: Callable[[Case, dt.datetime], tuple[Reply, ...]] | None = None,
    clock: Clock | None = None,
    stop: asyncio.Event | None = None,
    health: tuple[str, int] | None = None,
    beside: tuple[MakeHandler, ...] = (),
    make_reader: MakeReader | None = None,
) -> None:
    """Serve private chats by long polling until SIGINT, SIGTERM or `stop`; then finish what is under way.

    With `health`, /healthz, /readyz and /metrics are served at that host and port.

    Raises PollingDead when Telegram stays silent or refuses the token, StoreKeyError, SchemaError or
    StoreUnavailableError when the database cannot be used, StoreDamagedError also when its file is found damaged
    later: the caller exits non-zero so that a supervisor starts the process anew.
    """
    dialog = Dialog(take_turn, phrases, read_image, show, beside, make_reader)
    async with adapter(settings, dialog, build_file=build_file, clock=clock) as parts:
        with contextlib.suppress(TelegramError):
            await parts.api.call("deleteWebhook")
        await introduce(parts.api, phrases)
        polling = Polling(parts.api, parts.entrance, parts.clock, parts.metrics, settings.polling)
        async with contextlib.AsyncExitStack() as around:
            await around.enter_async_context(stopping(polling.stop, stop))
            if health is not None:
                from bot.webhook.serve import health_server

                await around.enter_async_context(health_server(parts, *health))
            await polling.run()


@contextlib.asynccontextmanager
async def adapter(
    settings: TelegramSettings, dialog: Dialog, *, build_file: BuildFile | None = None, clock: Clock | None = None
) -> AsyncIterator[Adapter]:
    """The parts, started; on the way out what is under way is finished and the rest left in the store."""
    clock = clock or SystemClock()
    metrics = Metrics()
    store = await asyncio.to_thread(Store, settings.store, clock.steady)
    try:
        api = BotApi(
            settings.token,
            settings.api_url,
            connections=settings.connections,
            timeout=settings.timeout,
            proxy=settings.proxy,
        )
        await api.start()
        delivery = Delivery(
            api, no_file=dialog.phrases.no_file, build_file=build_file, connections=settings.connections
        )
        sender = Sender(store, delivery, Limits(settings.private, overall=settings.overall), clock, metrics)
        reception = Reception(store, sender, api, dialog, clock, metrics)
        fair = Fair(per_chat=settings.chat_waiting)
        entrance = Entrance(reception, sender, fair, metrics, settings.max_pending, clock=clock, quiet=settings.quiet)
        await sender.start()
        chores = (
            ("sweep", store.lease / 4, sender.sweep),
            ("reminders", EVERY, Reminding(store, sender, clock).look),
            ("prune", 60.0, reception.prune),
            ("purge", HOUR, Housekeeping(store, clock).clean),
        )
        running = [
            asyncio.create_task(every(pause, work, name=name, clock=clock, metrics=metrics), name=f"chore: {name}")
            for name, pause, work in chores
        ]
        try:
            async with ended_by_damage(store):
                yield Adapter(store, api, sender, entrance, metrics, clock)
                await entrance.drain()
        finally:
            for chore in running:
                chore.cancel()
            await entrance.abandon()
            await sender.stop(0.0 if store.damage else settings.drain)
            await reception.drain()
            await api.close()
    finally:
        await asyncio.to_thread(store.close)


@contextlib.asynccontextmanager
async def ended_by_damage(store: Store) -> AsyncIterator[None]:
    """While inside, damage to the database ends what runs here with StoreDamagedError: waiting would not repair it."""
    body, ended = asyncio.current_task(), False

    async def watch() -> None:
        nonlocal ended
        await store.until_damaged()
        if body is not None:
            ended = body.cancel()

    watcher = asyncio.create_task(watch())
    try:
        yield
    except asyncio.CancelledError:
        if body is None or store.damage is None or not ended or body.uncancel() > 0:
            raise
        raise store.damage from None
    finally:
        watcher.cancel()


@contextlib.asynccontextmanager
async def stopping(act: Callable[[], None], event: asyncio.Event | None) -> AsyncIterator[None]:
    """While inside, `act` is called on SIGINT, SIGTERM or when the event is set."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM) if event is None else ()
    for number in signals:
        # Not on Windows, nor off the main thread: there Ctrl+C raises KeyboardInterrupt.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, act)

    async def wait() -> None:
        if event is not None:
            await event.wait()
            act()

    waiter = asyncio.create_task(wait())
    try:
        yield
    finally:
        waiter.cancel()
        for number in signals:
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.remove_signal_handler(number)
