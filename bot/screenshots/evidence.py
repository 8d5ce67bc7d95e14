"""Brings what an image says together with the checker's verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.screenshots.reader import ImageText

if TYPE_CHECKING:
    from dialogs.checking import CheckResult

CODE = "qr_code"


def text_to_check(read: ImageText) -> str:
    """The words of an image and the contents of its codes, each on a line of its own, as one message."""
    return "\n".join(filter(None, (read.text, *read.codes)))


def with_codes(result: CheckResult, codes: Sequence[str]) -> CheckResult:
    """A verdict with the contents of QR codes among its artifacts, broken so that they lead nowhere."""
    from dialogs.cards import defused  # here, so that the reading process starts without the checker and the cards
    from dialogs.checking import Artifact

    found = tuple(Artifact(CODE, defused(code)) for code in codes)
    return replace(result, artifacts=(*result.artifacts, *found)) if found else result
