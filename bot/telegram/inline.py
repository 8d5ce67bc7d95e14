"""Inline queries: answered at once from the cards in memory; nothing is stored and nothing logged of them."""

from __future__ import annotations

from collections.abc import Callable
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
from telegram.ext import BaseHandler, InlineQueryHandler
from telegram.helpers import create_deep_linked_url

from bot.telegram.context import AppContext
from bot.telegram.logs import describe, log
from bot.telegram.render import folded, text_chunks
from dialogs.cards import InlineCards

CACHED = 300  # seconds for which Telegram may give all askers the same answer; the cards carry only a date
DEEP_LINK = "card"
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def handlers(context: AppContext, load_cards: Callable[[], InlineCards]) -> list[BaseHandler[Update, Any, Any]]:
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


def article(
    name: str, title: str, markdown: str, description: str | None = None, button: InlineKeyboardButton | None = None
) -> InlineQueryResultArticle | None:
    """An item to post, its quotes folded, perhaps with a button under it; None where there are no words."""
    for text, entities in text_chunks(markdown):
        content = InputTextMessageContent(
            text, entities=MessageEntity.de_list(folded(entities), None), link_preview_options=_NO_PREVIEW
        )
        keyboard = InlineKeyboardMarkup([[button]]) if button else None
        return InlineQueryResultArticle(name, title, content, reply_markup=keyboard, description=description)
    return None
