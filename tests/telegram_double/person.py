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
        self._seen = self._changes_seen = 0
        self._number = 0
        self.language = "zh-hans"  # of their client
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

    async def edits(self, text: str, *, number: int | None = None) -> int:
        """Edit an earlier message, the last one or that of a number."""
        edited = self._message({"text": text, "edit_date": 2})
        self._number -= 1
        return await self._post(edited_message={**edited, "message_id": self._number if number is None else number})

    async def taps(self, label: str, *, of: Sent | None = None) -> int:
        """Press the newest button with this label, or the one of a given message."""
        message = of or next(sent for sent in reversed(self.history) if label in sent.labels)
        return await self.sends_data(message.data(label), of=message.message_id)

    async def sends_data(self, data: str, *, of: int | None = None) -> int:
        """Press a button that carries this data; one of no message of ours is an attacker's."""
        query = {"id": self._double.new_query(), "from": self.user, "chat_instance": "1", "data": data}
        message = self._message({"text": "…"}) | ({} if of is None else {"message_id": of})
        return await self._post(callback_query=query | {"message": message})

    async def sees_change(self) -> Sent:
        """A message of the bot that it has changed, the next one not seen yet."""
        changed = lambda: [one for one in self._double.edits if one.chat_id == self.chat_id]  # noqa: E731
        await self._double.until(lambda: len(changed()) > self._changes_seen)
        self._changes_seen += 1
        return changed()[self._changes_seen - 1]

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
        return {**self.chat, "is_bot": False, "language_code": self.language}

    def _message(self, content: dict[str, Any]) -> dict[str, Any]:
        self._number += 1
        return whole_message({"message_id": self._number, "date": 1, "chat": self.chat, "from": self.user, **content})

    async def _post(self, **update: Any) -> int:
        number = await self._double.post_update(**update)
        self.last_update = (number, update)
        return number
