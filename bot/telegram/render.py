"""From replies to Bot API messages: Markdown becomes plain text with entities, long texts become several messages.

No parse mode is used, so nothing in the text can turn into markup on Telegram's side. Telegram's clients do link
bare addresses and names by themselves; those are set as code, so that a link is only what the content wrote as
one.

A button carries ``<revision>.<life>:<option>``: the revision makes it act only while the case is as it was when the
button was shown; the life (when the case began, in hexadecimal) tells it from a case of the same chat that was
forgotten. Other data is not ours and is refused.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegramify_markdown import convert, split_entities
from telegramify_markdown.config import RenderConfig
from telegramify_markdown.entity import MessageEntity, utf16_len

from dialogs.messages import Option, Reply
from dialogs.screen import FOLDED, rows_of

CAPTION_UNITS = 1024  # Bot API: sendDocument, sendPhoto
TEXT_UNITS = 4096  # Bot API: sendMessage, UTF-16 code units after entities are taken out
DATA_BYTES = 64  # Bot API: callback_data
ENTITIES = 100  # Telegram drops the rest
_LONGEST_PRE = 400  # UTF-16 units
_LONG_QUOTE = 160  # UTF-16 units of a quote that is folded, however few its lines are

_LINKABLE = re.compile(
    r"(?:https?|ftp|tg|ton)://[^\s<>]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,6}[\w-]{1,63}"
    r"|(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}"
    r"|(?<![\w.@-])(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,6}(?:[a-z]{2,24}|[\u00a1-\uffff]{2,10})(?![\w])(?:[:/?#][^\s<>]*)?",
    re.IGNORECASE,
)
# Lists within lists on one line, each of which takes as long to read as all before it: the fifth mark is a word.
_STACKED = re.compile(
    r"^([ \t>]*(?:(?:\d{1,9}[.)]|[-+*])[ \t]+){4})(\d{0,9})((?<=\d)[.)]|(?<!\d)[-+*])(?=[ \t])", re.MULTILINE
)
CONTEXT_BYTES = 14  # revision up to 4 digits, dot, life of 8, colon
OPTION_BYTES = DATA_BYTES - CONTEXT_BYTES
_DATA = re.compile(r"([0-9]{1,6})\.([0-9a-f]{1,8}):(.+)", re.DOTALL)
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


@dataclass(frozen=True, slots=True)
class ButtonContext:
    """The moment a button belongs to: the case's revision, and the second the case began (0: no case stored)."""

    revision: int
    life: int


@dataclass(frozen=True, slots=True)
class ButtonPress:
    """A pressed button."""

    context: ButtonContext
    option: str


def messages(chat_id: int, reply: Reply, mark: ButtonContext, *, shares: bool = True) -> Posts:
    """The `sendMessage` calls for one reply, as `posts`. ValueError also for an option id too long for a button.
    `shares` is whether the bot has inline mode, without which Telegram refuses buttons that share.
    """
    return posts(chat_id, reply.text, keyboard(reply.options, mark, shares=shares), folded=reply.folded)


def posts(
    chat_id: int,
    markdown: str,
    rows: Sequence[Sequence[Mapping[str, Any]]] = (),
    *,
    folded: bool = False,
    **more: Any,
) -> Posts:
    """The `sendMessage` calls for a Markdown text, each with `more`; the rows of buttons go under the last of them.
    With `folded`, its quotes show three lines until somebody unfolds them, not only the long ones.
    Raises ValueError for buttons without words to put them under.
    """
    made: list[dict[str, Any]] = [
        {"method": "sendMessage", "chat_id": chat_id, "text": text, **({"entities": entities} if entities else {})}
        | more
        for text, entities in text_chunks(markdown, folded=folded)
    ]
    if rows and not made:
        raise ValueError("options without words")
    if rows:
        made[-1]["reply_markup"] = {"inline_keyboard": rows}
    return tuple(made)


def text_chunks(
    markdown: str, limit: int = TEXT_UNITS, *, folded: bool = False
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Markdown as plain text with entities, in pieces of at most `limit` UTF-16 units; nothing for blank text."""
    markdown = _STACKED.sub(r"\1\2\\\3", markdown)
    # latex_escape reads "\[…\]" as a formula, which is also what an escaped "[…]" looks like.
    text, found = convert(markdown, latex_escape=False, config=_CONFIG)
    allowed = (e for e in found if e.type != "text_link" or (e.url or "").startswith(("https://", "http://")))
    entities = _unlinked(text, [_readable(entity) for entity in allowed])
    for piece, inside in split_entities(text, entities, limit):
        trimmed, kept = _trim(piece, inside)
        if trimmed:
            yield trimmed, [entity.to_dict() for entity in _folded(trimmed, kept[:ENTITIES], every=folded)]


def keyboard(options: Sequence[Option], mark: ButtonContext, *, shares: bool = True) -> list[list[dict[str, Any]]]:
    """Inline keyboard rows."""
    return [
        [{"text": option.label, **_action(option, mark, shares=shares)} for option in row] for row in rows_of(options)
    ]


def _action(option: Option, mark: ButtonContext, *, shares: bool) -> dict[str, Any]:
    """What a button does: it puts words where they are pasted from, opens a chat to post in, or tells us its option."""
    if option.copy:
        return {"copy_text": {"text": option.copy}}
    if option.share and shares:
        chats = dict.fromkeys(("allow_user_chats", "allow_group_chats", "allow_channel_chats"), True)
        return {"switch_inline_query_chosen_chat": {"query": option.share, **chats}}
    return {"callback_data": callback_data(mark, option.id)}


def callback_data(context: ButtonContext, option: str) -> str:
    """The data for a button; ValueError if it does not fit into 64 bytes."""
    data = f"{context.revision}.{context.life:x}:{option}"
    if len(data.encode("utf-8")) > DATA_BYTES:
        raise ValueError("option id too long for a button")
    return data


def read_callback(data: object) -> ButtonPress | None:
    """The press in callback data; None if it is not of our making."""
    if not isinstance(data, str) or len(data.encode("utf-8", "replace")) > DATA_BYTES:
        return None
    match = _DATA.fullmatch(data)
    return ButtonPress(ButtonContext(int(match[1]), int(match[2], 16)), match[3]) if match else None


def _readable(entity: MessageEntity) -> MessageEntity:
    """A long text to paste as a quote, which is folded: set in type of one width it is screens of it."""
    long = entity.type == "pre" and entity.length > _LONGEST_PRE
    return replace(entity, type="blockquote", language=None) if long else entity


def _folded(text: str, entities: Iterable[MessageEntity], *, every: bool) -> Iterator[MessageEntity]:
    """The entities, quotes of many lines, or every quote, as ones that are folded until somebody wants to read them."""
    encoded = text.encode("utf-16-le")
    for entity in entities:
        start, end = entity.offset * 2, (entity.offset + entity.length) * 2
        lines = encoded[start:end].decode("utf-16-le").count("\n") + 1
        long = entity.type == "blockquote" and (every or lines > FOLDED or entity.length > _LONG_QUOTE)
        yield replace(entity, type="expandable_blockquote") if long else entity


def _unlinked(text: str, entities: list[MessageEntity]) -> list[MessageEntity]:
    """The entities, with code over whatever a client would link by itself, and nested only as Telegram allows."""
    links = _outermost(entity for entity in entities if entity.type == "text_link")
    code = _outermost(e for e in entities if e.type in _CODE and _overlapped(links, e) is None)
    code = _in_order([*code, *_bare_links(text, _in_order([*links, *code]))])
    quotes = _outermost(entity for entity in entities if entity.type == "blockquote")
    rest = _outermost(entity for entity in entities if entity.type not in _CODE and entity.type != "blockquote")
    parts = (part for entity in rest for part in _outside(entity, code))
    return _in_order([*quotes, *parts, *code])


def _bare_links(text: str, marked: Sequence[MessageEntity]) -> Iterator[MessageEntity]:
    """Code for each address in the text that lies outside what is marked already."""
    place, seen = 0, 0
    for match in _LINKABLE.finditer(text):
        place, seen = place + utf16_len(text[seen : match.start()]), match.start()
        bare = MessageEntity("code", place, utf16_len(match.group()))
        if _overlapped(marked, bare) is None:
            yield bare


def _in_order(entities: Iterable[MessageEntity]) -> list[MessageEntity]:
    return sorted(entities, key=lambda e: (e.offset, -e.length))


def _outermost(entities: Iterable[MessageEntity]) -> list[MessageEntity]:
    """In order, without those inside another of their kind, which says nothing more."""
    kept, ends = list[MessageEntity](), dict[str, int]()
    for entity in _in_order(entities):
        if entity.offset >= ends.get(entity.type, 0):
            kept.append(entity)
            ends[entity.type] = entity.offset + entity.length
    return kept


def _overlapped(those: Sequence[MessageEntity], one: MessageEntity) -> int | None:
    """The place of the last that one overlaps, of entities in order that do not overlap each other."""
    place = bisect_left(those, one.offset + one.length, key=lambda e: e.offset) - 1
    return place if place >= 0 and those[place].offset + those[place].length > one.offset else None


def _outside(entity: MessageEntity, code: Sequence[MessageEntity]) -> Iterator[MessageEntity]:
    """An entity less what of it is code, which Telegram allows inside a quote only."""
    start, last = entity.offset, entity.offset + entity.length
    first = bisect_right(code, start, key=lambda e: e.offset + e.length)
    for one in itertools.takewhile(lambda e: e.offset < last, itertools.islice(code, first, None)):
        if start < one.offset:
            yield entity.copy_with(offset=start, length=one.offset - start)
        start = max(start, one.offset + one.length)
    if start < last:
        yield entity.copy_with(offset=start, length=last - start)


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
