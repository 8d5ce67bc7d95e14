"""Makes the Bot API call that an outbox message asks for: a text, an edit, a file, or words for one member's eyes.

Bot API 10.3 shows a message to one member where the bot is an admin (`ephemeral_message_parameters`, which
python-telegram-bot 22.8 does not know yet). Where Telegram refuses that, or a server does not know it, everybody sees
the message, and it is taken away a minute later (unless the bot is stopped before).
"""

from __future__ import annotations

import asyncio
import contextlib
import enum
from collections.abc import Callable, Mapping
from typing import Any

from telegram import InlineKeyboardMarkup, LinkPreviewOptions, Message, MessageEntity, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.store import OutboxMessage
from bot.telegram.clock import Clock
from bot.telegram.logs import describe, log, mark
from bot.telegram.render import text_chunks
from dialogs.messages import File

BuildFile = Callable[[File], bytes]
"""The content of a file that was asked for. Runs on a thread; may be slow."""

RECEIVER = "receiver_user_id"
"""What an outbox message for one member's eyes holds beside the rest: the member's id."""

SEEN_FOR = 60.0  # seconds that everybody sees what was meant for one
_NOT_TO_BE_EDITED = ("message can't be edited", "message to edit not found", "message_id_invalid")
_GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "bot was kicked", "group chat was deactivated")
_UPLOAD = 60.0  # seconds: over a slow line a file takes longer than a message
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Delivered(enum.Enum):
    """What became of a message: sent; refused for what it holds; or its chat is gone."""

    SENT = "sent"
    REFUSED = "refused"
    GONE = "gone"


class Delivery:
    """Delivers outbox messages, at most `connections` at a time."""

    def __init__(
        self, bot: ExtBot[None], clock: Clock, no_file: str, build_file: BuildFile | None = None, connections: int = 64
    ) -> None:
        self._bot, self._clock, self._no_file, self._build_file = bot, clock, no_file, build_file
        # Waiting here, not in the pool, so that waiting does not count against the request's time.
        self._slots = asyncio.Semaphore(connections)
        self._taking_away: set[asyncio.Task[None]] = set()

    async def deliver(self, message: OutboxMessage) -> Delivered:
        """Send it; raises TelegramError if it should be tried again."""
        try:
            await self._perform(message.content)
        except Forbidden:
            return Delivered.GONE
        except ChatMigrated as error:
            await self._perform({**message.content, "chat_id": error.new_chat_id})
        except BadRequest as error:
            if any(sign in error.message.lower() for sign in _GONE):
                return Delivered.GONE
            log.warning("message refused", chat=mark(message.chat), **describe(error))
            return await self._deliver_plainly(message)
        return Delivered.SENT

    async def close(self) -> None:
        """Leave what is still to be taken away."""
        for task in self._taking_away:
            task.cancel()
        await asyncio.gather(*self._taking_away, return_exceptions=True)

    async def _deliver_plainly(self, message: OutboxMessage) -> Delivered:
        """Send a refused message without entities, then without buttons too: the words matter more."""
        for dropped in ({"entities"}, {"entities", "reply_markup"}):
            try:
                await self._perform({key: value for key, value in message.content.items() if key not in dropped})
            except BadRequest:
                continue
            except Forbidden:
                return Delivered.GONE
            return Delivered.SENT
        return Delivered.REFUSED

    async def _perform(self, content: Mapping[str, Any]) -> None:
        async with self._slots:
            if content["method"] == "sendDocument":
                await self._send_file(content)
            elif content["method"] != "editMessageText" or not await self._edit(content):
                await self._send_text(content)

    async def _send_text(self, content: Mapping[str, Any]) -> None:
        entities, keyboard = _typed(content)
        reply, receiver = content.get("reply_parameters"), content.get(RECEIVER)
        said: dict[str, Any] = {
            "chat_id": content["chat_id"],
            "text": content["text"],
            "entities": entities,
            "reply_markup": keyboard,
            "message_thread_id": content.get("message_thread_id"),
            "link_preview_options": _NO_PREVIEW,
        }
        if receiver is not None:
            to_one = {"ephemeral_message_parameters": {"receiver_user_id": receiver}}
            with contextlib.suppress(BadRequest):  # not an admin, or the member is none
                self._seen_by_all(await self._bot.send_message(**said, api_kwargs=to_one))
                return
        answered = ReplyParameters.de_json(reply, None) if reply else None
        sent = await self._bot.send_message(**said, reply_parameters=answered)
        if receiver is not None:
            self._seen_by_all(sent)

    async def _edit(self, content: Mapping[str, Any]) -> bool:
        """Put a text in the place of a message; False where that cannot be changed any more."""
        entities, keyboard = _typed(content)
        try:
            await self._bot.edit_message_text(
                content["text"],
                content["chat_id"],
                content["message_id"],
                entities=entities,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )
        except BadRequest as error:
            why = error.message.lower()
            if "message is not modified" in why:  # a second try of one that was taken, or nothing new
                return True
            if not any(sign in why for sign in _NOT_TO_BE_EDITED):
                raise
            return False
        return True

    async def _send_file(self, content: Mapping[str, Any]) -> None:
        """Build a file and send it with its caption; where it cannot be built, a sentence that says so."""
        chat_id, file = int(content["chat_id"]), File(**content["file"])
        data = await self._built(chat_id, file)
        if data is None:
            for text, entities in text_chunks(self._no_file):
                said = {"chat_id": chat_id, "text": text, "entities": entities}
                await self._send_text({**said, "reply_markup": content.get("reply_markup")})
            return
        entities, keyboard = _typed(content)
        send = self._bot.send_photo if file.form == "poster" else self._bot.send_document
        await send(
            chat_id,
            data,
            filename=file.name,
            caption=content.get("text"),
            caption_entities=entities,
            reply_markup=keyboard,
            read_timeout=_UPLOAD,
        )

    async def _built(self, chat_id: int, file: File) -> bytes | None:
        """The content of a file; None where it cannot be built."""
        if self._build_file is None:
            return None
        with contextlib.suppress(TelegramError):  # only a sign that it is being made
            await self._bot.send_chat_action(chat_id, ChatAction.UPLOAD_DOCUMENT)
        try:
            return await asyncio.to_thread(self._build_file, file)
        except Exception as error:  # noqa: BLE001  # a document that cannot be built must not stop the words around it
            log.error("file not built", form=file.form, **describe(error))
            return None

    def _seen_by_all(self, sent: Message) -> None:
        """Take a message away in a minute, unless only the member it is for sees it."""
        if "ephemeral_message_id" not in sent.api_kwargs:
            task = asyncio.create_task(self._take_away(sent), name="job: ephemeral")
            self._taking_away.add(task)
            task.add_done_callback(self._taking_away.discard)

    async def _take_away(self, sent: Message) -> None:
        await self._clock.sleep(SEEN_FOR)
        try:
            await self._bot.delete_message(sent.chat_id, sent.message_id)
        except TelegramError as error:
            log.info("call failed", call="deleteMessage", **describe(error))


def _typed(content: Mapping[str, Any]) -> tuple[Any, InlineKeyboardMarkup | None]:
    """The entities and the keyboard of a content, as PTB takes them."""
    keyboard = content.get("reply_markup")
    entities = MessageEntity.de_list(content.get("entities", ()), None) or None
    return entities, InlineKeyboardMarkup.de_json(keyboard, None) if keyboard else None
