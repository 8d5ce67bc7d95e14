"""What the real Bot API would refuse, and a little more: a message that breaks a rule fails the test."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ENTITY_TYPES = {
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote",
    "code", "pre", "text_link",
}  # fmt: skip
TEXTS = frozenset(
    {
        "text", "caption", "description", "language_code", "callback_query_id", "url", "secret_token",
        "short_description", "action", "file_id", "inline_query_id", "next_offset", "guest_query_id",
    }
)  # fmt: skip
"""Parameters that are text; all others are JSON."""

_SHARE = "switch_inline_query_chosen_chat"
# Into the private chat, or into a group, with the rights asked for there.
_OUR_LINK = re.compile(
    r"https://t\.me/[A-Za-z0-9_]{5,32}\?start(?:=[A-Za-z0-9_-]{1,64}|group=[A-Za-z0-9_-]{1,64}&admin=[a-z_+]{1,200})"
)
HASTE = 0.5  # seconds within which a getUpdates with the offset of the one before is answered with one update
PARAMETERS = {
    "sendMessage": {
        "chat_id",
        "text",
        "entities",
        "reply_markup",
        "link_preview_options",
        "reply_parameters",
        "message_thread_id",
        "ephemeral_message_parameters",  # Bot API 10.3
    },
    "editMessageText": {"chat_id", "message_id", "text", "entities", "reply_markup", "link_preview_options"},
    "editMessageReplyMarkup": {"chat_id", "message_id", "reply_markup"},
    "answerGuestQuery": {"guest_query_id", "result"},  # Bot API 10.0
    "getChatMember": {"chat_id", "user_id"},
    "getChat": {"chat_id"},
    "deleteMessage": {"chat_id", "message_id"},
    "answerInlineQuery": {"inline_query_id", "results", "cache_time", "is_personal", "next_offset", "button"},
    "getFile": {"file_id"},
    "sendDocument": {"chat_id", "document", "caption", "caption_entities", "reply_markup"},
    "sendPhoto": {"chat_id", "photo", "caption", "caption_entities", "reply_markup"},
    "sendChatAction": {"chat_id", "action"},
    "answerCallbackQuery": {"callback_query_id", "text", "show_alert"},
    "setMyCommands": {"commands", "scope", "language_code"},
    "setMyDescription": {"description", "language_code"},
    "setMyShortDescription": {"short_description", "language_code"},
    "getUpdates": {"offset", "limit", "timeout", "allowed_updates"},
    "deleteWebhook": {"drop_pending_updates"},
    "setWebhook": {"url", "secret_token", "allowed_updates", "max_connections"},
    "getMe": set(),
}


class RefusedError(Exception):
    """400 Bad Request, with Telegram's words."""


class NotAllowedError(RefusedError):
    """A refusal that a caller may provoke: it cannot know beforehand what it may do."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message the bot sent, as the person sees it."""

    message_id: int
    chat_id: int
    text: str
    entities: tuple[Mapping[str, Any], ...] = ()
    rows: tuple[tuple[Mapping[str, Any], ...], ...] = ()
    file_name: str | None = None
    file_content: bytes = b""
    topic: int | None = None
    answers: int | None = None
    seen_by: int | None = None  # the one member who sees an ephemeral message

    @property
    def labels(self) -> list[str]:
        """The buttons' words, in reading order."""
        return [button["text"] for row in self.rows for button in row]

    def data(self, label: str) -> str:
        """The callback data behind a label."""
        return str(self.button(label)["callback_data"])

    def button(self, label: str) -> Mapping[str, Any]:
        """The button with these words."""
        return next(button for row in self.rows for button in row if button["text"] == label)

    def styled(self, kind: str) -> list[str]:
        """The stretches of text under entities of one type."""
        units = self.text.encode("utf-16-le")
        return [
            units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
            for e in self.entities
            if e["type"] == kind
        ]


def check_parameters(method: str, given: Mapping[str, Any]) -> None:
    unknown = given.keys() - PARAMETERS[method]
    if unknown:
        raise RefusedError(f"strict: unknown parameters {sorted(unknown)}")


def check_text(text: Any) -> None:
    if not isinstance(text, str) or not text.strip():
        raise RefusedError("message text is empty")
    if units(text) > 4096:
        raise RefusedError("message is too long")


def check_entities(text: str, entities: Any) -> None:
    if not isinstance(entities, list) or len(entities) > 100:
        raise RefusedError("strict: entities")
    total = units(text)
    edges = _edges(text)
    for entity in entities:
        start, length = entity.get("offset"), entity.get("length")
        if entity.get("type") not in ENTITY_TYPES:
            raise RefusedError("strict: entity type")
        if not isinstance(start, int) or not isinstance(length, int):
            raise RefusedError("strict: entity place")
        if start < 0 or length < 1 or start + length > total:
            raise RefusedError("ENTITY_BOUNDS_INVALID")
        if start not in edges or start + length not in edges:
            raise RefusedError("strict: entity splits a character")
        if (entity["type"] == "text_link") != ("url" in entity):
            raise RefusedError("strict: url of entity")
        if "url" in entity and not re.match(r"https?://[^\s]+$", entity["url"]):
            raise RefusedError("strict: address of link")
    _check_nesting(entities)


def _check_nesting(entities: Sequence[Mapping[str, Any]]) -> None:
    for number, one in enumerate(entities):
        for other in entities[number + 1 :]:
            a, b = one["offset"], one["offset"] + one["length"]
            c, d = other["offset"], other["offset"] + other["length"]
            if b <= c or d <= a:
                continue
            if a < c < b < d or c < a < d < b:
                raise RefusedError("strict: entities cross")
            types = {one["type"], other["type"]}
            if len(types) == 1:
                raise RefusedError("strict: entity inside one of its kind")
            if types & {"code", "pre"} and not types & {"blockquote", "expandable_blockquote"}:
                raise RefusedError("strict: code inside another entity")


def check_keyboard(markup: Any) -> None:
    if not isinstance(markup, dict) or markup.keys() != {"inline_keyboard"}:
        raise RefusedError("strict: reply markup")
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) and 0 < len(row) <= 8 for row in rows):
        raise RefusedError("strict: keyboard rows")
    for button in (button for row in rows for button in row):
        action = "".join(button.keys() - {"text"})
        if action not in {"callback_data", "url", "copy_text", _SHARE} or not button["text"].strip():
            raise RefusedError("strict: button")
        if _SHARE in button:  # Bot API 6.7
            if not button[_SHARE]["query"] or not all(button[_SHARE].values()):
                raise RefusedError("strict: what is shared, and where")
            continue
        if "copy_text" in button:  # Bot API 7.11
            if button["copy_text"].keys() != {"text"} or not 1 <= units(button["copy_text"]["text"]) <= 256:
                raise RefusedError("BUTTON_COPY_TEXT_INVALID")
        elif "url" in button:
            if not _OUR_LINK.fullmatch(button["url"]):
                raise RefusedError("BUTTON_URL_INVALID")
        elif not 1 <= len(button["callback_data"].encode()) <= 64:
            raise RefusedError("BUTTON_DATA_INVALID")


def check_commands(commands: Any) -> None:
    if not isinstance(commands, list) or len(commands) > 100:
        raise RefusedError("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise RefusedError("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise RefusedError("BOT_COMMAND_DESCRIPTION_INVALID")


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _edges(text: str) -> set[int]:
    edges, at = {0}, 0
    for character in text:
        at += units(character)
        edges.add(at)
    return edges
