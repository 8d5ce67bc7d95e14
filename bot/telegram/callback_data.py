"""Callback data: which option, and the moment of the case it belongs to.

``<revision>.<life>:<option>``: the revision makes a button act only while the case is as it was when the button
was shown; the life (when the case began, in hexadecimal) tells it from a case of the same chat that was forgotten.
Other data is not ours and is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DATA_BYTES = 64  # Bot API: callback_data
CONTEXT_BYTES = 14  # revision up to 4 digits, dot, life of 8, colon
OPTION_BYTES = DATA_BYTES - CONTEXT_BYTES

_DATA = re.compile(r"([0-9]{1,6})\.([0-9a-f]{1,8}):(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ButtonContext:
    """The moment a button belongs to: the case's revision, and the second the case began (0: no case stored)."""

    revision: int
    life: int


@dataclass(frozen=True, slots=True)
class ButtonPress:
    """A pressed button."""

    context: ButtonContext
    option: str


def callback_data(context: ButtonContext, option: str) -> str:
    """The data for a button; ValueError if it does not fit into 64 bytes."""
    data = f"{context.revision}.{context.life:x}:{option}"
    if len(data.encode("utf-8")) > DATA_BYTES:
        raise ValueError("option id too long for a button")
    return data


def read_callback(data: object) -> ButtonPress | None:
    """The press in callback data; None if it is not of our making."""
    if not isinstance(data, str) or len(data.encode("utf-8", "replace")) > DATA_BYTES:
        return None
    match = _DATA.fullmatch(data)
    return ButtonPress(ButtonContext(int(match[1]), int(match[2], 16)), match[3]) if match else None
