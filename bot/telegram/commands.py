"""What the bot tells Telegram about itself at the start. None of it is needed to help anybody."""

from __future__ import annotations

from typing import Any

from telegram.error import TelegramError

from bot.telegram.api import BotApi
from bot.telegram.logs import log, trouble
from bot.telegram.phrases import Phrases


async def introduce(api: BotApi, phrases: Phrases) -> None:
    """Set the command menu and the short description; a refusal is logged and survived."""
    scopes = {
        "all_private_chats": phrases.commands,
        "all_group_chats": phrases.group_commands,
        "all_chat_administrators": phrases.admin_commands,
    }
    calls: list[tuple[str, dict[str, Any]]] = []
    for scope, commands in scopes.items():
        if menu := [{"command": name, "description": words} for name, words in commands]:
            calls.append(("setMyCommands", {"commands": menu, "scope": {"type": scope}}))
    if phrases.profile:
        calls.append(("setMyShortDescription", {"short_description": phrases.profile}))
    for method, parameters in calls:
        try:
            await api.call(method, parameters)
        except TelegramError as error:
            log.warning("call refused", method=method, **trouble(error))
