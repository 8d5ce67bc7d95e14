"""Updates as python-telegram-bot gives them, built from what Telegram sends."""

from __future__ import annotations

from typing import Any

from telegram import Update

from tests.telegram_double.whole import whole_message

CHAT = {"id": 77, "type": "private", "first_name": "小明"}
USER = {"id": 77, "is_bot": False, "first_name": "小明"}
HIDDEN = {"type": "hidden_user", "date": 1, "sender_user_name": "客服"}


def message(number: int = 5, chat: dict[str, Any] = CHAT, photo: list[str] | None = None, **content: Any) -> Update:
    """An update with a message; `photo` are file ids, smallest size first."""
    if photo is not None:
        content["photo"] = [{"file_id": one} for one in photo]
    sent = {"message_id": 1, "date": 1, "chat": chat, "from": USER, **content}
    return Update.de_json({"update_id": number, "message": whole_message(sent)}, None)
