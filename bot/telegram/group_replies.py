"""What the bot posts in groups: cards and lines as outbox messages, within the group's quota of answers."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, Message
from telegram.helpers import create_deep_linked_url

from bot.store.groups import GroupOutcome, GroupState, GroupStore
from bot.telegram.context import AppContext
from bot.telegram.render import Posts, posts
from dialogs.cards import CardKind, Deck, card_text, make_card
from dialogs.checking import Checker, CheckResult, Verdict
from dialogs.library.models.channels import GroupLineName, GroupWords

DEEP_LINK = "check"
PER_MEMBER = 6  # answers a minute that one member may ask for, so that they are not the group's only voice
PER_GROUP = 15  # and all its members: about what Telegram sends to a group in that time
_LINES: Mapping[Verdict, GroupLineName] = {
    Verdict.NONE: "none",
    Verdict.CAUTION: "caution",
    Verdict.WARNING: "warning",
}
_MOST_REASONS = 2
_MOST_TODO = 2
_QUOTA_SPAN = 60.0  # seconds
_PRUNE_AT = 1024  # askers


@dataclass(frozen=True, slots=True)
class GroupContent:
    """The content that groups need. `reasons` are the ids of the checker's reasons by their words, for the log."""

    words: GroupWords
    load_deck: Callable[[], Deck]
    load_checker: Callable[[], Checker]
    reasons: Mapping[str, str]


class AnswerQuota:
    """At most `most` answers a minute to each asker, a group or one of its members; what is more is dropped.

    Kept in memory: a restart forgives.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: dict[Hashable, deque[tuple[float, int]]] = {}

    def take(self, asker: Hashable, update_id: int, now: float) -> bool:
        """Take one answer of an asker's minute (`now`: steady seconds); the same update takes only one."""
        if len(self._taken) > _PRUNE_AT:
            self._taken = {one: taken for one, taken in self._taken.items() if taken[-1][0] > now - _QUOTA_SPAN}
        taken = self._taken.setdefault(asker, deque(maxlen=self._most))
        while taken and taken[0][0] <= now - _QUOTA_SPAN:
            taken.popleft()
        if any(number == update_id for _, number in taken):
            return True
        if len(taken) >= self._most:
            return False
        taken.append((now, update_id))
        return True


class GroupReplies:
    """Composes the posts for groups and commits them with the update that they answer."""

    def __init__(self, context: AppContext, content: GroupContent) -> None:
        self.content = content
        self.store = GroupStore(context.store)
        self._context = context
        self._of_member, self._of_group = AnswerQuota(PER_MEMBER), AnswerQuota(PER_GROUP)

    def may_answer(self, message: Message, update_id: int) -> bool:
        """Whether the quotas of a member and of the group allow one more answer."""
        group, now = message.chat_id, self._context.clock.steady()
        member = (group, author_of(message))
        return self._of_member.take(member, update_id, now) and self._of_group.take(group, update_id, now)

    async def post(self, update_id: int, chat_id: int, posts: Posts) -> str:
        """Settle the update and put the posts in the outbox, or neither. As `settle` otherwise."""
        return await self.settle(update_id, chat_id, lambda _state: GroupOutcome(messages=posts))

    async def settle(self, update_id: int, chat_id: int, work: Callable[[GroupState], GroupOutcome]) -> str:
        """Settle the update with all that `work` (pure, it may run twice) makes of the group's state.

        Returns the result to count. Raises StoreUnavailableError.
        """
        chat = self._context.store.chat_key(chat_id)
        return self._context.enqueue(await self.store.settle(update_id, chat, self._context.clock.now(), work))

    def line(self, message: Message, name: GroupLineName, **values: object) -> Posts:
        """One of the fixed lines, as a reply."""
        return reply(message, self.content.words.line(name, **values))

    def card(self, message: Message, result: CheckResult, more: Sequence[InlineKeyboardButton] = ()) -> Posts:
        """The card for a verdict, as a reply, with a button that leads to the private chat, and `more` buttons."""
        address = create_deep_linked_url(self._context.bot.username, DEEP_LINK)
        private = InlineKeyboardButton(self.content.words.buttons.private, url=address)
        today = self._context.clock.now().astimezone(self._context.zone).date()
        return reply(message, verdict_card(self.content, result, today), [private, *more])


def verdict_card(content: GroupContent, result: CheckResult, today: dt.date) -> str:
    """The Markdown to post about a checked message, small enough for a phone's screen.

    A trap or a false claim gets a card with its own quoted, defused words and at most two of the reasons found in it
    (a card's general ones where none was named); anything else gets one sentence.
    """
    if result.verdict not in set(CardKind):
        return content.words.line(_LINES[Verdict(result.verdict)])
    evidence = [reason.evidence for reason in result.reasons] or [claim.evidence for claim in result.claims]
    card = make_card(content.load_deck(), result.verdict, evidence, today=today)
    reasons = tuple(dict.fromkeys(reason.text for reason in result.reasons))
    return card_text(replace(card, why=(reasons or card.why)[:_MOST_REASONS], todo=card.todo[:_MOST_TODO]))


def reply(message: Message, markdown: str, buttons: Sequence[InlineKeyboardButton] = ()) -> Posts:
    """A reply to a group's message, in its topic; it goes out without the reference when the message is gone."""
    reference = {"message_id": message.message_id, "allow_sending_without_reply": True}
    return tuple(
        {**post, "reply_parameters": reference}
        for post in group_posts(message.chat_id, markdown, topic_of(message), buttons)
    )


def group_posts(
    chat_id: int, markdown: str, topic: int | None = None, buttons: Sequence[InlineKeyboardButton] = ()
) -> Posts:
    """A message to a group (several, if the words are very long), each button in a row of its own."""
    more = {} if topic is None else {"message_thread_id": topic}
    return posts(chat_id, markdown, [[button.to_dict()] for button in buttons], **more)


def author_of(message: Message) -> int:
    """Who wrote a message: a member, or the group or channel in whose name it is written."""
    author = message.sender_chat or message.from_user
    return author.id if author else message.chat_id


def topic_of(message: object) -> int | None:
    """The topic to answer in; None outside topics, in the General one, and for a message that is inaccessible now.

    Outside topics a thread id may stand on replies too, and it cannot be sent to (telegram-bot-api#447).
    """
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
