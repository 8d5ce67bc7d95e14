"""What a line typed in a chat is: a command, a message pasted to be checked, or words."""

from __future__ import annotations

from typing import get_args

from dialogs.messages import CHECK, CommandInput, CommandName, ForwardInput, Input, TextInput
from dialogs.text.expression import Expression

_PASTED = ("转发：", "转发:")
_DEEP_LINK = Expression(r"[A-Za-z0-9_-]{1,64}")
_COMMANDS: frozenset[str] = frozenset(get_args(CommandName))


def typed_input(text: str) -> Input:
    """The input for a line; a command may carry a bot's name (`/plan@bot`), one that is not known asks for help."""
    said = text.strip()
    for prefix in _PASTED:
        if said.startswith(prefix):
            return ForwardInput(text=said.removeprefix(prefix), origin="pasted")
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
