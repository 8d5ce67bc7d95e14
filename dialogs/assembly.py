"""Puts a dialog, an understander and a checker together from a content and its fitted models."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from dialogs.dialog import Dialog
from dialogs.editions.speaking import own_words, speaking
from dialogs.library.load import Content
from dialogs.machine import build_machine
from dialogs.text.plain import Normaliser
from dialogs.understanding import Understander
from dialogs.understanding.typed import TypedMessages
from dialogs.words import Words

if TYPE_CHECKING:
    from dialogs.checking import Checker

SITUATIONS = "models/situation.bin"
ANSWERS = "models/answers.bin"
MESSAGES = "models/messages.bin"
ASKS = "models/asks.bin"


def make_dialog(
    content: Content, models: Mapping[str, bytes], *, can_remind: bool = False, makes_files: bool = True
) -> Dialog:
    """The dialog over a content. Raises ContentError when a pattern of the details cannot be used."""
    text = Normaliser(content.text)
    return speaking(
        content,
        Dialog(
            library=content.library,
            machine=build_machine(content.library),
            words=Words(content.library),
            understander=make_understander(content, models, text),
            load_checker=cache(lambda: make_checker(content, models, text)),
            papers=content.papers,
            timetable=content.timetable,
            written=content.papers,
            deck=content.cards,
            can_remind=can_remind,
            makes_files=makes_files,
        ),
    )


def make_checker(content: Content, models: Mapping[str, bytes], text: Normaliser | None = None) -> Checker:
    """The checker of messages over a content; `text` is the normaliser over it, where one is at hand."""
    # Here, so that who needs no checker does not load it: a tenth of the time to the first answer.
    from dialogs.checking import Checker  # noqa: PLC0415
    from dialogs.checking.judging import MODEL  # noqa: PLC0415
    from dialogs.text.heads import Heads  # noqa: PLC0415

    myths = tuple(content.library.myths.values())
    heads = Heads(models.get(MODEL, b""))
    return Checker(
        content.checking, heads, text or Normaliser(content.text), content.sentences, myths, own_words(content)
    )


def checker_model(models: Mapping[str, bytes]) -> str:
    """The name of the model that the checker judges by: twelve characters that change with it."""
    from dialogs.checking.judging import MODEL  # noqa: PLC0415

    return hashlib.sha256(models.get(MODEL, b"")).hexdigest()[:12]


def make_understander(content: Content, models: Mapping[str, bytes], text: Normaliser | None = None) -> Understander:
    """What reads people's words, over a content; `text` is the normaliser over it, where one is at hand."""
    library = content.library
    myths = {myth.id: myth.asks for myth in library.myths.values()}
    asks = {**myths, **{entry.id: entry.asks for entry in library.knowledge.values()}}
    model, plain = models.get(SITUATIONS, b""), text or Normaliser(content.text)
    typed = TypedMessages(*(models.get(name, b"") for name in (ANSWERS, MESSAGES, ASKS)))
    return Understander(content.details, model, typed, plain, content.sentences, asks)
