"""One letter to Telegram: which call it is, and what an error says about trying again."""

from __future__ import annotations

import asyncio
import contextlib
import enum
import random
from collections.abc import Callable, Mapping
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.store import OutboxMessage
from bot.telegram.api import BotApi, wait_asked_for
from bot.telegram.logs import log, mark, trouble
from bot.telegram.render import text_chunks, without_markup
from dialogs.messages import File

BuildFile = Callable[[File], tuple[str, bytes]]
"""A file for a request: its file name and content. Runs on a thread; may be slow."""

_GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "bot was kicked", "group chat was deactivated")
_LONGEST = 60.0
_HOPELESS = 40  # tries
_MISTAKES = 5


class Verdict(enum.Enum):
    """What became of a letter: sent; refused for what it holds; or its chat is gone."""

    SENT = "sent"
    REFUSED = "refused"
    GONE = "gone"


class Delivery:
    """Performs the call a letter asks for."""

    def __init__(
        self, api: BotApi, *, no_file: str, build_file: BuildFile | None = None, connections: int = 64
    ) -> None:
        self._api, self._no_file, self._build_file = api, no_file, build_file
        # Waiting here, not in the pool, so that waiting does not count against the request's time.
        self._slots = asyncio.Semaphore(connections)

    async def deliver(self, letter: OutboxMessage) -> Verdict:
        """Send it; TelegramError if it should be tried again."""
        try:
            async with self._slots:
                await self._perform(dict(letter.content))
        except Forbidden:
            return Verdict.GONE
        except ChatMigrated as error:
            async with self._slots:
                await self._perform({**letter.content, "chat_id": error.new_chat_id})
        except BadRequest as error:
            if any(sign in error.message.lower() for sign in _GONE):
                return Verdict.GONE
            return await self._once_more(letter, error)
        return Verdict.SENT

    def pause(self, error: Exception, tries: int) -> float:
        """Seconds until the next try: as Telegram says, else growing, with some chance so that chats spread out."""
        if isinstance(error, RetryAfter):
            return wait_asked_for(error)
        return min(_LONGEST, 0.5 * 2.0 ** min(tries - 1, 10)) * random.uniform(0.75, 1.25)  # noqa: S311

    def hopeless(self, error: Exception, tries: int, *, others_went: bool) -> bool:
        """Whether it is this letter that fails, and not Telegram: what is no Telegram error is a mistake of ours."""
        return others_went and tries >= (_HOPELESS if isinstance(error, TelegramError) else _MISTAKES)

    async def _once_more(self, letter: OutboxMessage, error: BadRequest) -> Verdict:
        """The words matter more than their dress: without entities, then without buttons, then not at all."""
        log.warning("message refused", chat=mark(letter.chat), **trouble(error))
        bare = without_markup(letter.content)
        for attempt in (bare, {key: value for key, value in bare.items() if key != "reply_markup"}):
            try:
                async with self._slots:
                    await self._perform(attempt)
            except BadRequest:
                continue
            except Forbidden:
                return Verdict.GONE
            return Verdict.SENT
        return Verdict.REFUSED

    async def _perform(self, content: dict[str, Any]) -> None:
        method = content.pop("method")
        if method == "sendDocument":
            await self._send_file(content)
        else:
            await self._api.call(method, content)

    async def _send_file(self, content: Mapping[str, Any]) -> None:
        chat_id = int(content["chat_id"])
        if self._build_file is not None:
            with contextlib.suppress(TelegramError):  # only a sign that it is being made
                await self._api.call("sendChatAction", {"chat_id": chat_id, "action": "upload_document"})
            try:
                name, data = await asyncio.to_thread(self._build_file, File(**content["file"]))
            except Exception as error:  # noqa: BLE001  # a document that cannot be built must not stop the words around it
                log.error("file not built", form=content["file"]["form"], **trouble(error))
            else:
                await self._api.send_document(chat_id, name, data)
                return
        for text, entities in text_chunks(self._no_file):
            await self._api.call("sendMessage", {"chat_id": chat_id, "text": text, "entities": entities})
