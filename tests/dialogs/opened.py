"""The packaged content and the dialog over it, opened once for all tests of a process: neither holds a case."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from bot import content as packaged
from dialogs.dialog import Dialog
from dialogs.library.load import Content


@cache
def open_content() -> Content:
    """The content."""
    return packaged.open_content()


@cache
def open_dialog(*, can_remind: bool = False) -> Dialog:
    """The dialog, for a channel that sends reminders or does not."""
    if can_remind:
        return replace(open_dialog(), can_remind=True)
    return packaged.make_dialog(open_content(), packaged.read_models())
