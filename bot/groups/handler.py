"""Everything that happens in groups, one update at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from telegram.error import TelegramError

from bot.groups.asking import Asking
from bot.groups.checks import Checks
from bot.groups.guard import Guard
from bot.groups.letters import letters
from bot.groups.quota import Quota
from bot.groups.reading import (
    Added,
    Event,
    Message,
    Moved,
    Place,
    Press,
    Removed,
    concerns_group,
    read_group_update,
)
from bot.groups.watching import Sighting, Watching, new_ref
from bot.groups.words import GuardMode
from bot.store import TurnResult
from bot.store.groups import GroupOutcome, GroupStore
from bot.telegram.beside import Handle, MakeHandler, Me, Tools
from bot.telegram.logs import log, trouble
from bot.telegram.pictures import MakeReader

_REMEMBERED = 30.0  # seconds for which a group's mode need not be looked up again: every message asks for it
_PRUNE_AT = 4096


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """`per_minute` is how many answers a group may ask for in a minute; dates are written in `zone`.

    `reasons` gives the id of each of the checker's reasons by its words.
    """

    zone: ZoneInfo
    per_minute: int = 6
    reasons: Mapping[str, str] = field(default_factory=dict)


class Groups:
    """The handler. Silent unless asked, or unless watching is on."""

    def __init__(self, tools: Tools, checks: Checks, settings: GroupSettings) -> None:
        self._tools, self._checks, self._settings = tools, checks, settings
        self._quota = Quota(settings.per_minute)
        self._store = GroupStore(tools.store)
        asking = Asking(tools)
        self._guard = Guard(checks, asking, self._store, settings.zone)
        self._watching = Watching(checks, asking, self._store, settings.reasons)
        self._modes: dict[int, tuple[float, GuardMode]] = {}

    async def handle(self, update: Mapping[str, Any]) -> str | None:
        """Settle an update of a group; None for any other."""
        if not concerns_group(update):
            return None
        try:
            me = await self._tools.me()
        except TelegramError as error:
            log.warning("who we are is not known", **trouble(error))
            return "ignored"
        try:
            event = read_group_update(update, me)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            log.warning("update not understood", **trouble(error))
            return "ignored"
        return "ignored" if event is None else await self._settle(event, me)

    async def _settle(self, event: Event, me: Me) -> str:
        match event:
            case Message(command="check"):
                return await self._check(event, me)
            case Message(command="guard"):
                return await self._command(event)
            case Message():
                return await self._watch(event, me)
            case Press():
                return await self._press(event)
            case Added():
                hello = tuple(letters(Place(event.chat_id, 0), self._checks.words.line("hello"), quoting=False))
                return await self._answer(event.update_id, event.chat_id, hello)
            case Removed():
                chat = self._tools.store.chat_key(event.chat_id)
                self._tools.sender.forget(chat)
                await self._store.forget(chat)
                self._modes.pop(event.chat_id, None)
                return "departed"
            case Moved():
                key = self._tools.store.chat_key
                await self._store.move(key(event.old), key(event.new))
                self._modes.pop(event.new, None)
                return "moved"

    async def _check(self, message: Message, me: Me) -> str:
        if message.mention and message.answered is None:
            return await self._watch(message, me)
        if not self._may_speak(message):
            return "silent"
        answer = await self._checks.answer(message, me.username, self._today())
        return await self._answer(message.update_id, message.place.chat_id, tuple(answer))

    async def _command(self, message: Message) -> str:
        if not self._may_speak(message):
            return "silent"
        self._modes.pop(message.place.chat_id, None)
        chat = self._tools.store.chat_key(message.place.chat_id)
        return self._post(await self._guard.command(message, chat, self._tools.clock.now()))

    async def _watch(self, message: Message, me: Me) -> str:
        mode = await self._mode(message.place.chat_id)
        result = self._watching.judge(message) if mode is not GuardMode.OFF else None
        if result is None:
            return "ignored"
        store, now = self._tools.store, self._tools.clock.now()
        seen = Sighting(result, store.words_key(message.itself.words), new_ref())
        chat = store.chat_key(message.place.chat_id)
        settled = await self._watching.act(message, chat, seen, mode, now, me.username, self._today())
        return "ignored" if settled is None else self._post(settled)

    async def _press(self, press: Press) -> str:
        chat = self._tools.store.chat_key(press.place.chat_id)
        settled, notice = await self._guard.press(press, chat, self._tools.clock.now())
        try:
            text = {"text": notice} if notice else {}
            await self._tools.api.call("answerCallbackQuery", {"callback_query_id": press.query, **text})
        except TelegramError as error:
            log.info("call failed", method="answerCallbackQuery", **trouble(error))
        return "ignored" if settled is None else self._post(settled)

    async def _mode(self, chat_id: int) -> GuardMode:
        now = self._tools.clock.steady()
        known = self._modes.get(chat_id)
        if known is None or now - known[0] > _REMEMBERED:
            state = await self._store.state(self._tools.store.chat_key(chat_id))
            if len(self._modes) >= _PRUNE_AT:
                self._modes.clear()
            known = self._modes[chat_id] = (now, GuardMode(state.mode))
        return known[1]

    def _may_speak(self, message: Message) -> bool:
        return self._quota.take(message.place.chat_id, message.update_id, self._tools.clock.steady())

    def _today(self) -> dt.date:
        return self._tools.clock.now().astimezone(self._settings.zone).date()

    async def _answer(self, update_id: int, chat_id: int, words: tuple[Mapping[str, Any], ...]) -> str:
        """Remember the update and put the answer in the outbox, or neither."""
        if not words:
            return "ignored"
        chat = self._tools.store.chat_key(chat_id)
        now = self._tools.clock.now()
        return self._post(await self._store.settle(update_id, chat, now, lambda _state: GroupOutcome(messages=words)))

    def _post(self, settled: TurnResult) -> str:
        self._tools.sender.add(settled.to_send)
        return "done" if settled.fresh else "repeated"


def groups(checks: Checks, settings: GroupSettings, make_reader: MakeReader | None = None) -> MakeHandler:
    """The handler's maker, for the adapter; with a reader, pictures asked about are read too."""

    def make(tools: Tools) -> Handle:
        reading = replace(checks, read_image=make_reader(tools)) if make_reader else checks
        return Groups(tools, reading, settings).handle

    return make
