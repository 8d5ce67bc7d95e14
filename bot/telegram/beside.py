"""Who else takes updates beside the private-chat dialog (groups, inline mode), and what they get to work with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.store import Store
from bot.telegram.api import BotApi
from bot.telegram.clock import Clock
from bot.telegram.sender import Sender

Handle = Callable[[Mapping[str, Any]], Awaitable[str | None]]
"""Settles an update and says how it went; None when the update is of no concern to it.

May raise StoreUnavailableError: then it is called again with the same update.
"""


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is. `sees_all` tells whether privacy mode is off."""

    id: int
    username: str
    sees_all: bool = False
    takes_inline: bool = False


@dataclass(slots=True, eq=False)
class Tools:
    """The adapter's parts, for a handler. `me` asks Telegram once (TelegramError if it does not answer).

    What is in `on_close` is called when the adapter ends.
    """

    store: Store
    sender: Sender
    api: BotApi
    clock: Clock
    on_close: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    _me: Me | None = field(default=None, init=False)

    async def me(self) -> Me:
        """Who we are."""
        if self._me is None:
            found = await self.api.call("getMe")
            self._me = Me(
                int(found["id"]),
                str(found["username"]),
                sees_all=bool(found.get("can_read_all_group_messages")),
                takes_inline=bool(found.get("supports_inline_queries")),
            )
        return self._me


MakeHandler = Callable[[Tools], Handle]
