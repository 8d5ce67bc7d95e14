"""What a line typed in a chat is: a command, a message pasted to be checked, or words."""

from __future__ import annotations

from typing import get_args

from dialogs.messages import CHECK, CommandInput, CommandName, ForwardInput, Input, TextInput
from dialogs.text.expression import Expression

# What people put before a message that they pass on by hand.
_PASTED = Expression(
    r"[【\[(（]?\s?(?:以下|下面)?(?:是|为)?(?:我)?(?:转发|轉發|(?i:fwd?|forward(?:ed)?(?: message)?))"
    r"(?:的|来的|一下|一条|一個|一个|这条|這條|内容|內容|消息|訊息|信息){0,3}\s?(?:[】\])）]\s?[:：]?|[:：])"
)
_DEEP_LINK = Expression(r"[A-Za-z0-9_-]{1,64}")
_COMMANDS: frozenset[str] = frozenset(get_args(CommandName))


def typed_input(text: str) -> Input:
    """The input for a line; a command may carry a bot's name (`/plan@bot`), one that is not known asks for help."""
    said = text.strip()
    if pasted := _PASTED.match(said):
        return ForwardInput(text=said[pasted.end() :].strip(), origin="pasted")
    if not said.startswith("/"):
        return TextInput(text)
    name = said[1:].split(maxsplit=1)[0].split("@", 1)[0].lower() if len(said) > 1 and not said[1].isspace() else ""
    if name == "check":
        words = said.split(maxsplit=1)
        return ForwardInput(text=words[1], origin="pasted") if len(words) > 1 else CommandInput("start", CHECK)
    if name == "start" and len(words := said.split(maxsplit=1)) > 1:
        given = words[1].strip()
        return CommandInput("start", given) if _DEEP_LINK.fullmatch(given) else TextInput(given)
    if name in _COMMANDS:
        return CommandInput(name)  # type: ignore[arg-type]
    return CommandInput("help") if name.isascii() and name.isidentifier() else TextInput(text)
