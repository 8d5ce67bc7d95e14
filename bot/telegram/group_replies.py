"""What the bot posts in groups: cards and lines as outbox messages, within the group's quota of answers."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from telegram import CallbackQuery, InlineKeyboardButton, MaybeInaccessibleMessage, Message
from telegram.helpers import create_deep_linked_url

from bot.store.groups import GroupOutcome, GroupStore
from bot.telegram.context import AppContext
from bot.telegram.delivery import RECEIVER
from bot.telegram.render import Posts, posts
from dialogs.checking import CheckResult
from dialogs.group_talk import masked
from dialogs.groups import PER_GROUP, PER_MEMBER, AnswerQuota, GroupContent, GroupState, Logged
from dialogs.library.models.channels import GroupLineName, GuardAction, NoticeName

DEEP_LINK = "check"
REF_LENGTH = 16  # of the reference to an entry of the log


@dataclass(frozen=True, slots=True)
class Press:
    """An admin's press of a button, with what follows the kind in its data."""

    update_id: int
    chat_id: int
    query: CallbackQuery
    message: MaybeInaccessibleMessage
    chosen: str


Pressed = tuple[str, NoticeName]
"""What comes of a press: the result to count, and which notice is shown over the chat."""


class GroupReplies:
    """Composes the posts for groups and commits them with the update that they answer."""

    def __init__(self, context: AppContext, content: GroupContent) -> None:
        self.content = content
        self.store = GroupStore(context.store)
        self._context = context
        self._of_member, self._of_group = AnswerQuota(PER_MEMBER), AnswerQuota(PER_GROUP)

    def may_answer(self, message: Message, update_id: int) -> bool:
        """Whether the quotas of a member and of the group allow one more answer."""
        now = self._context.clock.steady()
        member = (message.chat_id, author_of(message))
        return self._of_member.take(member, update_id, now) and self._of_group.take(message.chat_id, update_id, now)

    def may_command(self, message: Message, update_id: int) -> bool:
        """Whether a member may give one more admins' command: what others ask for takes nothing of that."""
        asker = (message.chat_id, author_of(message), "command")
        return self._of_member.take(asker, update_id, self._context.clock.steady())

    async def post(self, message: Message, update_id: int, posts: Posts) -> str:
        """Settle the update with posts in the message's group. As `decide` otherwise."""
        return await self.settle(update_id, message.chat_id, GroupOutcome(messages=posts))

    async def settle(self, update_id: int, chat_id: int, outcome: GroupOutcome) -> str:
        """Settle the update with an outcome. As `decide` otherwise."""
        return await self.decide(update_id, chat_id, lambda _state: outcome)

    async def decide(
        self,
        update_id: int,
        chat_id: int,
        work: Callable[[GroupState], GroupOutcome],
        about: tuple[str, bytes] | None = None,
    ) -> str:
        """Settle the update with all that `work` (pure, it may run twice) makes of the group's state.
        `about` as in `GroupStore.settle`. Returns the result to count. Raises StoreUnavailableError.
        """
        chat, now = self._context.store.chat_key(chat_id), self._context.clock.now()
        return self._context.outbox.enqueue(await self.store.settle(update_id, chat, now, work, about=about))

    async def log_once(self, update_id: int, chat_id: int, entry: Logged, posts: Posts) -> str:
        """Settle the update with an entry of the log and posts, unless the same was done about its words lately."""

        def work(state: GroupState) -> GroupOutcome:
            return GroupOutcome() if state.acted_lately(entry.at) else GroupOutcome(log=entry, messages=posts)

        return await self.decide(update_id, chat_id, work, (entry.action, entry.words))

    async def logged(self, press: Press) -> Logged | None:
        """The entry of the log that a button names first in its data."""
        return await self.store.entry(self._context.store.chat_key(press.chat_id), press.chosen[:REF_LENGTH])

    def entry(self, action: GuardAction, verdict: str, words: str, reasons: tuple[str, ...] = ()) -> Logged:
        """A new entry of the log about words, under a reference that cannot be guessed."""
        ref, at = secrets.token_hex(REF_LENGTH // 2), int(self._context.clock.now().timestamp())
        key = self._context.store.words_key(words)
        return Logged(ref, at, action.value, verdict, reasons, key, shown=masked(words))

    def line(
        self, message: Message, name: GroupLineName, buttons: Sequence[InlineKeyboardButton] = (), **values: object
    ) -> Posts:
        """One of the fixed lines, as a reply."""
        return reply(message, self.content.words.line(name, **values), buttons)

    async def tell(
        self,
        message: Message,
        update_id: int,
        name: GroupLineName,
        buttons: Sequence[InlineKeyboardButton] = (),
        **values: object,
    ) -> str:
        """Settle the update with one of the fixed lines, for the eyes of the message's author alone."""
        return await self.post(message, update_id, privately(message, self.line(message, name, buttons, **values)))

    def card(
        self,
        message: Message,
        result: CheckResult,
        more: Sequence[InlineKeyboardButton] = (),
        answered: int | None = None,
    ) -> Posts:
        """The card for a verdict, as a `reply`, with a button that leads to the private chat, and `more` buttons."""
        text = self.content.card(result, self._context.local_now().date())
        return reply(message, text, [self.private_button(), *more], answered)

    def private_button(self) -> InlineKeyboardButton:
        """Leads to the private chat."""
        address = create_deep_linked_url(self._context.bot.username, DEEP_LINK)
        return InlineKeyboardButton(self.content.words.buttons.private, url=address)

    def rights_button(self, mode: str = "warn") -> InlineKeyboardButton:
        """Adds the bot to a group, or changes its rights there, with the right to delete; then `mode` is set."""
        address = create_deep_linked_url(self._context.bot.username, mode, group=True) + "&admin=delete_messages"
        return InlineKeyboardButton(self.content.words.buttons.rights, url=address)


def reply(
    message: Message, markdown: str, buttons: Sequence[InlineKeyboardButton] = (), answered: int | None = None
) -> Posts:
    """A reply to a group's message (`answered`, or itself), in its topic; without the reference when that is gone."""
    reference = {"message_id": answered or message.message_id, "allow_sending_without_reply": True}
    return tuple(
        {**post, "reply_parameters": reference}
        for post in group_posts(message.chat_id, markdown, topic_of(message), [buttons] if buttons else ())
    )


def privately(message: Message, posts: Posts) -> Posts:
    """The posts for the eyes of a message's author alone; as they are where that is an anonymous admin or a channel."""
    user = message.from_user
    if user is None or user.is_bot or message.sender_chat is not None:
        return posts
    return tuple({**post, RECEIVER: user.id} for post in posts)


def group_posts(
    chat_id: int, markdown: str, topic: int | None = None, rows: Sequence[Sequence[InlineKeyboardButton]] = ()
) -> Posts:
    """A message to a group (several, if the words are very long), its quotes folded, rows of buttons under it."""
    more = {} if topic is None else {"message_thread_id": topic}
    return posts(chat_id, markdown, [[button.to_dict() for button in row] for row in rows], folded=True, **more)


def author_of(message: Message) -> int:
    """Who wrote a message: a member, or the group or channel in whose name it is written."""
    author = message.sender_chat or message.from_user
    return author.id if author else message.chat_id


def topic_of(message: object) -> int | None:
    """The topic to answer in; None outside topics, in the General one, and for a message that is inaccessible now.
    Outside topics a thread id may stand on replies too, and it cannot be sent to (telegram-bot-api#447).
    """
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
