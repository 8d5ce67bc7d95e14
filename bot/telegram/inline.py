"""Inline queries: answered at once from the cards in memory; nothing is stored and nothing logged of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from telegram import (
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
from bot.telegram.render import text_chunks
from dialogs.cards import InlineCard, InlineCards

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
        now = context.clock.now().astimezone(context.zone)
        # All there is stands in the first answer, so a request for more gets nothing.
        found = [] if query.offset else load_cards().find(query.query, now, address)
        results = [made for card in found[: InlineQueryLimit.RESULTS] if (made := article(card)) is not None]
        try:
            await query.answer(results, cache_time=CACHED, is_personal=False)
        except TelegramError as error:
            # Not tried again: the person has typed the next letter by then.
            log.info("inline query not answered", **describe(error))
            return "failed"
        return "inline"

    return [InlineQueryHandler(context.durable(answer))]


def article(card: InlineCard) -> InlineQueryResultArticle | None:
    """An item of an answer; None for a card without words."""
    for text, entities in text_chunks(card.text):
        content = InputTextMessageContent(
            text, entities=MessageEntity.de_list(entities, None), link_preview_options=_NO_PREVIEW
        )
        return InlineQueryResultArticle(card.id, card.title, content, description=card.description)
    return None
