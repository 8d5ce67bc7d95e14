"""A group: its members speak, its topics hold messages, the bot is a member with or without rights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.telegram_double.rules import Sent
from tests.telegram_double.whole import whole_member, whole_message

if TYPE_CHECKING:
    from tests.telegram_double.double import TelegramDouble

BOT = 123456
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
SERVICE = {"id": 777000, "is_bot": False, "first_name": "Telegram"}


@dataclass
class Group:
    """A supergroup unless said otherwise. `members` maps a user id to what getChatMember says of them."""

    double: TelegramDouble
    chat_id: int
    type: str = "supergroup"
    topics: tuple[int, ...] = ()
    closed: set[int] = field(default_factory=set)  # topics in which only admins may write
    linked: int | None = None
    members: dict[int, dict[str, Any]] = field(default_factory=dict)
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    deleted: list[int] = field(default_factory=list)
    taken_back: list[int] = field(default_factory=list)  # messages of its own that the bot deleted
    hides_members: bool = False
    _seen: int = 0
    _number: int = 5000

    def __post_init__(self) -> None:
        self.members.setdefault(BOT, {"status": "member"})

    @property
    def chat(self) -> dict[str, Any]:
        forum = {"is_forum": True} if self.topics else {}
        return {"id": self.chat_id, "type": self.type, "title": "业主群", **forum}

    def member(self, user_id: int, **rights: Any) -> Member:
        """Somebody in the group; `rights` as getChatMember tells them (`status="administrator"`)."""
        self.members[user_id] = {"status": "member", **rights}
        return Member(self, {"id": user_id, "is_bot": False, "first_name": "邻居", "last_name": f"号{user_id}"})

    def anonymous_admin(self) -> Member:
        return Member(self, ANONYMOUS, {"sender_chat": self.chat})

    def writes_as(self, channel: int, **more: Any) -> Member:
        """A member who writes as a channel."""
        sender = {"id": channel, "type": "channel", "title": "某频道"}
        return Member(self, CHANNEL_BOT, {"sender_chat": sender, **more})

    def bot_may(self, **rights: Any) -> None:
        """Make the bot an admin with these rights."""
        self.members[BOT] = {"status": "administrator", "can_delete_messages": False, **rights}

    async def bot_becomes(self, status: str, before: str = "left") -> int:
        """The bot is added, removed, or given another status."""
        return await self.bot_changes({"status": before}, {"status": status})

    async def bot_changes(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> int:
        """The bot's membership changes; both as getChatMember tells them."""
        return await self.double.post_update(
            my_chat_member={
                "chat": self.chat,
                "from": {"id": 1, "is_bot": False, "first_name": "群主"},
                "date": 1,
                "old_chat_member": whole_member(BOT, before),
                "new_chat_member": whole_member(BOT, after),
            }
        )

    async def becomes_supergroup(self, new: int) -> Group:
        """The chat id changes, announced on both sides."""
        moved = self.double.group(new, members=self.members)
        self.double.moved[self.chat_id] = new
        for chat, content in ((self, {"migrate_to_chat_id": new}), (moved, {"migrate_from_chat_id": self.chat_id})):
            await Member(chat, ANONYMOUS, {"sender_chat": chat.chat}).sends(**content)
        return moved

    async def sees(self) -> Sent:
        """The bot's next message not seen yet."""
        await self.double.until(lambda: len(self.history) > self._seen)
        self._seen += 1
        return self.history[self._seen - 1]

    @property
    def unseen(self) -> list[str]:
        return [sent.text for sent in self.history[self._seen :]]

    @property
    def history(self) -> list[Sent]:
        return self.double.chats[self.chat_id]

    def next_number(self) -> int:
        self._number += 1
        return self._number


@dataclass
class Member:
    """Somebody who writes in a group, in whatever name."""

    group: Group
    user: dict[str, Any]
    extra: dict[str, Any] = field(default_factory=dict)

    async def says(self, text: str, **more: Any) -> dict[str, Any]:
        """Write; the message, to be replied to."""
        return await self.sends(text=text, **more)

    async def sends(
        self, *, reply_to: dict[str, Any] | None = None, topic: int | None = None, **content: Any
    ) -> dict[str, Any]:
        """Send any kind of message, by its Bot API fields."""
        message = self._message(reply_to, topic, content)
        await self.group.double.post_update(message=message)
        return message

    def unheard(self, *, topic: int | None = None, **content: Any) -> dict[str, Any]:
        """A message that privacy mode keeps from the bot: it is there only to be replied to."""
        return self._message(None, topic, content)

    async def edits(self, message: dict[str, Any], text: str) -> None:
        await self.group.double.post_update(edited_message=whole_message({**message, "text": text, "edit_date": 2}))

    async def asks_guest(self, text: str, *, reply_to: dict[str, Any] | None = None, **content: Any) -> str:
        """Mention the bot in a chat that it is not in (Bot API 10.0); the query's id."""
        query = self.group.double.new_query()
        self.group.double.guest_queries.add(query)
        message = self._message(reply_to, None, {"text": text, "guest_query_id": query, **content})
        await self.group.double.post_update(guest_message=message)
        return query

    async def taps(self, label: str, *, of: Sent) -> str:
        """Press a button; the query's id."""
        return await self.sends_data(of.data(label), of)

    async def sends_data(self, data: str, of: Sent) -> str:
        query = self.group.double.new_query()
        message: dict[str, Any] = {"message_id": of.message_id, "date": 1, "chat": self.group.chat, "text": of.text}
        if (answered := self.group.messages.get(of.answers or 0)) and of.answers not in self.group.deleted:
            message["reply_to_message"] = {name: part for name, part in answered.items() if name != "reply_to_message"}
        await self.group.double.post_update(
            callback_query={"id": query, "from": self.user, "chat_instance": "1", "data": data, "message": message}
        )
        return query

    def _message(self, reply_to: dict[str, Any] | None, topic: int | None, content: dict[str, Any]) -> dict[str, Any]:
        message = whole_message(
            {
                "message_id": self.group.next_number(),
                "date": 1,
                "chat": self.group.chat,
                "from": self.user,
                **self.extra,
                **content,
            }
        )
        if topic is not None:
            message |= {"message_thread_id": topic, "is_topic_message": True}
        if reply_to is not None:
            message["reply_to_message"] = {key: value for key, value in reply_to.items() if key != "reply_to_message"}
        self.group.messages[message["message_id"]] = message
        return message
