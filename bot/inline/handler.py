"""Inline queries: answered at once from the cards in memory; nothing is stored and nothing logged of them.

A query that cannot be answered is let go: the person has typed the next letter by then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from telegram.error import TelegramError

from bot.telegram.beside import Handle, MakeHandler, Tools
from bot.telegram.logs import log, trouble
from bot.telegram.render import text_chunks
from dialogs.cards import InlineCard, InlineCards

CACHED = 300  # seconds for which Telegram may give everybody the same answer; the cards carry only a date
MOST = 50  # Bot API: answerInlineQuery
_DEEP_LINK = "card"


class Inline:
    """The handler."""

    def __init__(self, tools: Tools, load_cards: Callable[[], InlineCards], zone: ZoneInfo) -> None:
        self._tools, self._load_cards, self._zone = tools, load_cards, zone

    async def handle(self, update: Mapping[str, Any]) -> str | None:
        """Answer an inline query; None for any other update."""
        query = update.get("inline_query")
        if query is None:
            return None
        try:
            number, typed, offset = str(query["id"]), str(query.get("query") or ""), query.get("offset")
        except (KeyError, TypeError, AttributeError) as error:
            log.warning("update not understood", **trouble(error))
            return "ignored"
        try:
            # All there is stands in the first answer.
            found = [] if offset else await self._results(typed, self._tools.clock.now().astimezone(self._zone))
            answer = {"inline_query_id": number, "results": found, "cache_time": CACHED, "is_personal": False}
            await self._tools.api.call("answerInlineQuery", answer)
        except TelegramError as error:
            log.info("inline query not answered", **trouble(error))
            return "failed"
        return "inline"

    async def _results(self, typed: str, now: dt.datetime) -> list[dict[str, Any]]:
        address = f"https://t.me/{(await self._tools.me()).username}?start={_DEEP_LINK}"
        return [result for card in self._load_cards().find(typed, now, address)[:MOST] for result in _article(card)]


def _article(card: InlineCard) -> Iterator[dict[str, Any]]:
    """An item as an InlineQueryResultArticle."""
    for text, entities in list(text_chunks(card.text))[:1]:
        content: dict[str, Any] = {"message_text": text, "link_preview_options": {"is_disabled": True}}
        if entities:
            content["entities"] = entities
        yield {
            "type": "article",
            "id": card.id,
            "title": card.title,
            "description": card.description,
            "input_message_content": content,
        }


def inline(load_cards: Callable[[], InlineCards], zone: ZoneInfo) -> MakeHandler:
    """The handler's maker, for the adapter. `load_cards` is called at the first query."""

    def make(tools: Tools) -> Handle:
        return Inline(tools, load_cards, zone).handle

    return make
