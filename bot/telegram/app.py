"""The Telegram bot: python-telegram-bot's application, put together and run by long polling or webhook."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import URL, make_url
from starlette.routing import Route
from telegram import BotCommand, BotCommandScope
from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder, CallbackContext, Updater

from bot.extras import PACKAGES, is_installed
from bot.store import Store, StoreSettings
from bot.telegram import webhook as http
from bot.telegram.bot import CommittingBot, PollingSettings, make_requests
from bot.telegram.clock import Clock
from bot.telegram.context import AdapterWords, AppContext, MakeHandlers, MakeReader
from bot.telegram.delivery import BuildFile, Delivery
from bot.telegram.jobs import HOUR, LOOK_EVERY, Upkeep, running
from bot.telegram.logs import describe, log, silence_libraries
from bot.telegram.metrics import Metrics
from bot.telegram.outbox import OVERALL, PRIVATE, Limits, Outbox, Rate
from bot.telegram.private import PrivateChats, ShowCase, TakeTurn, handlers
from bot.telegram.processor import Capacity, ChatProcessor, Quiet, in_cases

T = TypeVar("T")

ZONE = ZoneInfo("Asia/Shanghai")
AT_THE_LATEST = 9.0  # seconds that a stop takes; everything that it waits for has less, one after another or not


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """`api_url` may be an own Bot API server; `proxy` defaults to the environment's.
    `drain` is the seconds a stop may spend on sending; `timeout` the seconds Telegram has for an answer.
    """

    token: str = field(repr=False)
    store: StoreSettings
    api_url: str = "https://api.telegram.org"
    proxy: str | None = field(default=None, repr=False)
    connections: int = 64
    timeout: float = 15.0
    capacity: Capacity = field(default_factory=Capacity)
    private: Rate = PRIVATE
    overall: Rate = OVERALL
    drain: float = 3.0
    quiet: Quiet = field(default_factory=Quiet)
    polling: PollingSettings = field(default_factory=PollingSettings)


@dataclass(frozen=True, slots=True)
class Service:
    """What is served: the dialog of private chats, its words, and the modules of handlers beside it.
    `load_more` loads what the start does not need, on a thread: else the first who needs it would make others wait.
    """

    take_turn: TakeTurn
    words: AdapterWords
    show: ShowCase | None = None
    modules: tuple[MakeHandlers, ...] = ()
    make_reader: MakeReader | None = None
    build_file: BuildFile | None = None
    zone: ZoneInfo = ZONE
    load_more: Callable[[], object] | None = None


class BotApplication(Application[Any, Any, Any, Any, Any, Any]):
    """PTB's application without persistence, for which PTB would note the number of every person for good."""

    __slots__ = ()

    def _mark_for_persistence_update(self, *, update: object | None = None, job: object | None = None) -> None:
        """Note nothing."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """The running parts, for whatever feeds them updates."""

    application: Application[Any, Any, Any, Any, Any, Any]
    bot: CommittingBot
    processor: ChatProcessor
    context: AppContext
    database: str


async def run_polling(
    settings: TelegramSettings,
    service: Service,
    *,
    clock: Clock | None = None,
    stop: asyncio.Event | None = None,
    health: tuple[str, int] | None = None,
) -> None:
    """Serve by long polling until SIGINT, SIGTERM or `stop`; then finish what is under way.

    With `health`, /healthz, /readyz and /metrics are served at that host and port. Raises ServingError, and the errors
    of a store that cannot be used, or is found damaged later; the caller exits non-zero, to be started again.
    """
    async with adapter(settings, service, clock=clock) as parts, contextlib.AsyncExitStack() as around:
        stopped = await around.enter_async_context(_stop_signal(stop))
        if health is not None:
            routes = http.build_app(parts.context)
            await around.enter_async_context(http.serving(routes, *health))
        await _poll(parts, service, stopped)


async def run_webhook(
    settings: TelegramSettings,
    webhook: http.WebhookSettings,
    service: Service,
    *,
    clock: Clock | None = None,
    stop: asyncio.Event | None = None,
) -> None:
    """Serve by webhook until SIGINT, SIGTERM or `stop`; raises what `run_polling` does.

    Then no connection is accepted any more, updates under way have some seconds to be settled, and what was not sent
    stays in the store for another replica. Any number of replicas may share a PostgreSQL database.
    """
    async with adapter(settings, service, clock=clock) as parts, _stop_signal(stop) as stopped:
        receiver = http.Receiver(parts.application, parts.processor, parts.context, webhook.secret)
        routes = http.build_app(parts.context, Route(webhook.path, receiver.receive, methods=["POST"]))
        async with http.serving(routes, webhook.host, webhook.port) as server:
            if await _unless(stopped, http.register(parts.application, parts.context, webhook)):
                _started(parts, service)
                receiver.is_open = True
                await _unless(stopped, asyncio.shield(server))
            parts.processor.hurry()


@contextlib.asynccontextmanager
async def adapter(
    settings: TelegramSettings, service: Service, *, clock: Clock | None = None
) -> AsyncIterator[Adapter]:
    """The parts, with the outbox and the periodic jobs running; Telegram is not asked anything yet.
    On the way out what is under way is finished and the rest left in the store.
    """
    clock, metrics = clock or Clock(), Metrics()
    silence_libraries()
    requests = make_requests(
        settings.api_url, connections=settings.connections, timeout=settings.timeout, proxy=settings.proxy
    )
    store = await asyncio.to_thread(Store, settings.store, clock.steady)
    try:
        processor = ChatProcessor(clock, metrics, settings.capacity, settings.quiet)
        bot = CommittingBot(settings.token, settings.api_url, requests, processor, clock, metrics, settings.polling)
        delivery = Delivery(bot, clock, service.words.no_file, service.build_file, settings.connections)
        outbox = Outbox(store, delivery, Limits(settings.private, overall=settings.overall), clock, metrics)
        context = AppContext(store, outbox, bot, clock, metrics, service.zone, service.words)
        context.closing.append(delivery.close)
        if service.make_reader is not None:
            context = replace(context, read_pictures=service.make_reader(context))
        chats = PrivateChats(context, processor, service.take_turn, service.show)
        processor.connect(lambda: outbox.pending, outbox.waiting_for, chats.turn_away)
        updater = Updater(bot, asyncio.Queue())
        builder = ApplicationBuilder().application_class(BotApplication)
        application = builder.updater(updater).concurrent_updates(processor).job_queue(None).build()
        modules = (handlers(chats, context), *(make(context) for make in service.modules))
        application.add_handlers(dict(enumerate(modules)))
        application.add_error_handler(partial(_log_failure, metrics))
        await outbox.start()
        upkeep = Upkeep(store, outbox, clock)
        jobs = {
            "heartbeat": (store.lease / 4, outbox.heartbeat),
            "reminders": (LOOK_EVERY, upkeep.remind),
            "prune": (60.0, chats.prune),
            "purge": (HOUR, upkeep.purge),
        }
        url = make_url(settings.store.url)
        place = URL.create(url.drivername, host=url.host, port=url.port, database=url.database)  # without the password
        parts = Adapter(application, bot, processor, context, str(place))
        try:
            async with running(jobs, clock, metrics), _ended_by_damage(store):
                yield parts
                await processor.drain()
        finally:
            await _close(parts, 0.0 if store.damage else settings.drain)
            for request in requests:
                await request.shutdown()
    finally:
        await asyncio.to_thread(store.close)


async def _close(parts: Adapter, drain: float) -> None:
    """Cancel what is not settled, send for at most `drain` seconds, and close what is open."""
    application, updater = parts.application, parts.application.updater
    await parts.processor.abandon()
    if updater is not None and updater.running:
        parts.bot.stop_fetching(acknowledge=False)
        await updater.stop()
    if application.running:
        await application.stop()
    await parts.context.outbox.stop(drain)
    await parts.context.close()
    await application.shutdown()


async def _poll(parts: Adapter, service: Service, stopped: asyncio.Event) -> None:
    """Fetch and process updates until stopped; what waited for the start is taken one by one, its tries counted."""
    application, bot, processor = parts.application, parts.bot, parts.processor
    updater = application.updater
    assert updater is not None  # noqa: S101  # built with one
    if not await _unless(stopped, bot.insist(application.initialize)):
        return
    _started(parts, service)
    # Asking for updates is refused while a webhook is set.
    await _unless(stopped, bot.insist(bot.delete_webhook))
    first = await _unless(stopped, bot.first_batch())
    processor.careful = True
    for case in in_cases(first[0] if first else ()):
        await _unless(stopped, processor.process_alone(case, application.process_update))
    processor.careful = False
    await application.start()
    if await _unless(stopped, bot.insist(updater.start_polling)):
        await _unless(stopped, bot.until_ended())
        bot.stop_fetching(acknowledge=True)
        await updater.stop()
    elif first:
        bot.stop_fetching(acknowledge=True)
        await bot.get_updates()


async def _unless(stopped: asyncio.Event, work: Awaitable[T]) -> tuple[T] | None:
    """The result of `work` in a tuple; None when it was stopped before."""
    task, stop = asyncio.ensure_future(work), asyncio.ensure_future(stopped.wait())
    try:
        await asyncio.wait((task, stop), return_when=asyncio.FIRST_COMPLETED)
        return (task.result(),) if task.done() else None
    finally:
        stop.cancel()
        task.cancel()
        await asyncio.wait((task,))


def _started(parts: Adapter, service: Service) -> None:
    """Log what runs, load the rest, and tell Telegram about ourselves."""
    extras = [extra for extra in PACKAGES if is_installed(extra)]
    log.info("started", bot=f"@{parts.bot.username}", database=parts.database, extras=extras)
    if service.load_more is not None:
        parts.context.in_background(asyncio.to_thread(service.load_more), "load")
    parts.context.in_background(introduce(parts.bot, parts.context.words), "introduce")


async def introduce(bot: CommittingBot, words: AdapterWords) -> None:
    """Set the command menus and the descriptions. Nothing of it is needed to help: a refusal is logged."""
    calls: dict[str, Callable[[], Awaitable[bool]]] = {}
    for language, own in words.introductions.items():
        menus = {
            BotCommandScope.ALL_PRIVATE_CHATS: own.commands,
            BotCommandScope.ALL_GROUP_CHATS: own.group_commands,
            BotCommandScope.ALL_CHAT_ADMINISTRATORS: own.group_commands | own.admin_commands,
        }
        code = language or None
        for scope, menu in menus.items():
            entries = [BotCommand(*entry) for entry in menu.items()]
            calls[f"{scope} {language}"] = partial(bot.set_my_commands, entries, BotCommandScope(scope), code)
        calls[f"profile {language}"] = partial(bot.set_my_short_description, own.profile, code)
        calls[f"description {language}"] = partial(bot.set_my_description, own.description, code)
    for what, call in calls.items():
        try:
            await call()
        except TelegramError as error:
            log.warning("call refused", call=what, **describe(error))


async def _log_failure(metrics: Metrics, _update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    metrics.errors.labels("receive").inc()
    if context.error is not None:
        log.error("update dropped", **describe(context.error))


@contextlib.asynccontextmanager
async def _ended_by_damage(store: Store) -> AsyncIterator[None]:
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


def end_in_time() -> None:
    """End this process at the latest `AT_THE_LATEST` from now, whatever it waits for: a thread that reads, a disk.
    What is committed goes out after the next start, and Telegram keeps what is not, unless it was let go in a flood.
    """

    def end() -> None:
        log.warning("stopped before all was finished", seconds=AT_THE_LATEST)
        os._exit(0)

    timer = threading.Timer(AT_THE_LATEST, end)
    timer.daemon = True  # a process that has ended in time does not wait for it
    timer.start()


@contextlib.asynccontextmanager
async def _stop_signal(event: asyncio.Event | None) -> AsyncIterator[asyncio.Event]:
    """The event; without one, an event that is set on SIGINT or SIGTERM while inside."""
    if event is not None:
        yield event
        return
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()

    def stop() -> None:
        if not stopped.is_set():
            stopped.set()
            end_in_time()

    # Not on Windows, nor off the main thread: there Ctrl+C raises KeyboardInterrupt.
    impossible = contextlib.suppress(NotImplementedError, RuntimeError, ValueError)
    for number in (signal.SIGINT, signal.SIGTERM):
        with impossible:
            loop.add_signal_handler(number, stop)
    try:
        yield stopped
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            with impossible:
                loop.remove_signal_handler(number)
