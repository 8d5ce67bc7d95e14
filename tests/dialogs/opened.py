"""The packaged content and the dialog over it, opened once for all tests of a process: neither holds a case."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache

from bot import content as packaged
from dialogs.dialog import Dialog
from dialogs.library.load import Content

_TEXTS = 4096  # whose readings are kept: the same stories are told in many tests


@cache
def open_content() -> Content:
    """The content."""
    return packaged.open_content()


@cache
def open_dialog(*, can_remind: bool = False) -> Dialog:
    """The dialog, for a channel that sends reminders or does not."""
    if can_remind:
        return replace(open_dialog(), can_remind=True)
    dialog = packaged.make_dialog(open_content(), packaged.read_models())
    dialog.understander.read = lru_cache(_TEXTS)(dialog.understander.read)  # type: ignore[method-assign]
    return dialog


def read_anew(dialog: Dialog) -> None:
    """From now on a text is read whenever it comes, for what measures the reading; else the same gives the same."""
    vars(dialog.understander).pop("read", None)
