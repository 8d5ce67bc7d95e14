"""Everything that happens in groups, one update at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from telegram.error import TelegramError

from bot.groups.checks import Checks
from bot.groups.letters import letters
from bot.groups.quota import Quota
from bot.groups.reading import Added, Event, Message, Place, concerns_group, read_group_update
from bot.store import Outcome
from bot.telegram.beside import Handle, MakeHandler, Me, Tools
from bot.telegram.logs import log, trouble
from bot.telegram.pictures import MakeReader


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """`per_minute` is how many answers a group may ask for in a minute; dates are written in `zone`."""

    zone: ZoneInfo
    per_minute: int = 6


class Groups:
    """The handler. Silent unless asked, or unless watching is on."""

    def __init__(self, tools: Tools, checks: Checks, settings: GroupSettings) -> None:
        self._tools, self._checks, self._settings = tools, checks, settings
        self._quota = Quota(settings.per_minute)

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
            case Added():
                hello = list(letters(Place(event.chat_id, 0), self._checks.words.line("hello"), quoting=False))
                return await self._post(event.update_id, event.chat_id, hello)
            case Message(command="check"):
                return await self._check(event, me)
        return "ignored"

    async def _check(self, message: Message, me: Me) -> str:
        place = message.place
        if message.mention and message.answered is None:
            return "ignored"
        if not self._quota.take(place.chat_id, message.update_id, self._tools.clock.steady()):
            return "silent"
        today = self._tools.clock.now().astimezone(self._settings.zone).date()
        answer = await self._checks.answer(message, me.username, today)
        return await self._post(message.update_id, place.chat_id, answer)

    async def _post(self, update_id: int, chat_id: int, words: Sequence[Mapping[str, Any]]) -> str:
        """Remember the update and put the answer in the outbox, or neither."""
        if not words:
            return "ignored"
        chat = self._tools.store.chat_key(chat_id)
        outcome = Outcome(letters=tuple(words))
        settled = await self._tools.store.turn(update_id, chat, self._tools.clock.now(), lambda _stored: outcome)
        self._tools.sender.add(settled.mine)
        return "done" if settled.fresh else "repeated"


def groups(checks: Checks, settings: GroupSettings, make_reader: MakeReader | None = None) -> MakeHandler:
    """The handler's maker, for the adapter; with a reader, pictures asked about are read too."""

    def make(tools: Tools) -> Handle:
        reading = replace(checks, read_image=make_reader(tools)) if make_reader else checks
        return Groups(tools, reading, settings).handle

    return make
