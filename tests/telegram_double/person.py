"""Somebody in a private chat, so that a test reads as a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.telegram_double.rules import Sent
from tests.telegram_double.whole import whole_message

if TYPE_CHECKING:
    from tests.telegram_double.double import TelegramDouble


class Person:
    """`says`, `taps` and `sends` act; `sees` waits for the bot's next message."""

    def __init__(self, double: TelegramDouble, chat_id: int) -> None:
        self._double, self.chat_id = double, chat_id
        self._seen = 0
        self._number = 0
        self.last_update: tuple[int, dict[str, Any]] | None = None

    @property
    def chat(self) -> dict[str, Any]:
        return {"id": self.chat_id, "type": "private", "first_name": "小明", "last_name": "王"}

    async def says(self, text: str, **more: Any) -> int:
        """Type a message."""
        return await self.sends(text=text, **more)

    async def sends(self, **content: Any) -> int:
        """Send any kind of message, by its Bot API fields."""
        return await self._post(message=self._message(content))

    async def edits(self, text: str) -> int:
        """Edit an earlier message."""
        return await self._post(edited_message=self._message({"text": text}))

    async def taps(self, label: str, *, of: Sent | None = None) -> int:
        """Press the newest button with this label, or the one of a given message."""
        message = of or next(sent for sent in reversed(self.history) if label in sent.labels)
        return await self.sends_data(message.data(label))

    async def sends_data(self, data: str) -> int:
        """Press a button that carries this data (as nobody but an attacker does)."""
        query = {"id": self._double.new_query(), "from": self.user, "chat_instance": "1", "data": data}
        return await self._post(callback_query=query | {"message": self._message({"text": "…"})})

    async def blocks_the_bot(self) -> int:
        """Block it."""
        self._double.blocked.add(self.chat_id)
        member = {"user": {"id": 123456, "is_bot": True, "first_name": "bot"}}
        return await self._post(
            my_chat_member={
                "chat": self.chat,
                "from": self.user,
                "date": 1,
                "old_chat_member": member | {"status": "member"},
                "new_chat_member": member | {"status": "kicked", "until_date": 0},
            }
        )

    async def sees(self) -> Sent:
        """The bot's next message not seen yet."""
        await self._double.until(lambda: len(self.history) > self._seen)
        self._seen += 1
        return self.history[self._seen - 1]

    @property
    def unseen(self) -> list[str]:
        """What has arrived and not been looked at."""
        return [sent.text for sent in self.history[self._seen :]]

    @property
    def history(self) -> list[Sent]:
        return self._double.chats[self.chat_id]

    @property
    def user(self) -> dict[str, Any]:
        return {**self.chat, "is_bot": False, "language_code": "zh-hans"}

    def _message(self, content: dict[str, Any]) -> dict[str, Any]:
        self._number += 1
        return whole_message({"message_id": self._number, "date": 1, "chat": self.chat, "from": self.user, **content})

    async def _post(self, **update: Any) -> int:
        number = await self._double.post_update(**update)
        self.last_update = (number, update)
        return number
