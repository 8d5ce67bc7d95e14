"""From a Telegram update to a chat-neutral input.

Works on the update's JSON: `telegram.Update.de_json` costs 0.15 ms an update and gives nothing needed here.
Everything in an update is somebody's claim: read by type, never trusted for its shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from bot.telegram.callback_data import ButtonPress, read_callback
from dialogs.messages import (
    ChoiceInput,
    CommandInput,
    CommandName,
    ForwardInput,
    Input,
    TextInput,
    UnreadableInput,
)

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "inline_query")

# In this order: an animation also carries a `document`, a venue also a `location`.
_KINDS = (
    "sticker", "voice", "video_note", "animation", "video", "audio", "photo", "document", "contact", "venue",
    "location", "poll", "dice", "story", "checklist", "game", "invoice", "paid_media", "giveaway",
)  # fmt: skip
# What a message is besides its content; a message with nothing else but one more field is a service message.
_FRAME = frozenset(
    {
        "message_id", "from", "chat", "date", "reply_to_message", "external_reply", "quote", "via_bot",
        "has_protected_content", "sender_boost_count", "sender_business_bot", "is_from_offline", "effect_id",
        "message_thread_id", "is_topic_message", "reply_markup", "edit_date", "media_group_id",
        "show_caption_above_media", "has_media_spoiler", "caption", "caption_entities", "entities",
        "link_preview_options", "author_signature", "is_automatic_forward", "forward_origin", "sender_chat",
    }
)  # fmt: skip
_COMMANDS: frozenset[str] = frozenset(get_args(CommandName))
_CHECK = re.compile(r"\s*/(?:start(?:@\w+)?\s+check|check(?:@\w+)?)\s*", re.IGNORECASE)  # the deep link from a group


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing a person did in a private chat.

    `query` is the callback query to answer, if a button was pressed; `tap` is None then for data we did not
    make. `image` is the file id of the best size of a picture that came along. `others` are further updates that
    belong to it, `more_images` their pictures. `asks_check` is a request to look at a message that is yet to come.
    """

    update_id: int
    chat_id: int
    input: Input
    query: str | None = None
    tap: ButtonPress | None = None
    image: str | None = None
    more_images: tuple[str, ...] = ()
    others: tuple[int, ...] = ()
    asks_check: bool = False


@dataclass(frozen=True, slots=True)
class Departure:
    """The person blocked the bot."""

    update_id: int
    chat_id: int


def read_update(update: Mapping[str, Any]) -> Arrival | Departure | None:
    """What an update asks of the private-chat dialog; None for what it does not concern.

    Raises KeyError, TypeError or ValueError on an update that is not of Telegram's making.
    """
    update_id = int(update["update_id"])
    if query := update.get("callback_query"):
        return _read_query(update_id, query)
    if member := update.get("my_chat_member"):
        gone = _private(member) and member["new_chat_member"].get("status") == "kicked"
        return Departure(update_id, int(member["chat"]["id"])) if gone else None
    if edited := update.get("edited_message"):
        # Which answer it corrects cannot be known.
        content = UnreadableInput("edited_message")
        return Arrival(update_id, int(edited["chat"]["id"]), content) if _private(edited) else None
    message = update.get("message")
    if not message or not _private(message):
        return None
    said = _read_message(message)
    asks = said is not None and _CHECK.fullmatch(str(message.get("text") or "")) is not None
    chat_id = int(message["chat"]["id"])
    return Arrival(update_id, chat_id, said, image=_image(message), asks_check=asks) if said else None


def _private(holder: Mapping[str, Any]) -> bool:
    return bool(holder["chat"].get("type") == "private")


def _read_query(update_id: int, query: Mapping[str, Any]) -> Arrival | None:
    message = query.get("message")
    # No message: the button is of an inline result, in a chat we are not part of.
    if not message or not _private(message):
        return None
    tap = read_callback(query.get("data"))
    option = tap.option if tap else ""
    return Arrival(update_id, int(message["chat"]["id"]), ChoiceInput(option), query=str(query["id"]), tap=tap)


def _read_message(message: Mapping[str, Any]) -> Input | None:
    if origin := message.get("forward_origin"):
        return _read_forward(message, str(origin.get("type", "")))
    if text := message.get("text"):
        return _read_text(clean(str(text)))
    kind = next((kind for kind in _KINDS if message.get(kind) is not None), None)
    if caption := message.get("caption"):
        return TextInput(clean(str(caption)))
    if kind is not None:
        return UnreadableInput(kind)
    return None if message.keys() - _FRAME else UnreadableInput("empty")


def _read_text(text: str) -> Input:
    if not text.startswith("/"):
        return TextInput(text)
    name = text[1:].split(maxsplit=1)[0].split("@", 1)[0].lower() if len(text) > 1 and not text[1].isspace() else ""
    if name == "check" and len(words := text.split(maxsplit=1)) > 1:
        return ForwardInput(text=words[1], origin="pasted")
    if name in _COMMANDS:
        return CommandInput(name)  # type: ignore[arg-type]
    return CommandInput("help") if name.isascii() and name.isidentifier() else TextInput(text)


def _read_forward(message: Mapping[str, Any], origin: str) -> Input:
    text, caption = words_of(message)
    if text or caption or message.get("photo"):
        return ForwardInput(text=text, caption=caption, origin=origin)
    return UnreadableInput(next((kind for kind in _KINDS if message.get(kind) is not None), "empty"))


def words_of(message: Mapping[str, Any]) -> tuple[str, str]:
    """The words of somebody else's message, wherever they sit, and its caption."""
    return clean("\n".join(part for part in _texts(message) if part)), clean(str(message.get("caption") or ""))


def _texts(message: Mapping[str, Any]) -> Iterator[str]:
    """Every place where the words of a message may sit, except its caption."""
    yield str(message.get("text") or "")
    yield str((message.get("quote") or {}).get("text") or "")
    yield from _poll_texts(message.get("poll") or {})
    checklist = message.get("checklist") or {}
    yield str(checklist.get("title") or "")
    yield from (str(task.get("text") or "") for task in checklist.get("tasks") or ())
    contact = message.get("contact") or {}
    yield " ".join(str(contact[key]) for key in ("first_name", "last_name", "phone_number") if contact.get(key))
    for kind in ("document", "video", "audio", "animation"):
        yield str((message.get(kind) or {}).get("file_name") or "")
    for kind in ("venue", "game", "invoice"):
        holder = message.get(kind) or {}
        yield " ".join(str(holder[key]) for key in ("title", "address", "description") if holder.get(key))
    yield from _links(message)


def _poll_texts(poll: Mapping[str, Any]) -> Iterator[str]:
    yield str(poll.get("question") or "")
    yield from (str(option.get("text") or "") for option in poll.get("options") or ())
    yield str(poll.get("explanation") or "")


def _links(message: Mapping[str, Any]) -> Iterator[str]:
    """Addresses behind words and buttons: what a check needs most and a reader does not see."""
    for entity in (*(message.get("entities") or ()), *(message.get("caption_entities") or ())):
        yield str(entity.get("url") or "")
    for row in (message.get("reply_markup") or {}).get("inline_keyboard") or ():
        for button in row:
            if button.get("url"):
                yield f"{button.get('text', '')} {button['url']}"


def _image(message: Mapping[str, Any]) -> str | None:
    photo = message.get("photo")
    if photo:
        return str(photo[-1]["file_id"])
    document = message.get("document") or {}
    return str(document["file_id"]) if str(document.get("mime_type") or "").startswith("image/") else None


def clean(text: str) -> str:
    """The text without halves of surrogate pairs, which JSON can carry and nothing else can."""
    return text.encode("utf-8", "replace").decode("utf-8")
