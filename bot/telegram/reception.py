"""What happens to one update: understood, taken through the dialog in one transaction, answered.

`receive` returns only when the update is settled: its turn committed, or set aside, or of no concern. Then and
only then may it be acknowledged to Telegram.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from telegram.error import TelegramError

from bot.store import Outcome, Store, StoredCase, StoreUnavailableError, TurnResult
from bot.telegram.api import BotApi
from bot.telegram.beside import Handle, MakeHandler, Tools
from bot.telegram.buttons import Mark
from bot.telegram.clock import Clock
from bot.telegram.intake import Arrival, Departure, read_update
from bot.telegram.logs import log, mark, trouble
from bot.telegram.merging import merged
from bot.telegram.metrics import Metrics
from bot.telegram.phrases import Phrases
from bot.telegram.pictures import MakeReader, ReadImage, look
from bot.telegram.reminding import wanted
from bot.telegram.render import messages
from bot.telegram.sender import Sender
from dialogs.case import Case
from dialogs.messages import CommandInput, Input, Reply, Turn, UnreadableInput

TakeTurn = Callable[[Case, Input, dt.datetime], Turn]
"""The dialog: pure."""

T = TypeVar("T")

_TRIES = 3
_STARTS = 5  # a process killed from outside may have been at work on an innocent one
_WARN_EVERY = 10.0  # seconds between two requests to slow down
_TYPING_AFTER = 0.7  # seconds of silence before "typing…" shows


@dataclass(frozen=True, slots=True)
class Dialog:
    """The dialog as the adapter needs it. `show` gives what a case looks like now, changing nothing.

    `beside` makes the handlers that are asked before it, in order, about every update; `make_reader` what reads
    pictures, unless there is a `read_image` already.
    """

    take_turn: TakeTurn
    phrases: Phrases
    read_image: ReadImage | None = None
    show: Callable[[Case, dt.datetime], tuple[Reply, ...]] | None = None
    beside: tuple[MakeHandler, ...] = ()
    make_reader: MakeReader | None = None

    def current(self, case: Case, now: dt.datetime) -> tuple[Reply, ...]:
        """The present message of a case once more."""
        if self.show is not None:
            return self.show(case, now)
        return self.take_turn(case, CommandInput("start"), now).replies


class Reception:
    """Receives updates for the private-chat dialog, and hands the others to those beside it."""

    def __init__(
        self, store: Store, sender: Sender, api: BotApi, dialog: Dialog, clock: Clock, metrics: Metrics
    ) -> None:
        self._store, self._sender, self._api, self._dialog = store, sender, api, dialog
        self._clock, self._metrics = clock, metrics
        self._tools = Tools(store, sender, api, clock)
        self._beside: tuple[Handle, ...] = tuple(make(self._tools) for make in dialog.beside)
        self._read_image = dialog.read_image or (dialog.make_reader(self._tools) if dialog.make_reader else None)
        self._errands: set[asyncio.Task[None]] = set()
        self._warned: dict[int, float] = {}

    async def receive(self, *updates: Mapping[str, Any]) -> None:
        """Settle one update, or several that are one case; waits as long as the store is out of reach."""
        started = self._clock.steady()
        result = await self._when_reached(lambda: self._settle(updates))
        self._metrics.turns.labels(result).inc()
        self._metrics.turn_seconds.observe(self._clock.steady() - started)

    async def turn_away(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Settle updates of a chat that sends faster than it can be served: told so once in a while."""
        understood = (_understand((update,)) for update in updates)
        arrivals = [one for one in understood if isinstance(one, Arrival)]
        if not arrivals:
            return
        arrival, *others = arrivals
        now = self._clock.steady()
        words: tuple[dict[str, Any], ...] = ()
        if now - self._warned.get(arrival.chat_id, -_WARN_EVERY) >= _WARN_EVERY:
            self._warned[arrival.chat_id] = now
            words = self._say(arrival.chat_id, self._dialog.phrases.slow_down)
        chat = self._store.chat_key(arrival.chat_id)
        log.info("turned away", chat=mark(chat), updates=len(arrivals))
        self._metrics.turns.labels("turned_away").inc(len(arrivals))
        for one in arrivals:
            if one.query is not None:
                self._answer_query(one.query, None)
        numbers = [one.update_id for one in others]
        self._post(
            await self._when_reached(
                lambda: self._store.turn(
                    arrival.update_id, chat, self._clock.now(), lambda _stored: Outcome(messages=words), numbers
                )
            )
        )

    async def receive_with_care(self, *updates: Mapping[str, Any]) -> None:
        """Settle updates that may have ended the process before: the try is counted before it is made."""
        arrival = _understand(updates)
        if not isinstance(arrival, Arrival):
            await self.receive(*updates)
            return
        tries = await self._when_reached(lambda: self._store.count_attempt(arrival.update_id, self._clock.now()))
        if tries > _STARTS:
            chat = self._store.chat_key(arrival.chat_id)
            await self._when_reached(lambda: self._set_aside(arrival, chat, "ended the process"))
        else:
            await self.receive(*updates)

    async def prune(self) -> None:
        """Forget whom we asked to slow down, when it is long enough ago to ask again."""
        now = self._clock.steady()
        self._warned = {chat: at for chat, at in self._warned.items() if now - at < _WARN_EVERY}

    async def drain(self) -> None:
        """Wait for the small calls still on their way."""
        while self._errands:
            await asyncio.wait(self._errands)
        for close in self._tools.on_close:
            await close()

    async def _settle(self, updates: Sequence[Mapping[str, Any]]) -> str:
        for handle in self._beside:
            result = await handle(updates[0])
            if result is not None:
                return result
        arrival = _understand(updates)
        if arrival is None:
            return "ignored"
        chat = self._store.chat_key(arrival.chat_id)
        if isinstance(arrival, Departure):
            self._sender.forget(chat)
            await self._store.give_up(chat)
            return "departed"
        return await self._converse(arrival, chat)

    async def _converse(self, arrival: Arrival, chat: bytes) -> str:
        typing = asyncio.get_running_loop().call_later(_TYPING_AFTER, self._type, arrival.chat_id)
        notice: str | None = None

        def note(words: str) -> None:
            nonlocal notice
            notice = words

        try:
            work = await self._work(arrival, note)
            settled = await self._try(arrival, chat, work)
        finally:
            typing.cancel()
            if arrival.query is not None:
                self._answer_query(arrival.query, notice)
        if isinstance(settled, str):
            await self._set_aside(arrival, chat, settled)
            return "set_aside"
        self._post(settled)
        return "done" if settled.fresh else "repeated"

    async def _try(self, arrival: Arrival, chat: bytes, work: Callable[[StoredCase], Outcome]) -> TurnResult | str:
        """The turn, tried a few times; the error's class if the update is beyond help."""
        problem = ""
        for _ in range(_TRIES):
            try:
                return await self._store.turn(arrival.update_id, chat, self._clock.now(), work, arrival.others)
            except StoreUnavailableError:
                raise
            except Exception as error:  # noqa: BLE001  # whatever the dialog raises, the person gets an answer
                self._metrics.errors.labels("turn").inc()
                log.error("turn failed", chat=mark(chat), kind=type(arrival.input).__name__, **trouble(error))
                problem = type(error).__name__
        return problem

    async def _work(self, arrival: Arrival, note: Callable[[str], None]) -> Callable[[StoredCase], Outcome]:
        """The pure part of a turn, as the store wants it."""
        given, unread = await self._look(arrival)
        notes = [letter for words in unread for letter in self._say(arrival.chat_id, words)]
        if arrival.asks_check and self._dialog.phrases.ask_forward:
            notes = list(self._say(arrival.chat_id, self._dialog.phrases.ask_forward))
            given = UnreadableInput("")
        now = self._clock.now()

        def work(stored: StoredCase) -> Outcome:
            if arrival.query is not None and not _fits(arrival, stored):
                note(self._dialog.phrases.old_button)
                shown = self._dialog.current(stored.case, now)
                return Outcome(messages=tuple(_letters(arrival.chat_id, shown, stored.case, stored.created_at)))
            if notes and isinstance(given, UnreadableInput):
                return Outcome(messages=tuple(notes))
            turn = self._dialog.take_turn(stored.case, given, now)
            if turn.error is not None:
                self._metrics.errors.labels("turn").inc()
                kind = type(given).__name__
                log.error("input not understood", kind=kind, error=turn.error.kind, where=turn.error.place)
            born = 0 if turn.forget else stored.created_at or int(now.timestamp())
            return Outcome(
                case=turn.case,
                forget=turn.forget,
                messages=(*notes, *_letters(arrival.chat_id, turn.replies, turn.case, born)),
                reminders=wanted(arrival.chat_id, stored.case, turn),
            )

        return work

    async def _look(self, arrival: Arrival) -> tuple[Input, tuple[str, ...]]:
        """What was said, pictures included, and sentences about pictures that could not be read."""
        if arrival.image is None or self._read_image is None:
            return arrival.input, ()
        if self._dialog.phrases.looking:
            self._errand("sendMessage", {"chat_id": arrival.chat_id, "text": self._dialog.phrases.looking})
        return await look(arrival.input, (arrival.image, *arrival.more_images), self._read_image)

    async def _set_aside(self, arrival: Arrival, chat: bytes, problem: str) -> None:
        words = self._say(arrival.chat_id, self._dialog.phrases.try_again)
        self._post(await self._store.dead_letter(arrival.update_id, problem, chat, self._clock.now(), words))
        for other in arrival.others:
            await self._store.dead_letter(other, problem, chat, self._clock.now(), ())
        log.error("update set aside", chat=mark(chat), update=arrival.update_id)

    async def _when_reached(self, change: Callable[[], Awaitable[T]]) -> T:
        """The result of a change in the store, tried until the store can be reached."""
        pause = 0.1
        while True:
            try:
                return await change()
            except StoreUnavailableError as error:
                self._metrics.errors.labels("store").inc()
                log.warning("store not reached", **trouble(error))
                await self._clock.sleep(pause)
                pause = min(pause * 2, 10.0)

    def _post(self, settled: TurnResult) -> None:
        if settled.forgot:
            self._sender.forget(settled.chat)
        self._sender.add(settled.to_send)

    @staticmethod
    def _say(chat_id: int, words: str) -> tuple[dict[str, Any], ...]:
        return tuple(messages(chat_id, Reply(words), Mark(0, 0)))

    def _type(self, chat_id: int) -> None:
        self._errand("sendChatAction", {"chat_id": chat_id, "action": "typing"})

    def _answer_query(self, query: str, notice: str | None) -> None:
        """Every query is answered, else the button spins for a minute."""
        self._errand("answerCallbackQuery", {"callback_query_id": query} | ({"text": notice} if notice else {}))

    def _errand(self, method: str, parameters: Mapping[str, Any]) -> None:
        """A call beside the conversation, whose failure changes nothing."""

        async def run() -> None:
            try:
                await self._api.call(method, parameters)
            except TelegramError as error:
                log.info("call failed", method=method, **trouble(error))

        task = asyncio.create_task(run())
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)


def _understand(updates: Sequence[Mapping[str, Any]]) -> Arrival | Departure | None:
    """What updates that are one case ask of us; None also for those that are not of Telegram's making."""
    read = []
    for update in updates:
        try:
            read.append(read_update(update))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            log.warning("update not understood", **trouble(error))
    arrivals = [one for one in read if isinstance(one, Arrival)]
    return merged(arrivals) if arrivals else next((one for one in read if one is not None), None)


def _fits(arrival: Arrival, stored: StoredCase) -> bool:
    """Whether a button belongs to the case as it is now."""
    return arrival.tap is not None and arrival.tap.mark == Mark(stored.case.revision, stored.created_at)


def _letters(chat_id: int, replies: tuple[Reply, ...], case: Case, born: int) -> Iterator[dict[str, Any]]:
    button_mark = Mark(case.revision, born)
    for reply in replies:
        yield from messages(chat_id, reply, button_mark)
        for file in reply.files:
            yield {
                "method": "sendDocument",
                "chat_id": chat_id,
                "file": {"name": file.name, "form": file.form, "content": file.content},
            }
