"""Fetching updates by long polling: process, commit, and only then let Telegram forget them.

PTB's own updater acknowledges an update by fetching the next ones while it still waits in memory; a crash then
loses it. Here the offset moves past an update only when its turn is committed.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.telegram.api import BotApi, wait_asked_for
from bot.telegram.clock import Clock
from bot.telegram.entrance import Entrance
from bot.telegram.gathering import in_cases
from bot.telegram.intake import ALLOWED_UPDATES
from bot.telegram.logs import log, trouble
from bot.telegram.metrics import Metrics

_BATCH = 100  # Bot API: the most one getUpdates gives
_QUIET_WEEK = 6 * 86400.0  # after a week without updates Telegram may start its numbers anew


class PollingDead(Exception):  # noqa: N818  # reads as what is the case
    """Telegram has not answered for too long, or does not accept the token: a supervisor should start us anew."""


@dataclass(frozen=True, slots=True)
class PollingSettings:
    """Seconds: `wait` for a long poll, `patience` for a batch to be settled before asking again, `dead_after` the
    first of a row of failures to give up.
    """

    wait: int = 50
    patience: float = 0.2
    dead_after: float = 300.0


class Polling:
    """The loop. `run` ends when `stop` is called, or with PollingDead."""

    def __init__(
        self,
        api: BotApi,
        entrance: Entrance,
        clock: Clock,
        metrics: Metrics,
        settings: PollingSettings,
    ) -> None:
        self._api, self._entrance = api, entrance
        self._clock, self._metrics, self._settings = clock, metrics, settings
        self._unsettled: dict[int, asyncio.Future[None]] = {}
        self._just_settled: set[int] = set()
        self._last_id: int | None = None
        self._last_update = clock.steady()
        self._failures, self._silent_since = 0, 0.0
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """End the loop after what was fetched is settled."""
        self._stopping.set()

    async def run(self) -> None:
        """Poll until stopped."""
        await self._first_batch()
        while not self._stopping.is_set():
            if self._entrance.full:
                await self._clock.sleep(0.1)  # Telegram keeps what we do not fetch
                continue
            self._just_settled.clear()  # what is settled while Telegram answers may still be in the answer
            self._admit(await self._fetch(0 if self._unsettled else self._settings.wait) or ())
            await self._wait_until_settled()
        self._entrance.hurry()
        while self._unsettled:
            await asyncio.wait(self._unsettled.values())
        if self._last_id is not None:
            await self._fetch(0, limit=1)  # tells Telegram how far we came

    def _admit(self, updates: Sequence[Mapping[str, Any]]) -> None:
        known = self._unsettled.keys() | self._just_settled
        new = {int(update["update_id"]): update for update in updates if int(update["update_id"]) not in known}
        signs = self._entrance.admit_all(tuple(new.values()), more=len(updates) >= _BATCH)
        for number, settled in zip(new, signs, strict=True):
            self._unsettled[number] = settled
            settled.add_done_callback(functools.partial(self._forget, number))
        self._last_id = max((*new, self._last_id or 0)) or None

    async def _first_batch(self) -> None:
        """What waits at the start may hold an update that ended the process before: one by one, counted first."""
        updates = None
        while updates is None and not self._stopping.is_set():
            updates = await self._fetch(0)
        for case in in_cases(updates or ()):
            await self._entrance.admit_alone(*case)
            self._last_id = max(self._last_id or 0, *(int(update["update_id"]) for update in case))

    async def _fetch(self, wait: int, limit: int = _BATCH) -> list[dict[str, Any]] | None:
        """The updates not yet settled; None after an error, which has then been waited for, or when told to stop."""
        poll = asyncio.ensure_future(self._ask(wait, limit))
        stop = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait((poll, stop) if wait else (poll,), return_when=asyncio.FIRST_COMPLETED)
            if not poll.done():
                return None
            updates = poll.result()
        except InvalidToken as error:
            raise PollingDead("Telegram does not accept the token") from error
        except (TelegramError, TimeoutError) as error:
            await self._after_error(error)
            return None
        finally:
            poll.cancel()
            stop.cancel()
            await asyncio.wait((poll,))  # until its connection is closed
        self._failures = 0
        self._metrics.last_poll.set(self._clock.now().timestamp())
        if updates:
            self._last_update = self._clock.steady()
        return updates

    async def _ask(self, wait: int, limit: int) -> list[dict[str, Any]]:
        parameters: dict[str, Any] = {"limit": limit, "allowed_updates": ALLOWED_UPDATES}
        offset = self._offset()
        if offset is not None:
            parameters["offset"] = offset
        # The transport's own timeout does not cover an answer that trickles in.
        async with asyncio.timeout(wait + 60.0):
            return await self._api.get_updates(parameters, wait=wait)

    def _offset(self) -> int | None:
        if self._unsettled:
            return min(self._unsettled)
        if self._last_id is None or self._clock.steady() - self._last_update > _QUIET_WEEK:
            return None
        return self._last_id + 1

    async def _after_error(self, error: Exception) -> None:
        if self._failures == 0:
            self._silent_since = self._clock.steady()  # not earlier: a machine that slept has asked nothing
        self._failures += 1
        self._metrics.errors.labels("poll").inc()
        silent = self._clock.steady() - self._silent_since
        log.warning("polling failed", failures=self._failures, silent=round(silent), **trouble(error))
        if silent > self._settings.dead_after:
            raise PollingDead(f"no answer from Telegram for {silent:.0f} s") from error
        if isinstance(error, RetryAfter):
            pause = wait_asked_for(error)
        elif isinstance(error, Conflict):
            pause = 5.0  # another process polls with this token, perhaps our predecessor on its way out
        else:
            pause = min(0.5 * 2.0 ** min(self._failures - 1, 6), 30.0)
        await self._clock.sleep(pause)

    def _forget(self, number: int, _settled: asyncio.Future[None]) -> None:
        del self._unsettled[number]
        self._just_settled.add(number)

    async def _wait_until_settled(self) -> None:
        """Usually until the whole batch is; a slow one does not keep the others waiting for long."""
        if self._unsettled:
            await asyncio.wait(self._unsettled.values(), timeout=self._settings.patience)
