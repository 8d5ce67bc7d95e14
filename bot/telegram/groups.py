"""Handlers of updates from groups: `/check` and `/report`, `/guard` for admins, coming, going, rights; else silence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, cast

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatID, ChatType
from telegram.ext import BaseHandler, CallbackQueryHandler, ChatMemberHandler, MessageHandler, filters

from bot.store.groups import GroupOutcome
from bot.telegram import feedback, guard
from bot.telegram.context import AppContext
from bot.telegram.feedback import VerdictFeedback
from bot.telegram.group_replies import GroupReplies, Press, Pressed, author_of, group_posts
from bot.telegram.guard import Guard
from bot.telegram.members import Members, is_in_group
from bot.telegram.subjects import (
    Command,
    Subject,
    asked_about,
    command_of,
    handed_in,
    mentions_us,
    own_image,
    without_mention,
)
from dialogs.checking import Verdict
from dialogs.groups import GroupContent, GroupState
from dialogs.library.models.channels import GuardMode, NoticeName

_COMMANDS = frozenset({"check", "guard", "report", "start"})


class _FromMember(filters.MessageFilter):
    """Written by a person, in whatever name: Telegram's own bots stand for anonymous admins and for channels."""

    def filter(self, message: Message) -> bool:
        user = message.from_user
        return user is None or not user.is_bot or user.id in {ChatID.ANONYMOUS_ADMIN, ChatID.FAKE_CHANNEL}


class _ViaUs(filters.MessageFilter):
    """Posted by a member through the bot's own inline mode."""

    def filter(self, message: Message) -> bool:
        return message.via_bot is not None and message.via_bot.id == message.get_bot().id


def handlers(context: AppContext, content: GroupContent) -> list[BaseHandler[Update, Any, Any]]:
    """The handlers of everything that happens in groups."""
    groups = Groups(context, content)
    said = filters.ChatType.GROUPS & _FromMember() & ~_ViaUs()
    durable = context.durable
    return [
        CallbackQueryHandler(durable(groups.on_button)),
        ChatMemberHandler(durable(groups.on_membership), ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.ChatType.GROUPS & filters.StatusUpdate.MIGRATE, durable(groups.on_move)),
        MessageHandler(said & filters.UpdateType.MESSAGE, durable(groups.on_message)),
        MessageHandler(said & filters.UpdateType.EDITED_MESSAGE, durable(groups.on_edit)),
    ]


class Groups:
    """The callbacks. Each settles one update and returns the result to count."""

    def __init__(self, context: AppContext, content: GroupContent) -> None:
        self._context = context
        self._members = Members(context)
        self._replies = GroupReplies(context, content)
        self._guard = Guard(context, self._replies, self._members)
        self._feedback = VerdictFeedback(context, self._replies)
        self._buttons: Mapping[str, Callable[[Press], Awaitable[Pressed]]] = {
            guard.UNDO: self._guard.undo,
            feedback.RIGHT: partial(self._feedback.judge, agreed=True),
            feedback.WRONG: partial(self._feedback.judge, agreed=False),
            feedback.GIVE: self._feedback.give,
            feedback.HOLD: self._feedback.hold,
            feedback.MISJUDGED: self._feedback.misjudged,
            guard.REMOVE: self._guard.remove,
            guard.FINE: self._guard.fine,
        }

    async def on_message(self, update: Update) -> str:
        """Something said in a group: a command, a mention or a reply to the bot; everything else is watched."""
        message = cast("Message", update.effective_message)  # a filter lets no other update through
        if message.is_automatic_forward or message.forward_origin is not None:
            return await self._watch(message, update.update_id)
        command = command_of(message)
        if command is not None and command.for_us and command.name in _COMMANDS:
            return await self._obey(message, update.update_id, command)
        if command is None and mentions_us(message):
            return await self._mentioned(message, update.update_id)
        replied = asked_about(message)
        if command is None and replied is not None and replied.ours and not own_image(message):
            return await self._talked_to(message, update.update_id, message.text or "")
        return await self._watch(message, update.update_id)

    async def on_edit(self, update: Update) -> str:
        """A message was edited: it is watched as a new one is; what it asks for now is not done."""
        return await self._watch(cast("Message", update.effective_message), update.update_id)

    async def on_button(self, update: Update) -> str | None:
        """A button under one of the bot's posts; None in other chats."""
        query = update.callback_query
        if query is None or not _in_group(update):
            return None
        result, notice = await self._pressed(query, update.update_id)
        shown = self._replies.content.words.notices[notice] if notice else None
        # What asks for consent stays until it is read.
        answering = query.answer(shown, show_alert=True) if notice == "judged" else query.answer(shown)
        self._context.in_background(answering, "answerCallbackQuery")
        return result

    async def on_membership(self, update: Update) -> str | None:
        """The bot was added, removed (what it knows is deleted), or its rights were changed; None in other chats."""
        change = update.my_chat_member
        if change is None or not _in_group(update):
            return None
        was_in, is_in = is_in_group(change.old_chat_member), is_in_group(change.new_chat_member)
        chat_id, chat = change.chat.id, self._context.store.chat_key(change.chat.id)
        if was_in and not is_in:
            self._context.outbox.forget(chat)
            await self._replies.store.leave(chat, self._context.clock.now())
            self._guard.forget_mode(chat_id)
            return "departed"
        before, rights = (self._members.rights_of(one) for one in (change.old_chat_member, change.new_chat_member))
        if not is_in or (was_in and before == rights):
            return "ignored"

        def work(state: GroupState) -> GroupOutcome:
            mode = GuardMode(state.mode)
            if was_in:
                return GroupOutcome(messages=self._guard.rights_changed(chat_id, mode, rights))
            words = self._replies.content.words
            hello = group_posts(chat_id, words.line("hello"), rows=[[self._replies.rights_button()]])
            back = () if mode is GuardMode.OFF else self._guard.rights_changed(chat_id, mode, rights)
            returned = GroupState(state.mode) if state.left_at else None
            return GroupOutcome(returned, messages=(*hello, *back))

        return await self._replies.decide(update.update_id, chat_id, work)

    async def on_move(self, update: Update) -> str:
        """The group became a supergroup and has a new chat id, announced on both sides."""
        message = cast("Message", update.effective_message)
        old = message.migrate_from_chat_id or message.chat_id
        new = message.migrate_to_chat_id or message.chat_id
        key = self._context.store.chat_key
        await self._replies.store.move(key(old), key(new))
        self._guard.forget_mode(new)
        return "moved"

    async def _watch(self, message: Message, update_id: int) -> str:
        """Watch a message, except posts of the linked channel and of anonymous admins."""
        sender = message.sender_chat
        if message.is_automatic_forward or (sender is not None and sender.id == message.chat_id):
            return "ignored"
        return await self._guard.watch(message, update_id)

    async def _obey(self, message: Message, update_id: int, command: Command) -> str:
        if command.name == "guard" or (command.name == "start" and command.argument in set(GuardMode)):
            if not self._replies.may_command(message, update_id):
                return "silent"
            return await self._guard.command(message, update_id, command.argument)
        if not self._replies.may_answer(message, update_id):
            return "silent"
        subject = asked_about(message)
        if command.name == "report":
            words = await subject.read(author_of(message), self._context.read_pictures) if subject else ""
            return await self._guard.report(message, update_id, subject, words)
        if command.name == "start":
            hello = self._replies.line(message, "hello", [self._replies.rights_button()])
            return await self._replies.post(message, update_id, hello)
        if subject is None or subject.ours:
            subject = handed_in(message, command.argument)
        if subject is None:
            return await self._replies.tell(message, update_id, "usage")
        return await self._check(message, update_id, subject)

    async def _mentioned(self, message: Message, update_id: int) -> str:
        """A mention of the bot: of a message or with a picture it asks for a check, else it speaks to us."""
        subject = asked_about(message) or handed_in(message, "")
        if subject is None or subject.ours:
            return await self._talked_to(message, update_id, without_mention(message))
        if not self._replies.may_answer(message, update_id):
            return "silent"
        return await self._check(message, update_id, subject)

    async def _talked_to(self, message: Message, update_id: int, words: str) -> str:
        """Words said to the bot: a trap among them gets its card, a plea one line and the way to the private chat."""
        result = await self._context.apart(words, self._replies.content.check) if words else None
        trap = result is not None and Verdict(result.verdict).is_trap
        if result and not trap and not self._replies.content.needs_help(words, self._context.local_now()):
            return await self._watch(message, update_id)
        if not self._replies.may_answer(message, update_id):
            return "silent"
        if result is None:
            return await self._replies.tell(message, update_id, "usage")
        plea = self._replies.line(message, "plea", [self._replies.private_button()])
        return await self._replies.post(message, update_id, self._replies.card(message, result) if trap else plea)

    async def _check(self, message: Message, update_id: int, subject: Subject) -> str:
        words = await subject.read(author_of(message), self._context.read_pictures)
        if not words.strip():
            return await self._replies.tell(message, update_id, "no_words")
        result = await self._context.apart(words, self._replies.content.check)
        buttons = self._feedback.buttons(result.verdict, words)
        card = self._replies.card(message, result, buttons, subject.message_id)
        return await self._replies.post(message, update_id, card)

    async def _pressed(self, query: CallbackQuery, update_id: int) -> tuple[str, NoticeName | None]:
        """What an admin's button does, by the start of its data; nothing for data that is not ours."""
        kind, _, chosen = (query.data or "").partition(":")
        act, message = self._buttons.get(f"{kind}:"), query.message
        if act is None or message is None:
            return "ignored", None
        refusal = await self._members.refusal(message.chat.id, query.from_user)
        if refusal is not None:
            return "ignored", refusal
        return await act(Press(update_id, message.chat.id, query, message, chosen))


def _in_group(update: Update) -> bool:
    chat = update.effective_chat
    return chat is not None and chat.type in {ChatType.GROUP, ChatType.SUPERGROUP}
