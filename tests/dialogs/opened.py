"""The dialog over the packaged content, opened once for all tests of a process: it holds no case."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from bot import wiring
from dialogs.dialog import Dialog


@cache
def open_dialog(*, can_remind: bool = False) -> Dialog:
    """The dialog, for a channel that sends reminders or does not."""
    return replace(open_dialog(), can_remind=True) if can_remind else wiring.open_dialog()
