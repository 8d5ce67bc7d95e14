"""Questions to Telegram in the middle of an update: who may what. Tried a few times, since nothing is stored yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from bot.groups.reading import ANONYMOUS_ADMIN, Author
from bot.telegram.beside import Tools
from bot.telegram.outbox import retry_after as wait_asked_for

_TRIES = 3
_LONGEST_WAIT = 30.0
_ADMINS = frozenset({"creator", "administrator"})


class Asking:
    """Telegram's word on members. Asked anew each time: rights are taken away as easily as given."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def call(self, method: str, parameters: Mapping[str, Any]) -> Any:
        """A call whose answer is needed now; TelegramError when there is none after some tries."""
        for number in range(_TRIES):
            try:
                return await self._tools.api.call(method, parameters)
            except (BadRequest, Forbidden):  # BadRequest is a NetworkError to the library, but trying again is no use
                raise
            except NetworkError:
                if number == _TRIES - 1:
                    raise
                pause = 0.5 * 2.0**number
            except RetryAfter as error:
                pause = wait_asked_for(error)
                if number == _TRIES - 1 or pause > _LONGEST_WAIT:
                    raise
            await self._tools.clock.sleep(pause)
        raise AssertionError("unreachable")

    async def is_admin(self, chat_id: int, author: Author) -> bool:
        """Whether somebody administers a group.

        An admin who writes anonymously has the group itself as sender; a member who writes as a channel counts if it
        is the channel linked with the group, in whose name only its own admins can write. TelegramError if Telegram
        does not answer.
        """
        if author.is_group(chat_id):
            return True
        if author.chat_id is not None:
            linked = (await self.call("getChat", {"chat_id": chat_id})).get("linked_chat_id")
            return bool(linked == author.chat_id)
        if author.user_id in {0, ANONYMOUS_ADMIN}:
            return False
        return (await self._member(chat_id, author.user_id)).get("status") in _ADMINS

    async def sees_messages(self, chat_id: int) -> bool:
        """Whether Telegram shows us what members write: to admins, or with privacy mode off."""
        me = await self._tools.me()
        return me.sees_all or (await self._member(chat_id, me.id)).get("status") in _ADMINS

    async def can_delete(self, chat_id: int) -> bool:
        """Whether we may delete messages of others."""
        me = await self._tools.me()
        return bool((await self._member(chat_id, me.id)).get("can_delete_messages"))

    async def _member(self, chat_id: int, user_id: int) -> Mapping[str, Any]:
        try:
            found: Mapping[str, Any] = await self.call("getChatMember", {"chat_id": chat_id, "user_id": user_id})
        except BadRequest:  # no such member
            return {}
        return found
