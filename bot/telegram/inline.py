"""Chats that the bot is not in: inline queries, answered from the cards in memory, and guest mode (Bot API 10.0), in
which it is mentioned and may answer once; @BotFather has a switch for it. Answers go out at once; nothing is stored.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    MessageEntity,
    Update,
)
from telegram.constants import InlineQueryLimit
from telegram.error import TelegramError
from telegram.ext import BaseHandler, InlineQueryHandler, MessageHandler, filters
from telegram.helpers import create_deep_linked_url

from bot.telegram.context import AppContext
from bot.telegram.group_replies import GroupReplies, author_of
from bot.telegram.logs import describe, log
from bot.telegram.render import text_chunks
from bot.telegram.subjects import asked_about, handed_in, without_mention
from dialogs.cards import InlineCards
from dialogs.groups import PER_MEMBER, AnswerQuota, GroupContent

CACHED = 300  # seconds for which Telegram may give all askers the same answer; the cards carry only a date
DEEP_LINK = "card"
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def inline_handlers(context: AppContext, load_cards: Callable[[], InlineCards]) -> list[BaseHandler[Update, Any, Any]]:
    """The handler of inline queries. `load_cards` is called at each query and is expected to cache."""

    async def answer(update: Update) -> str:
        query = update.inline_query
        if query is None:
            return "ignored"
        address = create_deep_linked_url(context.bot.username, DEEP_LINK)
        now = context.local_now()
        # All there is stands in the first answer, so a request for more gets nothing.
        found = [] if query.offset else load_cards().find(query.query, now, address)
        made = (article(one.id, one.title, one.text, one.description) for one in found[: InlineQueryLimit.RESULTS])
        results = [result for result in made if result is not None]
        try:
            await query.answer(results, cache_time=CACHED, is_personal=False)
        except TelegramError as error:
            # Not tried again: the person has typed the next letter by then.
            log.info("inline query not answered", **describe(error))
            return "failed"
        return "inline"

    return [InlineQueryHandler(context.durable(answer))]


def guest_handlers(context: AppContext, content: GroupContent) -> list[BaseHandler[Update, Any, Any]]:
    """The handler of guests' questions."""
    replies, quota = GroupReplies(context, content), AnswerQuota(PER_MEMBER)

    async def answer(update: Update) -> str:
        message = update.guest_message
        if message is None or not message.guest_query_id:
            return "ignored"
        asker = author_of(message)
        if not quota.take(asker, update.update_id, context.clock.steady()):
            return "silent"
        subject = asked_about(message) or handed_in(message, "")
        words = await subject.read(asker, context.read_pictures) if subject and not subject.ours else ""
        looked = subject is not None
        words = words or ("" if looked else without_mention(message))
        today = context.local_now().date()
        text = await context.apart(words, partial(content.guest_answer, today=today, looked=looked))
        made = article("answer", content.words.buttons.private, text, button=replies.private_button())
        if made is None:
            return "ignored"
        try:
            await context.bot.answer_guest_query(message.guest_query_id, made)
        except TelegramError as error:
            log.info("guest not answered", **describe(error))
            return "failed"
        return "guest"

    return [MessageHandler(filters.UpdateType.GUEST_MESSAGE, context.durable(answer))]


def article(
    name: str, title: str, markdown: str, description: str | None = None, button: InlineKeyboardButton | None = None
) -> InlineQueryResultArticle | None:
    """An item to post, its quotes folded, perhaps with a button under it; None where there are no words."""
    for text, entities in text_chunks(markdown, folded=True):
        content = InputTextMessageContent(
            text, entities=MessageEntity.de_list(entities, None), link_preview_options=_NO_PREVIEW
        )
        keyboard = InlineKeyboardMarkup([[button]]) if button else None
        return InlineQueryResultArticle(name, title, content, reply_markup=keyboard, description=description)
    return None
