"""What a message holds, whatever its kind: its words wherever they sit, its picture, and what the dialog gets of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from telegram import Document, InlineKeyboardButton, Message, MessageEntity, Update
from telegram.constants import MessageEntityType
from telegram.ext import filters

from dialogs.messages import ForwardInput, Input, TextInput, UnreadableInput
from dialogs.papers.case_file import LARGEST
from dialogs.together import asks_about, merged
from dialogs.typed_lines import typed_input

# In this order: an animation also carries a `document`, a venue also a `location`.
_KINDS = (
    "live_photo", "sticker", "voice", "video_note", "animation", "video", "audio", "photo", "document", "contact",
    "venue", "location", "poll", "dice", "story", "checklist", "game", "invoice", "paid_media", "giveaway",
)  # fmt: skip
_NEW_KINDS = ("rich_message",)  # Bot API 10.1; PTB does not know it yet
_UNREAD = frozenset({"voice", "video_note", "animation", "video", "audio", "document", "story", "paid_media"})
_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".bmp")


def input_of(message: Message, *, edited: bool = False) -> Input | None:
    """What a message in a private chat says to the dialog; None for a service message or a kind PTB does not know."""
    if message.forward_origin:
        return _forward(message, str(message.forward_origin.type))
    number = message.message_id
    said = message.text or "\n".join(_rich_texts(message.api_kwargs.get("rich_message")))
    if said:
        typed = typed_input(clean(said))
        if not isinstance(typed, TextInput):
            return typed
        return _about_another(message, typed.text) or TextInput(typed.text, number, edited)
    if message.caption:
        return TextInput(clean(message.caption), number, edited)
    if kind := _kind(message) or next((kind for kind in _NEW_KINDS if kind in message.api_kwargs), None):
        return UnreadableInput(kind)
    unknown = bool(message.api_kwargs) or filters.StatusUpdate.ALL.check_update(Update(0, message=message))
    return None if unknown else UnreadableInput("empty")


def _about_another(message: Message, comment: str) -> Input | None:
    """Words said about another message: one of another chat, by the quote of it, or one that was forwarded here."""
    if message.external_reply and message.quote:
        return ForwardInput(text=clean(message.quote.text), origin="external_reply", comment=comment)
    replied = message.reply_to_message
    if replied is None or not replied.forward_origin or not asks_about(comment):
        return None
    forward = _forward(replied, str(replied.forward_origin.type))
    return merged((forward, TextInput(comment))) if isinstance(forward, ForwardInput) else None


def words_of(message: Message, *, quoted: bool = True) -> tuple[str, str]:
    """The words of somebody else's message, wherever they sit (those it quotes only if `quoted`), and its caption."""
    return clean("\n".join(part for part in _texts(message, quoted=quoted) if part)), clean(message.caption or "")


def image_of(message: Message) -> str | None:
    """The file id of the largest size of a message's picture, sent as a photo or as a file."""
    elsewhere = message.external_reply.photo if message.external_reply else ()
    sizes = message.photo or (message.live_photo.photo if message.live_photo else ()) or elsewhere
    if sizes:
        return sizes[-1].file_id
    document = message.document
    return document.file_id if document and _is_picture(document) else None


def case_file_of(message: Message) -> str | None:
    """The file id of a saved case that a person sends back, by the name it was given."""
    document = message.document
    if document is None or message.forward_origin or (document.file_size or 0) > LARGEST:
        return None
    named = (document.file_name or "").lower().endswith(".json") or document.mime_type == "application/json"
    return document.file_id if named else None


def _is_picture(document: Document) -> bool:
    """A picture sent as a file, by its type; apps that do not know the type send it by its name only."""
    kind = document.mime_type or ""
    unknown = kind in {"", "application/octet-stream"}
    return kind.startswith("image/") or (unknown and (document.file_name or "").lower().endswith(_PICTURES))


def clean(text: str) -> str:
    """The text without halves of surrogate pairs, which JSON can carry and nothing else can."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _kind(message: Message) -> str | None:
    return next((kind for kind in _KINDS if getattr(message, kind)), None)


def _forward(message: Message, origin: str) -> Input:
    text, caption = words_of(message)
    if text or caption or message.photo:
        kind = _kind(message)
        unread = (kind,) if kind in _UNREAD and image_of(message) is None else ()
        return ForwardInput(text=text, caption=caption, origin=origin, unread=unread)
    return UnreadableInput(_kind(message) or "empty")


def _texts(message: Message, *, quoted: bool) -> Iterator[str]:
    """Every place where the words of a message may sit, except its caption."""
    yield message.text or ""
    yield from _rich_texts(message.api_kwargs.get("rich_message"))
    if message.quote and quoted:
        yield message.quote.text
    if poll := message.poll:
        yield poll.question
        yield from (option.text for option in poll.options)
        yield poll.explanation or ""
    if message.checklist:
        yield message.checklist.title
        yield from (task.text for task in message.checklist.tasks)
    if contact := message.contact:
        yield " ".join(filter(None, (contact.first_name, contact.last_name, contact.phone_number)))
    if venue := message.venue:
        yield f"{venue.title} {venue.address}"
    for offer in (message.game, message.invoice):
        yield f"{offer.title} {offer.description}" if offer else ""
    yield from _links(message)


def _rich_texts(node: object, key: str = "") -> Iterator[str]:
    """The texts and addresses in a `rich_message` (Bot API 10.1), which PTB does not know yet: wherever they sit."""
    if isinstance(node, Mapping):
        for name, value in node.items():
            yield from _rich_texts(value, name)
    elif isinstance(node, list):
        if key == "text" and all(isinstance(part, str | Mapping) for part in node):
            yield "".join(text for part in node for text in _rich_texts(part, key))
        else:
            for part in node:
                yield from _rich_texts(part, key)
    elif isinstance(node, str) and key in {"text", "url"}:
        yield node


def _links(message: Message) -> Iterator[str]:
    """Addresses behind words and buttons: what a check needs most and a reader does not see."""
    entities: tuple[MessageEntity, ...] = (*message.entities, *message.caption_entities)
    yield from (entity.url or "" for entity in entities if entity.type == MessageEntityType.TEXT_LINK)
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    buttons: Iterator[InlineKeyboardButton] = (button for row in rows for button in row)
    yield from (f"{button.text} {button.url}" for button in buttons if button.url)
