"""The bot as python-telegram-bot's `Updater` and handlers use it: acknowledges to Telegram only what is committed."""

from __future__ import annotations

import asyncio
import contextlib
import urllib.request
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
from httpx_aiohttp import AiohttpTransport
from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.telegram.clock import Clock
from bot.telegram.logs import describe, log, reason
from bot.telegram.metrics import Metrics
from bot.telegram.outbox import retry_after
from bot.telegram.processor import ChatProcessor

T = TypeVar("T")

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "inline_query", "guest_message")
MOST_UPDATES = 100  # Bot API: the most one getUpdates gives
_QUIET_DAYS = 6 * 86400.0  # after a week without updates Telegram may start its numbers anew
_SPARE = 60.0  # seconds beyond a long poll's own: the transport's timeout does not cover an answer that trickles in
_BLOCKED = 3  # failures at the start after which it is said what may be the reason
_LAST_WORD = 1.0  # seconds for the acknowledgement at a stop
_POLL_CONNECTIONS = 2
_MANY = MOST_UPDATES // 2  # at once: what has been unsettled for long among them is let go before a batch is full
_LOOK_AGAIN = 0.05  # seconds between looks whether the first of a full batch is settled


class ServingError(Exception):
    """The bot cannot serve, or go on: Telegram, the proxy or an address refuses; the text is for the operator."""


@dataclass(frozen=True, slots=True)
class PollingSettings:
    """Seconds. `wait` is the length of a long poll; `again` the pause between two requests while an update is
    unsettled; `dead_after` how long failures may go on before the process ends.
    """

    wait: int = 50
    again: float = 0.1
    dead_after: float = 300.0


class CommittingBot(ExtBot[None]):
    """`get_updates` gives each update once, and moves Telegram's offset past it only when its turn is committed.

    PTB's `Updater` acknowledges an update by asking for the next ones while it still waits in memory; a crash would
    lose it. Here the offset stands still at the first unsettled update; those given already are left out.
    """

    def __init__(
        self,
        token: str,
        api_url: str,
        requests: tuple[HTTPXRequest, HTTPXRequest],
        processor: ChatProcessor,
        clock: Clock,
        metrics: Metrics,
        settings: PollingSettings,
    ) -> None:
        base = api_url.rstrip("/")
        request, polling = requests
        super().__init__(token, f"{base}/bot", f"{base}/file/bot", request=request, get_updates_request=polling)
        self._patience, self._processor = polling.read_timeout or 0.0, processor
        self._clock, self._metrics, self._settings = clock, metrics, settings
        self._stopping = self._acknowledging = False
        self._last_id: int | None = None
        self._last_offset: int | None = None
        self._last_update = clock.steady()
        self._answered_at = 0.0
        self._first_of_full: int | None = None
        self._many = False
        self._failures, self._silent_since = 0, 0.0
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def until_ended(self) -> None:
        """Wait until polling cannot go on; raises ServingError then."""
        await asyncio.shield(self._ended)

    async def insist(self, call: Callable[[], Awaitable[T]]) -> T:
        """The result of a call to Telegram, tried until it answers; ServingError as `_after_failure` raises it."""
        while True:
            try:
                result = await call()
            except TelegramError as error:
                await self._after_failure(error)
            else:
                self._failures = 0
                return result

    async def first_batch(self) -> tuple[Update, ...]:
        """What waited for the start, tried until Telegram answers."""
        while (updates := await self._fetch(0)) is None:
            pass
        return updates

    def stop_fetching(self, *, acknowledge: bool) -> None:
        """From now on `get_updates` gives nothing new. To `acknowledge`, it waits for what is about to be settled."""
        self._stopping, self._acknowledging = True, acknowledge

    async def get_updates(
        self,
        offset: int | None = None,  # noqa: ARG002  # our own, see the class
        limit: int | None = None,  # noqa: ARG002
        timeout: Any = None,  # noqa: ASYNC109, ARG002  # PTB's name; the settings' is used
        allowed_updates: Sequence[str] | None = None,  # noqa: ARG002
        **_: Any,
    ) -> tuple[Update, ...]:
        """New updates, after a long poll at most. Never raises a TelegramError: failures are counted and waited for."""
        if self._stopping:
            if self._acknowledging:
                await self._acknowledge_the_last()
            return ()
        while self._processor.full:
            await self._clock.sleep(0.1)  # Telegram keeps what we do not fetch
        await self._pause_while_unsettled()
        try:
            return await self._fetch(0 if self._processor.unsettled else self._settings.wait) or ()
        except ServingError as error:
            self._ended.set_exception(error)
            await asyncio.get_running_loop().create_future()  # until the updater is stopped
            raise

    async def _fetch(self, wait: int) -> tuple[Update, ...] | None:
        """The updates not given yet; None after a failure, which has then been waited for."""
        self._last_offset = offset = self._offset()
        self._processor.forget_settled(min(self._processor.unsettled, default=(self._last_id or 0) + 1))
        try:
            async with asyncio.timeout(wait + _SPARE):
                sent = await self._ask(offset, MOST_UPDATES, wait)
            numbers = [int(update["update_id"]) for update in sent]
        except Exception as error:  # noqa: BLE001  # PTB's loop would swallow a strange one, and ask again at once
            await self._after_failure(error)
            return None
        finally:
            self._answered_at = asyncio.get_running_loop().time()
        self._failures = 0
        self._metrics.last_poll.set(self._clock.now().timestamp())
        if numbers:
            self._last_update = self._clock.steady()
            self._last_id = max(self._last_id or 0, numbers[-1])
        full = len(numbers) >= MOST_UPDATES
        self._first_of_full = numbers[0] if full else None
        self._many = len(numbers) >= _MANY
        known = self._processor.unsettled.keys() | self._processor.settled
        new = (self._read(*one) for one in zip(numbers, sent, strict=True) if one[0] not in known)
        return self._processor.begin(tuple(new), full=full)

    async def _ask(self, offset: int | None, limit: int, wait: int) -> list[dict[str, Any]]:
        """One getUpdates, as Telegram answered it: PTB's method reads a batch whole or not at all, and each time."""
        given = {"offset": offset, "limit": limit, "timeout": wait, "allowed_updates": ALLOWED_UPDATES}
        answer: list[dict[str, Any]] = await self._post("getUpdates", given, read_timeout=self._patience + wait)
        return answer

    def _read(self, number: int, update: dict[str, Any]) -> Update:
        """An update; an empty one of that number in place of what Telegram does not make."""
        try:
            return Update.de_json(update, self)
        except Exception as error:  # noqa: BLE001  # whatever PTB raises on it
            log.warning("update not understood", **describe(error))
            return Update(number)

    def _offset(self) -> int | None:
        """Where to read from. None is the earliest that Telegram keeps.

        Within half a second of a request Telegram answers one with the same offset with a single update; so while
        the offset stands still, two that mean the same take turns.
        """
        if self._processor.unsettled:
            first = min(self._processor.unsettled)
            return None if self._last_offset == first else first
        if self._last_id is None or self._clock.steady() - self._last_update > _QUIET_DAYS:
            return None
        return self._last_id + 1

    async def _pause_while_unsettled(self) -> None:
        """Usually until the whole batch is settled; a slow update does not keep the others waiting for long.
        Unless it is the first of a full batch: Telegram would give the same again until that is settled, or let go.
        """
        left = self._answered_at + self._settings.again - asyncio.get_running_loop().time()
        while (unsettled := self._processor.unsettled) and (left > 0 or min(unsettled) == self._first_of_full):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(left, _LOOK_AGAIN)):
                    await self._processor.all_settled.wait()
            left = 0.0
            if self._many:
                self._processor.let_go()

    async def _acknowledge_the_last(self) -> None:
        await self._processor.drain()
        settled = min(self._processor.unsettled, default=(self._last_id or 0) + 1)
        if self._last_id is not None:
            with contextlib.suppress(TelegramError, TimeoutError):  # else it comes again, and is known
                async with asyncio.timeout(_LAST_WORD):
                    await self._ask(settled, 1, 0)

    async def _after_failure(self, error: Exception) -> None:
        """Wait for as long as the failure asks for. Raises ServingError: the token is refused, or Telegram silent."""
        if isinstance(error, InvalidToken):
            raise ServingError("Telegram does not accept the token") from error
        if self._failures == 0:
            self._silent_since = self._clock.steady()  # not earlier: a machine that slept has asked nothing
        self._failures += 1
        self._metrics.errors.labels("poll").inc()
        silent = self._clock.steady() - self._silent_since
        log.warning("polling failed", failures=self._failures, silent=round(silent), **describe(error))
        if self._last_id is None and self._failures == _BLOCKED and isinstance(error, NetworkError):
            log.warning("no answer yet", hint="where Telegram is blocked, set HTTPS_PROXY or ALL_PROXY: see README")
        if silent > self._settings.dead_after:
            last = reason(error) or type(error).__name__
            raise ServingError(f"no answer from Telegram for {silent:.0f} s; the last error: {last}") from error
        if isinstance(error, RetryAfter):
            pause = retry_after(error)
        elif isinstance(error, Conflict):
            pause = 5.0  # another process polls with this token, perhaps our predecessor on its way out
        else:
            pause = min(0.5 * 2.0 ** min(self._failures - 1, 6), 30.0)
        await self._clock.sleep(pause)


def make_requests(
    api_url: str, *, connections: int, timeout: float, proxy: str | None = None
) -> tuple[HTTPXRequest, HTTPXRequest]:
    """The HTTP clients for calls and for polling, each with connections of its own; `timeout` in seconds.

    They go over aiohttp, which costs a fifth of the CPU of httpx's own transport at 50 calls at once
    (docs/decisions/0006-durable-turns.md); behind a proxy, over httpx's own. Raises ServingError: it cannot be used.
    """
    proxy = proxy or system_proxy(api_url)
    tls = None if proxy else httpx.create_ssl_context()

    def made(size: int) -> HTTPXRequest:
        over_aiohttp = {"transport": AiohttpTransport(tls, limits=httpx.Limits(max_connections=size))} if tls else {}
        return HTTPXRequest(
            size,
            read_timeout=timeout,
            write_timeout=timeout,
            connect_timeout=timeout,
            pool_timeout=timeout,
            media_write_timeout=4 * timeout,
            proxy=proxy,
            httpx_kwargs=over_aiohttp,
        )

    try:
        return made(connections), made(_POLL_CONNECTIONS)
    except (RuntimeError, ValueError, ImportError) as error:
        raise ServingError(
            f"The proxy of the environment ({urlsplit(proxy or '').scheme}://…) cannot be used: {reason(error)}. "
            "Nothing was started. "
            "Set HTTPS_PROXY or ALL_PROXY to http://host:port or socks5://host:port, and start again."
        ) from error


def system_proxy(url: str) -> str | None:
    """The proxy that the environment (HTTPS_PROXY, ALL_PROXY and their kin) names for an address."""
    parts = urlsplit(url)
    if urllib.request.proxy_bypass(parts.hostname or ""):
        return None
    proxies = urllib.request.getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")
