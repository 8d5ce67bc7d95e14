"""One message to a group, as outbox content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.groups.reading import Place
from bot.telegram.render import text_chunks

Button = Mapping[str, str]


def letters(place: Place, markdown: str, buttons: Sequence[Button] = (), *, quoting: bool = True) -> Iterator[Any]:
    """The `sendMessage` calls (one, unless the words are very long) for an answer in its topic.

    `quoting` makes it a reply to the message at that place, if that is still there.
    """
    for text, entities in text_chunks(markdown):
        message: dict[str, Any] = {"method": "sendMessage", "chat_id": place.chat_id, "text": text}
        if place.topic is not None:
            message["message_thread_id"] = place.topic
        if quoting:
            message["reply_parameters"] = {"message_id": place.message_id, "allow_sending_without_reply": True}
        if entities:
            message["entities"] = entities
        if buttons:
            message["reply_markup"] = {"inline_keyboard": [[dict(button)] for button in buttons]}
        yield message | {"link_preview_options": {"is_disabled": True}}
