"""What every Telegram handler gets: the adapter's parts, and the three things all handlers do with them.

A module of handlers offers a function ``handlers(context, …) -> list[BaseHandler]``. Its callbacks take the update,
return a short result for the metrics, and are registered as ``context.durable(callback)``.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from telegram.error import TelegramError
from telegram.ext import BaseHandler, CallbackContext, ExtBot

from bot.store import Store
from bot.telegram.clock import Clock
from bot.telegram.logs import describe, log
from bot.telegram.metrics import Metrics
from bot.telegram.outbox import Outbox, when_reached
from dialogs.library.models.channels import Introduction
from dialogs.messages import Input

T = TypeVar("T")
U = TypeVar("U")

_LAST_CALLS = 1.0  # seconds
LONG = 200  # characters; the worst text of so many takes some 15 ms to read, one of ten thousand 300


@dataclass(frozen=True, slots=True)
class AdapterWords:
    """The few words the adapter itself says, from the content.

    `slow_down`, `try_again` and `no_file` are Markdown messages; `old_button` is shown as a notice over the chat;
    `looking` is said while a picture is read. `introductions` are what Telegram shows of the bot, by language code
    (ISO 639-1; empty: to all others).
    """

    slow_down: str
    try_again: str
    old_button: str
    no_file: str
    looking: str = ""
    introductions: Mapping[str, Introduction] = field(default_factory=dict)


ReadPictures = Callable[[int, Input, Sequence[str]], Awaitable[tuple[Input, tuple[str, ...]]]]
"""A person's input completed with the words in pictures (Telegram file ids), and a sentence for each way in which one
could not be read. May take seconds; raises nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class AppContext:
    """The adapter's parts. While updates are handled `bot` is initialised: `bot.username` and `bot.bot` need no
    request. Dates for people are written in `zone`. `closing` holds what is awaited when the adapter ends.
    """

    store: Store
    outbox: Outbox
    bot: ExtBot[None]
    clock: Clock
    metrics: Metrics
    zone: ZoneInfo
    words: AdapterWords
    read_pictures: ReadPictures | None = None
    closing: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    _background: set[asyncio.Task[None]] = field(default_factory=set)
    _one_apart: asyncio.Lock = field(default_factory=asyncio.Lock)

    def durable(self, callback: Callable[[U], Awaitable[str | None]]) -> Callable[[U, Any], Coroutine[Any, Any, None]]:
        """A PTB callback that runs `callback` with the update until the store can be reached.

        `callback` returns the result to count: "done", "repeated", "ignored" and the like. It is called again with
        the same update after StoreUnavailableError; its other exceptions reach the application's error handler.
        """

        async def run(update: U, _: CallbackContext[Any, Any, Any, Any]) -> None:
            result = await self.when_reached(lambda: callback(update))
            if result is not None:
                self.metrics.turns.labels(result).inc()

        return run

    async def apart(self, words: str, work: Callable[[str], T]) -> T:
        """What `work`, pure, makes of words: of `LONG` ones on a thread, one after another, while others are served."""
        if len(words) <= LONG:
            return work(words)
        async with self._one_apart:
            return await asyncio.to_thread(work, words)

    async def when_reached(self, change: Callable[[], Awaitable[T]]) -> T:
        """The result of `change`, repeated with growing pauses while it raises StoreUnavailableError."""
        return await when_reached(change, "store", self.clock, self.metrics)

    def local_now(self) -> dt.datetime:
        """The moment, as people here write it."""
        return self.clock.now().astimezone(self.zone)

    def in_background(self, call: Coroutine[Any, Any, object], what: str) -> None:
        """Run a small Bot API call whose failure changes nothing; a TelegramError is logged under `what`."""

        async def run() -> None:
            try:
                await call
            except TelegramError as error:
                log.info("call failed", call=what, **describe(error))

        task = asyncio.create_task(run())
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def close(self) -> None:
        """Give the calls in the background a moment more, then await what is in `closing`."""
        if self._background:
            _, late = await asyncio.wait(self._background, timeout=_LAST_CALLS)
            for task in late:
                task.cancel()
        for close in self.closing:
            await close()


MakeReader = Callable[[AppContext], ReadPictures]

MakeHandlers = Callable[[AppContext], Sequence[BaseHandler[Any, Any, Any]]]
"""Makes the handlers of a module. Each module is a PTB handler group: in it the first handler that matches wins, and
every module gets its chance at an update."""
