"""A bridge for bot/groups and bot/inline, which read raw updates, until they are modules of handlers."""

from __future__ import annotations

import warnings
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, TypeHandler

from bot.store import Store
from bot.telegram.clock import Clock
from bot.telegram.context import AppContext
from bot.telegram.outbox import Outbox

Handle = Callable[[Mapping[str, Any]], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is. `sees_all` tells whether privacy mode is off."""

    id: int
    username: str
    sees_all: bool = False
    takes_inline: bool = False


class Api:
    """Raw calls."""

    def __init__(self, context: AppContext) -> None:
        self._bot = context.bot

    async def call(self, method: str, parameters: Mapping[str, Any] | None = None) -> Any:
        """Call a method; its `result`."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return await self._bot.do_api_request(method, api_kwargs=dict(parameters or {}))


@dataclass(slots=True, eq=False)
class Tools:
    """The adapter's parts, for a handler."""

    context: AppContext
    api: Api = field(init=False)

    def __post_init__(self) -> None:
        """Make the raw calls."""
        self.api = Api(self.context)

    @property
    def store(self) -> Store:
        """The store."""
        return self.context.store

    @property
    def sender(self) -> Outbox:
        """The outbox."""
        return self.context.outbox

    @property
    def clock(self) -> Clock:
        """The clock."""
        return self.context.clock

    async def me(self) -> Me:
        """Who we are."""
        found = self.context.bot.bot
        return Me(found.id, found.username or "", sees_all=bool(found.can_read_all_group_messages))


MakeHandler = Callable[[Tools], Handle]


def bridged(make: MakeHandler) -> Callable[[AppContext], Sequence[BaseHandler[Any, Any, Any]]]:
    """A handler of raw updates as a module of PTB handlers."""

    def module(context: AppContext) -> Sequence[BaseHandler[Any, Any, Any]]:
        handle = make(Tools(context))

        async def run(update: Update) -> str | None:
            return await handle(update.to_dict())

        return [TypeHandler(Update, context.durable(run))]

    return module
