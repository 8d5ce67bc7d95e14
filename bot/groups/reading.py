"""From an update to what happened in a group.

Everything in an update is somebody's claim: read by type, never trusted for its shape. Ids of members are looked at
to ask Telegram about their rights, and kept nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.telegram.beside import Me
from bot.telegram.intake import words_of

ANONYMOUS_ADMIN = 1087968824  # GroupAnonymousBot, whose `sender_chat` is the group itself
CHANNEL = 136817688  # Channel_Bot, whose `sender_chat` is the channel that a member writes as
_GROUPS = frozenset({"group", "supergroup"})
_OUT = frozenset({"left", "kicked"})
_COMMAND = re.compile(r"/([a-z0-9_]{1,32})(?:@([a-z0-9_]{3,32}))?(?=\s|$)", re.IGNORECASE)
_MOST_IMAGE = 10_000_000  # bytes; Telegram itself shrinks photos far below


@dataclass(frozen=True, slots=True)
class Place:
    """Where to answer: the chat, the message answered, and its topic (None outside topics and in the General one)."""

    chat_id: int
    message_id: int
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote: a member (`user_id`), or a chat in whose name somebody wrote (`chat_id`)."""

    user_id: int
    chat_id: int | None = None

    def is_group(self, chat_id: int) -> bool:
        """Whether an admin wrote anonymously, in the group's own name."""
        return self.chat_id == chat_id


@dataclass(frozen=True, slots=True)
class Subject:
    """A message to be checked: its words, wherever they sat, and the file id of its picture."""

    words: str
    image: str | None = None
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """Something said in a group. `command` is one meant for us (a mention is `check`), `rest` what follows it.

    `answered` is the message it replies to, `itself` what it says itself. A `forwarded` message commands nothing, and
    neither does one from a bot.
    """

    update_id: int
    place: Place
    author: Author
    itself: Subject
    command: str | None = None
    rest: str = ""
    answered: Subject | None = None
    mention: bool = False
    by_channel: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed under one of our messages."""

    update_id: int
    place: Place
    user_id: int
    query: str
    data: str


@dataclass(frozen=True, slots=True)
class Added:
    """We were added to a group."""

    update_id: int
    chat_id: int


@dataclass(frozen=True, slots=True)
class Removed:
    """We were removed from a group."""

    update_id: int
    chat_id: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup and has a new chat id."""

    update_id: int
    old: int
    new: int


Event = Message | Press | Added | Removed | Moved


def concerns_group(update: Mapping[str, Any]) -> bool:
    """Whether an update is of a group (of any shape; an edited message counts too)."""
    query = update.get("callback_query")
    holder = query.get("message") if isinstance(query, Mapping) else None
    for kind in ("message", "edited_message", "my_chat_member"):
        holder = holder or update.get(kind)
    chat = holder.get("chat") if isinstance(holder, Mapping) else None
    return isinstance(chat, Mapping) and chat.get("type") in _GROUPS


def read_group_update(update: Mapping[str, Any], me: Me) -> Event | None:
    """What an update of a group asks of us; None for what is no matter of ours (edits, joins, our own messages).

    Raises KeyError, TypeError, ValueError or AttributeError on an update that is not of Telegram's making.
    """
    number = int(update["update_id"])
    if query := update.get("callback_query"):
        message = query["message"]
        return Press(number, _place(message), int(query["from"]["id"]), str(query["id"]), str(query.get("data") or ""))
    if member := update.get("my_chat_member"):
        return _membership(number, member)
    message = update.get("message")
    if not message:
        return None
    chat_id = int(message["chat"]["id"])
    if new := message.get("migrate_to_chat_id"):
        return Moved(number, chat_id, int(new))
    if old := message.get("migrate_from_chat_id"):
        return Moved(number, int(old), chat_id)
    return _message(number, message, me)


def _membership(number: int, member: Mapping[str, Any]) -> Event | None:
    before, after = _is_in(member["old_chat_member"]), _is_in(member["new_chat_member"])
    if before == after:
        return None
    chat_id = int(member["chat"]["id"])
    return Added(number, chat_id) if after else Removed(number, chat_id)


def _is_in(member: Mapping[str, Any]) -> bool:
    return member.get("status") not in _OUT and member.get("is_member") is not False


def _message(number: int, message: Mapping[str, Any], me: Me) -> Message | None:
    user = message.get("from") or {}
    author = Author(int(user.get("id") or 0), _chat_of(message.get("sender_chat")))
    machine = bool(user.get("is_bot")) and author.user_id not in {ANONYMOUS_ADMIN, CHANNEL}
    if machine or int((message.get("via_bot") or {}).get("id") or 0) == me.id:
        return None
    by_channel = bool(message.get("is_automatic_forward"))
    command, rest, mention = None, "", False
    if not message.get("forward_origin") and not by_channel:
        command, rest, mention = _command(message, me)
    replied = message.get("reply_to_message")
    return Message(
        number,
        _place(message),
        author,
        _subject(message, me),
        command,
        rest,
        _answered(message, replied, me),
        mention,
        by_channel,
    )


def _command(message: Mapping[str, Any], me: Me) -> tuple[str | None, str, bool]:
    text = str(message.get("text") or "")
    found = _COMMAND.match(text)
    if found and (found[2] is None or found[2].lower() == me.username.lower()):
        return found[1].lower(), text[found.end() :].strip(), False
    if not found and me.username and re.search(rf"(?<![\w@])@{re.escape(me.username)}(?!\w)", text, re.IGNORECASE):
        return "check", "", True
    return None, "", False


def _answered(message: Mapping[str, Any], replied: Mapping[str, Any] | None, me: Me) -> Subject | None:
    """What a message replies to: in this chat, or in another (then only what was quoted of it is there)."""
    quote = Subject(str((message.get("quote") or {}).get("text") or ""))
    # In a topic every message "replies" to the one that opened it.
    if replied and not replied.get("forum_topic_created"):
        subject = _subject(replied, me)
        return subject if subject.words or subject.image or not quote.words else quote
    return quote if quote.words or message.get("external_reply") else None


def _subject(message: Mapping[str, Any], me: Me) -> Subject:
    ours = int((message.get("from") or {}).get("id") or 0) == me.id
    return Subject("\n".join(filter(None, words_of(message))), _image(message), ours)


def _image(message: Mapping[str, Any]) -> str | None:
    sizes = [size for size in message.get("photo") or () if int(size.get("file_size") or 0) <= _MOST_IMAGE]
    return str(sizes[-1]["file_id"]) if sizes else None


def _place(message: Mapping[str, Any]) -> Place:
    # Outside topics a thread id may stand on replies too, and it cannot be sent to (telegram-bot-api#447).
    thread = message.get("message_thread_id") if message.get("is_topic_message") else None
    return Place(int(message["chat"]["id"]), int(message["message_id"]), int(thread) if thread else None)


def _chat_of(chat: Mapping[str, Any] | None) -> int | None:
    return int(chat["id"]) if chat else None
