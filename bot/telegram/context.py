"""What every Telegram handler gets: the adapter's parts, and the three things all handlers do with them.

A module of handlers offers a function ``handlers(context, …) -> list[BaseHandler]``. Its callbacks take the update,
return a short result for the metrics, and are registered as ``context.durable(callback)``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from telegram.error import TelegramError
from telegram.ext import BaseHandler, CallbackContext, ExtBot

from bot.store import Store, StoreUnavailableError, TurnResult
from bot.telegram.clock import Clock
from bot.telegram.logs import describe, log
from bot.telegram.metrics import Metrics
from bot.telegram.outbox import Outbox

T = TypeVar("T")
U = TypeVar("U")

FIRST_PAUSE = 0.1  # seconds; doubled after each failure to reach the store
LONGEST_PAUSE = 10.0


@dataclass(frozen=True, slots=True)
class AppContext:
    """The adapter's parts. `bot` is initialised: `bot.username` and `bot.bot` need no request.

    Dates for people are written in `zone`. `closing` holds what is awaited when the adapter ends.
    """

    store: Store
    outbox: Outbox
    bot: ExtBot[None]
    clock: Clock
    metrics: Metrics
    zone: ZoneInfo
    closing: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    _background: set[asyncio.Task[None]] = field(default_factory=set)

    def durable(self, callback: Callable[[U], Awaitable[str]]) -> Callable[[U, Any], Coroutine[Any, Any, None]]:
        """A PTB callback that runs `callback` with the update until the store can be reached.

        `callback` returns the result to count: "done", "repeated", "ignored" and the like. It is called again with
        the same update after StoreUnavailableError; its other exceptions reach the application's error handler.
        """

        async def run(update: U, _: CallbackContext[Any, Any, Any, Any]) -> None:
            result = await self.when_reached(lambda: callback(update))
            self.metrics.turns.labels(result).inc()

        return run

    async def when_reached(self, change: Callable[[], Awaitable[T]]) -> T:
        """The result of `change`, repeated with growing pauses while it raises StoreUnavailableError."""
        pause = FIRST_PAUSE
        while True:
            try:
                return await change()
            except StoreUnavailableError as error:
                self.metrics.errors.labels("store").inc()
                log.warning("store not reached", **describe(error))
                await self.clock.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def enqueue(self, settled: TurnResult) -> str:
        """Hand the messages of a committed turn to the outbox; returns the result to count."""
        if settled.forgot:
            self.outbox.forget(settled.chat)
        self.outbox.add(settled.to_send)
        return "done" if settled.fresh else "repeated"

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

    async def drain(self) -> None:
        """Wait for the calls in the background, then await what is in `closing`."""
        while self._background:
            await asyncio.wait(self._background)
        for close in self.closing:
            await close()


MakeHandlers = Callable[[AppContext], Sequence[BaseHandler[Any, Any, Any]]]
"""Makes the handlers of a module, once the bot is initialised. The first handler whose filters match an update wins."""
