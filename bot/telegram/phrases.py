"""The few words the adapter itself says; the wiring fills them from the content."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """Plain text except `try_again`, `slow_down`, `no_file` and `ask_forward`, which are Markdown messages.

    `old_button` is shown as a notice over the chat (at most 200 characters). `commands` are the menu entries:
    name (no slash) and description, in order. `profile` is the bot's short description, shown before /start.
    `looking` is said while a picture is read, `ask_forward` asks for a message to look at (without it, the dialog
    starts as usual). `group_commands` are the entries in groups, `admin_commands` those for a group's admins.
    """

    slow_down: str
    try_again: str
    old_button: str
    no_file: str
    commands: tuple[tuple[str, str], ...] = ()
    profile: str = ""
    looking: str = ""
    ask_forward: str = ""
    group_commands: tuple[tuple[str, str], ...] = ()
    admin_commands: tuple[tuple[str, str], ...] = ()
