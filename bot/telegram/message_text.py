"""What a message holds, whatever its kind: its words wherever they sit, its picture, and what the dialog gets of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from telegram import InlineKeyboardButton, Message, MessageEntity, Update
from telegram.constants import MessageEntityType
from telegram.ext import filters

from dialogs.messages import CommandInput, CommandName, ForwardInput, Input, TextInput, UnreadableInput

# In this order: an animation also carries a `document`, a venue also a `location`.
_KINDS = (
    "sticker", "voice", "video_note", "animation", "video", "audio", "photo", "document", "contact", "venue",
    "location", "poll", "dice", "story", "checklist", "game", "invoice", "paid_media", "giveaway",
)  # fmt: skip
_COMMANDS: frozenset[str] = frozenset(get_args(CommandName))


def input_of(message: Message) -> Input | None:
    """What a message in a private chat says to the dialog; None for a service message or a kind PTB does not know."""
    if message.forward_origin:
        return _forward(message, str(message.forward_origin.type))
    if message.text:
        return _typed(clean(message.text))
    if message.caption:
        return TextInput(clean(message.caption))
    if kind := _kind(message):
        return UnreadableInput(kind)
    unknown = bool(message.api_kwargs) or filters.StatusUpdate.ALL.check_update(Update(0, message=message))
    return None if unknown else UnreadableInput("empty")


def words_of(message: Message) -> tuple[str, str]:
    """The words of another person's message, wherever they sit, and its caption."""
    return clean("\n".join(part for part in _texts(message) if part)), clean(message.caption or "")


def image_of(message: Message) -> str | None:
    """The file id of the largest size of a message's picture, sent as a photo or as a file."""
    if message.photo:
        return message.photo[-1].file_id
    document = message.document
    return document.file_id if document and (document.mime_type or "").startswith("image/") else None


def clean(text: str) -> str:
    """The text without halves of surrogate pairs, which JSON can carry and nothing else can."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _kind(message: Message) -> str | None:
    return next((kind for kind in _KINDS if getattr(message, kind)), None)


def _typed(text: str) -> Input:
    if not text.startswith("/"):
        return TextInput(text)
    name = text[1:].split(maxsplit=1)[0].split("@", 1)[0].lower() if len(text) > 1 and not text[1].isspace() else ""
    if name == "check" and len(words := text.split(maxsplit=1)) > 1:
        return ForwardInput(text=words[1], origin="pasted")
    if name in _COMMANDS:
        return CommandInput(name)  # type: ignore[arg-type]
    return CommandInput("help") if name.isascii() and name.isidentifier() else TextInput(text)


def _forward(message: Message, origin: str) -> Input:
    text, caption = words_of(message)
    if text or caption or message.photo:
        return ForwardInput(text=text, caption=caption, origin=origin)
    return UnreadableInput(_kind(message) or "empty")


def _texts(message: Message) -> Iterator[str]:
    """Every place where the words of a message may sit, except its caption."""
    yield message.text or ""
    if message.quote:
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


def _links(message: Message) -> Iterator[str]:
    """Addresses behind words and buttons: what a check needs most and a reader does not see."""
    entities: tuple[MessageEntity, ...] = (*message.entities, *message.caption_entities)
    yield from (entity.url or "" for entity in entities if entity.type == MessageEntityType.TEXT_LINK)
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    buttons: Iterator[InlineKeyboardButton] = (button for row in rows for button in row)
    yield from (f"{button.text} {button.url}" for button in buttons if button.url)
