"""Where updates come in, by whatever way: in order per chat, bounded, each with a sign when it is settled."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any

from bot.telegram.clock import Clock
from bot.telegram.fair import Fair
from bot.telegram.gathering import Gathering, Quiet, Waiting, belongs_together
from bot.telegram.intake import ALLOWED_UPDATES
from bot.telegram.logs import log, trouble
from bot.telegram.metrics import Metrics
from bot.telegram.reception import Reception
from bot.telegram.sender import Sender

_UNSENT = 2  # messages one chat may have unsent for each update it may have waiting
_OF_A_FLOOD = 4  # updates taken of it at a time: few enough that those who wait behind it hardly notice


class Entrance:
    """Admits updates to the reception. `max_pending` unsent letters close it until some are sent."""

    def __init__(
        self,
        reception: Reception,
        sender: Sender,
        fair: Fair,
        metrics: Metrics,
        max_pending: int = 2000,
        *,
        clock: Clock,
        quiet: Quiet,
    ) -> None:
        self._reception, self._sender, self._fair = reception, sender, fair
        self._metrics, self._max_pending = metrics, max_pending
        self._gathering = Gathering(clock, quiet, self._admit_together)
        self._turned_away: set[asyncio.Task[None]] = set()

    @property
    def full(self) -> bool:
        """Whether to take nothing more for now: Telegram keeps what is not taken."""
        waiting = self._sender.pending + self._gathering.count
        return self._fair.full or waiting >= self._max_pending

    def admit(self, update: Mapping[str, Any], *, careful: bool = False) -> asyncio.Future[None]:
        """Take an update; the future is done when it may be acknowledged. `careful` counts the try beforehand."""
        [settled] = self.admit_all((update,), careful=careful)
        return settled

    def admit_all(
        self, updates: Sequence[Mapping[str, Any]], *, careful: bool = False, more: bool = False
    ) -> list[asyncio.Future[None]]:
        """Take what came together; a future for each, as of `admit`. `more`: others wait behind these.

        Then a chat that alone brings more than may wait is in everybody's way, and few of its updates are taken.
        """
        brought = Counter(map(chat_of, updates)) if more else Counter()
        settled, too_many = [], defaultdict[int, list[Waiting]](list)
        for update in updates:
            one = Waiting(update, asyncio.get_running_loop().create_future(), careful)
            settled.append(one.settled)
            chat = chat_of(update)
            if self._crowded(chat, flood=brought[chat] > self._fair.per_chat):
                too_many[chat].append(one)
            else:
                self._admit(chat, one)
        for some in too_many.values():
            self._turn_away(some)
        return settled

    def _crowded(self, chat: int, *, flood: bool) -> bool:
        most = _OF_A_FLOOD if flood else self._fair.per_chat
        return self._fair.waiting_for(chat) >= most or self._sender.waiting_for(chat) >= _UNSENT * self._fair.per_chat

    def _admit(self, chat: int, one: Waiting) -> None:
        if belongs_together(one.update):
            self._gathering.add(chat, one)
        else:
            self._gathering.close(chat)  # first what came first
            receive = self._reception.receive_with_care if one.careful else self._reception.receive
            self._fair.add(chat, lambda: self._settle(receive(one.update), one.settled))

    def _turn_away(self, some: Sequence[Waiting]) -> None:
        """Not behind the queue they do not fit into."""
        turning = self._reception.turn_away([one.update for one in some])
        task = asyncio.create_task(self._settle(turning, *(one.settled for one in some)))
        self._turned_away.add(task)
        task.add_done_callback(self._turned_away.discard)

    def hurry(self) -> None:
        """Wait for no more forwards: what has come is all."""
        self._gathering.close_all()

    async def admit_alone(self, *updates: Mapping[str, Any]) -> None:
        """Settle an update (or several of one case) that may have ended the process before, with nothing beside it."""
        await self._reception.receive_with_care(*updates)

    async def drain(self) -> None:
        """Wait until what was admitted is settled."""
        self.hurry()
        while self._turned_away:
            await asyncio.wait(self._turned_away)
        await self._fair.drain()

    async def abandon(self) -> None:
        """Give up what is not settled, without a sign: Telegram keeps it and gives it to whoever comes next."""
        for task in self._turned_away:
            task.cancel()
        if self._turned_away:
            await asyncio.wait(self._turned_away)
        self._gathering.abandon()
        await self._fair.abandon()

    def _admit_together(self, chat: int, waiting: tuple[Waiting, ...]) -> None:
        careful = any(one.careful for one in waiting)
        receive = self._reception.receive_with_care if careful else self._reception.receive
        updates = [one.update for one in waiting]
        self._fair.add(chat, lambda: self._settle(receive(*updates), *(one.settled for one in waiting)))

    async def _settle(self, receiving: Coroutine[Any, Any, None], *settled: asyncio.Future[None]) -> None:
        try:
            await receiving
        except Exception as error:  # noqa: BLE001  # a mistake of ours in what handles mistakes: others go on
            self._metrics.errors.labels("receive").inc()
            log.error("update dropped", **trouble(error))
        for one in settled:
            if not one.done():
                one.set_result(None)


def chat_of(update: Mapping[str, Any]) -> int:
    """The chat an update belongs to, for keeping order; 0 when it has none."""
    if isinstance(query := update.get("inline_query"), Mapping):
        asker = query.get("from")
        number = asker.get("id") if isinstance(asker, Mapping) else None
        return number if isinstance(number, int) else 0
    for kind in ALLOWED_UPDATES:
        holder = update.get(kind)
        if isinstance(holder, Mapping):
            message = holder.get("message") if kind == "callback_query" else holder
            chat = message.get("chat") if isinstance(message, Mapping) else None
            number = chat.get("id") if isinstance(chat, Mapping) else None
            return number if isinstance(number, int) else 0
    return 0
