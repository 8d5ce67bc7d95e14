"""The packaged content and the dialog over it, opened once for all tests of a process: neither holds a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from bot import content as packaged
from dialogs.dialog import Dialog
from dialogs.library.load import Content

_TEXTS = 4096  # whose readings are kept: the same stories are told in many tests
_KEPT = ("read", "mentions")  # pure; what they give is never changed


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
    for name in _KEPT:
        setattr(dialog.understander, name, _kept(getattr(dialog.understander, name)))
    return dialog


def _kept(read: Callable[[str, dt.datetime], Any]) -> Callable[[str, dt.datetime], Any]:
    """The same, remembered by text and moment and by where the clock stands: elsewhere it is another day."""

    @lru_cache(_TEXTS)
    def by_the_clock(text: str, now: dt.datetime, _offset: dt.timedelta | None) -> Any:
        return read(text, now)

    return lambda text, now: by_the_clock(text, now, now.utcoffset())


def read_anew(dialog: Dialog) -> Dialog:
    """The dialog, reading a text whenever it comes, for what measures the reading; else the same gives the same."""
    understander = copy(dialog.understander)
    for name in _KEPT:
        vars(understander).pop(name, None)
    speak = dialog.speak
    return replace(
        dialog,
        understander=understander,
        speak=speak and (lambda tag: replace(speak(tag), understander=understander)),
    )
