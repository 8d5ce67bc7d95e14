"""Handlers of updates from groups: `/check` on request, `/guard` for admins, coming, going and moving; else silence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatID, ChatType
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.telegram.context import AppContext
from bot.telegram.group_replies import GroupContent, GroupReplies, author_of
from bot.telegram.guard import Guard
from bot.telegram.members import Members, is_in_group
from bot.telegram.message_text import words_of
from bot.telegram.pictures import MakeReader, ReadPictures
from bot.telegram.render import posts
from dialogs.messages import ForwardInput

_MOST_IMAGE = 10_000_000  # bytes; Telegram itself shrinks photos far below
# A command is one only when a blank or the end follows it: Telegram's entity also ends at 「，」.
_WHOLE_COMMAND = filters.Regex(re.compile(r"^/[a-z0-9_]{1,32}(?:@[a-z0-9_]{3,32})?(?=\s|$)", re.IGNORECASE))


class _FromMember(filters.MessageFilter):
    """Written by a person, in whatever name: Telegram's own bots stand for anonymous admins and for channels."""

    def filter(self, message: Message) -> bool:
        user = message.from_user
        return user is None or not user.is_bot or user.id in {ChatID.ANONYMOUS_ADMIN, ChatID.FAKE_CHANNEL}


class _ViaUs(filters.MessageFilter):
    """Posted by a member through the bot's own inline mode."""

    def filter(self, message: Message) -> bool:
        return message.via_bot is not None and message.via_bot.id == message.get_bot().id


class _MentionsUs(filters.MessageFilter):
    """Mentions the bot by its name, in whatever case."""

    def filter(self, message: Message) -> bool:
        ours = f"@{message.get_bot().username}".lower()
        return ours in (mention.lower() for mention in message.parse_entities([MessageEntity.MENTION]).values())


@dataclass(frozen=True, slots=True)
class Subject:
    """A message to be checked: its words, wherever they sit, and the file id of its picture."""

    words: str
    image: str | None = None
    ours: bool = False


def handlers(
    context: AppContext, content: GroupContent, make_reader: MakeReader | None = None
) -> list[BaseHandler[Update, Any, Any]]:
    """The handlers of everything that happens in groups; with `make_reader`, pictures asked about are read too."""
    members = Members(context)
    replies = GroupReplies(context, content)
    read_pictures = make_reader(context) if make_reader else None
    groups = Groups(context, replies, Guard(context, replies, members), read_pictures)
    said = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE & _FromMember() & ~_ViaUs()
    asked = said & ~filters.FORWARDED & ~filters.IS_AUTOMATIC_FORWARD
    durable = context.durable
    return [
        CallbackQueryHandler(durable(groups.on_button)),
        ChatMemberHandler(durable(groups.on_membership), ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.ChatType.GROUPS & filters.StatusUpdate.MIGRATE, durable(groups.on_move)),
        CommandHandler("check", durable(groups.on_check), asked & _WHOLE_COMMAND),
        CommandHandler("guard", durable(groups.on_guard), asked & _WHOLE_COMMAND),
        MessageHandler(asked & _MentionsUs() & ~_WHOLE_COMMAND, durable(groups.on_mention)),
        MessageHandler(said, durable(groups.on_message)),
    ]


class Groups:
    """The callbacks. Each settles one update and returns the result to count."""

    def __init__(
        self, context: AppContext, replies: GroupReplies, guard: Guard, read_pictures: ReadPictures | None = None
    ) -> None:
        self._context, self._replies, self._guard, self._read_pictures = context, replies, guard, read_pictures

    async def on_check(self, update: Update) -> str:
        """`/check` as a reply, or with words of its own: one short card and a way to the private chat."""
        message = _message(update)
        if not self._replies.may_answer(message, update.update_id):
            return "silent"
        subject = self._answered(message)
        if (subject is None or subject.ours) and (typed := _argument(message)):
            subject = Subject(typed)
        elif subject is None or subject.ours:
            said = self._replies.line(message, "usage")
            return await self._replies.post(update.update_id, message.chat_id, said)
        return await self._check(message, update.update_id, subject)

    async def on_mention(self, update: Update) -> str:
        """A mention of the bot: in a reply it asks for a check, anywhere else it is just a message."""
        message = _message(update)
        subject = self._answered(message)
        if subject is None:
            return await self.on_message(update)
        if not self._replies.may_answer(message, update.update_id):
            return "silent"
        return "ignored" if subject.ours else await self._check(message, update.update_id, subject)

    async def on_guard(self, update: Update) -> str:
        """`/guard`."""
        message = _message(update)
        if not self._replies.may_answer(message, update.update_id):
            return "silent"
        return await self._guard.command(message, update.update_id, _argument(message))

    async def on_message(self, update: Update) -> str:
        """Anything else that is said: watched, except posts of the linked channel and of anonymous admins."""
        message = _message(update)
        sender = message.sender_chat
        if message.is_automatic_forward or (sender is not None and sender.id == message.chat_id):
            return "ignored"
        return await self._guard.watch(message, update.update_id, _words(message))

    async def on_button(self, update: Update) -> str | None:
        """A button under one of the bot's posts; None in other chats."""
        query = update.callback_query
        return await self._guard.undo(query, update.update_id) if query and _in_group(update) else None

    async def on_membership(self, update: Update) -> str | None:
        """The bot was added (it says hello), or removed (all about the group is deleted); None in other chats."""
        change = update.my_chat_member
        if change is None or not _in_group(update):
            return None
        before, after = is_in_group(change.old_chat_member), is_in_group(change.new_chat_member)
        if before == after:
            return "ignored"
        chat_id = change.chat.id
        if after:
            hello = posts(chat_id, self._replies.content.words.line("hello"))
            return await self._replies.post(update.update_id, chat_id, hello)
        chat = self._context.store.chat_key(chat_id)
        self._context.outbox.forget(chat)
        await self._replies.store.forget(chat)
        self._guard.forget_mode(chat_id)
        return "departed"

    async def on_move(self, update: Update) -> str:
        """The group became a supergroup and has a new chat id, announced on both sides."""
        message = update.message
        if message is None:
            return "ignored"
        old = message.migrate_from_chat_id or message.chat_id
        new = message.migrate_to_chat_id or message.chat_id
        key = self._context.store.chat_key
        await self._replies.store.move(key(old), key(new))
        self._guard.forget_mode(new)
        return "moved"

    async def _check(self, message: Message, update_id: int, subject: Subject) -> str:
        words = await self._read(author_of(message), subject)
        if words.strip():
            result = await self._context.apart(words, self._replies.content.load_checker().check)
            said = self._replies.card(message, result)
        else:
            said = self._replies.line(message, "no_words")
        return await self._replies.post(update_id, message.chat_id, said)

    async def _read(self, person: int, subject: Subject) -> str:
        """The words of a subject, with those in its picture."""
        if subject.image is None or self._read_pictures is None:
            return subject.words
        read, _ = await self._read_pictures(person, ForwardInput(text=subject.words), (subject.image,))
        return f"{read.text}\n{read.image_text}" if isinstance(read, ForwardInput) else subject.words

    def _answered(self, message: Message) -> Subject | None:
        """What a message replies to: in this chat, or in another (then only what was quoted of it is there)."""
        quote = Subject(message.quote.text if message.quote else "")
        replied = message.reply_to_message
        # In a topic every message "replies" to the one that opened it.
        if replied is not None and replied.forum_topic_created is None:
            ours = replied.from_user is not None and replied.from_user.id == self._context.bot.id
            subject = Subject(_words(replied), _image(replied), ours)
            return subject if subject.words or subject.image or not quote.words else quote
        return quote if quote.words or message.external_reply else None


def _in_group(update: Update) -> bool:
    chat = update.effective_chat
    return chat is not None and chat.type in {ChatType.GROUP, ChatType.SUPERGROUP}


def _message(update: Update) -> Message:
    """The message of an update that a filter of messages let through."""
    if update.message is None:
        raise TypeError("an update without a message")
    return update.message


def _argument(message: Message) -> str:
    """What follows a command in its message."""
    return " ".join((message.text or "").split(maxsplit=1)[1:]).strip()


def _words(message: Message) -> str:
    return "\n".join(filter(None, words_of(message)))


def _image(message: Message) -> str | None:
    sizes = [size for size in message.photo if (size.file_size or 0) <= _MOST_IMAGE]
    return sizes[-1].file_id if sizes else None
