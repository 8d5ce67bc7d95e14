"""From replies to Bot API messages: Markdown becomes plain text with entities, long texts become several messages.

No parse mode is used, so nothing in the text can turn into markup on Telegram's side. Telegram's clients do link
bare addresses and names by themselves; those are set as code, so that a link is only what the content wrote as
one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from telegramify_markdown import convert, split_entities
from telegramify_markdown.config import RenderConfig
from telegramify_markdown.entity import MessageEntity, utf16_len

from bot.telegram.callback_data import ButtonContext, callback_data
from dialogs.messages import Option, Reply

TEXT_UNITS = 4096  # Bot API: sendMessage, UTF-16 code units after entities are taken out
ENTITIES = 100  # Telegram drops the rest
_SHORT_LABEL = 8
_COLUMN = 2  # so many buttons stay one below the other

_LINKABLE = re.compile(
    r"(?:https?|ftp|tg|ton)://[^\s<>]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,6}[\w-]{1,63}"
    r"|(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}"
    r"|(?<![\w.@-])(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,6}(?:[a-z]{2,24}|[\u00a1-\uffff]{2,10})(?![\w])(?:[:/?#][^\s<>]*)?",
    re.IGNORECASE,
)
_CODE = frozenset({"code", "pre"})


Posts = tuple[Mapping[str, Any], ...]
"""Contents of outbox messages."""


def _plain_config() -> RenderConfig:
    config = RenderConfig.isolated()
    symbols = config.markdown_symbol
    for level in range(1, 5):
        setattr(symbols, f"heading_level_{level}", "")
    symbols.image = ""
    symbols.unordered_list_item = "•"
    config.cite_expandable = False
    return config


_CONFIG = _plain_config()


def messages(chat_id: int, reply: Reply, mark: ButtonContext) -> Posts:
    """The `sendMessage` calls for one reply, as `posts`. ValueError also for an option id too long for a button."""
    return posts(chat_id, reply.text, keyboard(reply.options, mark))


def posts(chat_id: int, markdown: str, rows: Sequence[Sequence[Mapping[str, str]]] = (), **more: Any) -> Posts:
    """The `sendMessage` calls for a Markdown text, each with `more`; the rows of buttons go under the last of them.

    Raises ValueError for buttons without words to put them under.
    """
    made: list[dict[str, Any]] = [
        {"method": "sendMessage", "chat_id": chat_id, "text": text, **({"entities": entities} if entities else {})}
        | more
        for text, entities in text_chunks(markdown)
    ]
    if rows and not made:
        raise ValueError("options without words")
    if rows:
        made[-1]["reply_markup"] = {"inline_keyboard": rows}
    return tuple(made)


def text_chunks(markdown: str, limit: int = TEXT_UNITS) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Markdown as plain text with entities, in pieces of at most `limit` UTF-16 units; nothing for blank text."""
    # latex_escape reads "\[…\]" as a formula, which is also what an escaped "[…]" looks like.
    text, found = convert(markdown, latex_escape=False, config=_CONFIG)
    allowed = (e for e in found if e.type != "text_link" or (e.url or "").startswith(("https://", "http://")))
    entities = _unlinked(text, list(allowed))
    for piece, inside in split_entities(text, entities, limit):
        trimmed, kept = _trim(piece, inside)
        if trimmed:
            yield trimmed, [entity.to_dict() for entity in kept[:ENTITIES]]


def keyboard(options: tuple[Option, ...], mark: ButtonContext) -> list[list[dict[str, str]]]:
    """Inline keyboard rows: one button a row, or two when all labels are short."""
    buttons = [{"text": option.label, "callback_data": callback_data(mark, option.id)} for option in options]
    width = 2 if len(options) > _COLUMN and all(len(option.label) <= _SHORT_LABEL for option in options) else 1
    return [buttons[start : start + width] for start in range(0, len(buttons), width)]


def _unlinked(text: str, entities: list[MessageEntity]) -> list[MessageEntity]:
    """The entities, with code over whatever a client would link by itself, and nested only as Telegram allows."""
    links = [entity for entity in entities if entity.type == "text_link"]
    code = [e for e in entities if e.type in _CODE and not any(_overlap(e, link) for link in links)]
    for match in _LINKABLE.finditer(text):
        bare = MessageEntity("code", utf16_len(text[: match.start()]), utf16_len(match.group()))
        if not any(_overlap(bare, other) for other in (*links, *code)):
            code.append(bare)
    quotes = _outermost(entity for entity in entities if entity.type == "blockquote")
    rest = _outermost(entity for entity in entities if entity.type not in _CODE and entity.type != "blockquote")
    for one in code:
        rest = [part for entity in rest for part in _around(entity, one.offset, one.offset + one.length)]
    return sorted((*quotes, *rest, *code), key=lambda e: (e.offset, -e.length))


def _outermost(entities: Iterable[MessageEntity]) -> list[MessageEntity]:
    """Without those inside another of their kind, which says nothing more."""
    kept: list[MessageEntity] = []
    for entity in sorted(entities, key=lambda e: -e.length):
        if not any(entity.type == outer.type and _overlap(entity, outer) for outer in kept):
            kept.append(entity)
    return kept


def _overlap(one: MessageEntity, other: MessageEntity) -> bool:
    return one.offset < other.offset + other.length and other.offset < one.offset + one.length


def _around(entity: MessageEntity, start: int, end: int) -> Iterator[MessageEntity]:
    """An entity less a range of code, which Telegram allows inside a quote only."""
    last = entity.offset + entity.length
    if last <= start or entity.offset >= end:
        yield entity
        return
    if entity.offset < start:
        yield entity.copy_with(length=start - entity.offset)
    if end < last:
        yield entity.copy_with(offset=end, length=last - end)


def _trim(text: str, entities: list[MessageEntity]) -> tuple[str, list[MessageEntity]]:
    """Without the blank edges that Telegram cuts off, with the entities moved along."""
    trimmed = text.strip()
    if len(trimmed) == len(text):
        return text, entities
    shift = utf16_len(text[: len(text) - len(text.lstrip())])
    total = utf16_len(trimmed)
    kept = []
    for entity in entities:
        start = max(entity.offset - shift, 0)
        end = min(entity.offset - shift + entity.length, total)
        if end > start:
            kept.append(entity.copy_with(offset=start, length=end - start))
    return trimmed, kept
