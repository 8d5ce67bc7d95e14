"""Reads the packaged content and builds the dialog over it: the only place that opens a content file.

`content/` and `dialogs/flows/` are package data, so this works from a checkout, a wheel and a zip alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from dialogs.dialog import Dialog
from dialogs.library.checks.texts import sayings
from dialogs.library.load import Content, load_content
from dialogs.machine import build_machine
from dialogs.text.fingerprints import INPUTS
from dialogs.text.plain import Normaliser
from dialogs.understanding import Understander
from dialogs.understanding.typed import TypedMessages
from dialogs.words import Words

if TYPE_CHECKING:
    from dialogs.checking import Checker

SOURCES = (".yaml", ".j2")
# What only editors and scripts need, or what is not text.
NOT_AT_RUNTIME = ("zh-Hans/phrases/", "checking/texts/", "models/", "papers/")
SITUATIONS = "models/situation.bin"
ANSWERS = "models/answers.bin"
MESSAGES = "models/messages.bin"
ASKS = "models/asks.bin"


def read_sources(content: Traversable | None = None, flows: Traversable | None = None) -> dict[str, bytes]:
    """The bytes of every content file by its path inside `content/`; flows as ``flows/<name>.yaml``.

    Other folders may be given in place of the packaged ones (editors check a draft that way).

    Raises:
        OSError: when a file cannot be read.
    """
    sources = {
        name: entry.read_bytes()
        for name, entry in _walk(content or files("content"), "")
        if name.endswith(SOURCES) and not name.startswith(NOT_AT_RUNTIME)
    }
    for name, entry in _walk(flows or files("dialogs").joinpath("flows"), ""):
        if name.endswith(".yaml"):
            sources[f"flows/{name}"] = entry.read_bytes()
    return sources


def read_fitted_to(content: Traversable | None = None) -> dict[str, str]:
    """The text of every file that models are fitted to, by its path inside `content/`.

    Raises:
        OSError, UnicodeDecodeError: when a file cannot be read.
    """
    wanted = tuple({path for paths in INPUTS.values() for path in paths})
    return {
        name: entry.read_text("utf-8")
        for name, entry in _walk(content or files("content"), "")
        if name.startswith(wanted)
    }


def read_models(content: Traversable | None = None) -> dict[str, bytes]:
    """The bytes of the model files by their path inside `content/`."""
    return {
        f"models/{name}": entry.read_bytes()
        for name, entry in _walk((content or files("content")).joinpath("models"), "")
        if name.endswith(".bin")
    }


def open_content(content: Traversable | None = None, flows: Traversable | None = None) -> Content:
    """The packaged content (or that in other folders). Raises ContentError with every problem."""
    return load_content(read_sources(content, flows))


def open_dialog(
    content: Traversable | None = None, flows: Traversable | None = None, *, can_remind: bool = False
) -> Dialog:
    """The dialog over the packaged content (or over other folders), for a channel that sends reminders or does not.

    Raises:
        ContentError: when the content is not usable, with every problem.
    """
    return make_dialog(open_content(content, flows), read_models(content), can_remind=can_remind)


def make_dialog(content: Content, models: Mapping[str, bytes], *, can_remind: bool = False) -> Dialog:
    """The dialog over a content. Raises ContentError when a pattern of the details cannot be used."""
    text = Normaliser(content.text)
    return Dialog(
        library=content.library,
        machine=build_machine(content.library),
        words=Words(content.library),
        understander=make_understander(content, models, text),
        load_checker=cache(lambda: make_checker(content, models, text)),
        papers=content.papers,
        timetable=content.timetable,
        can_remind=can_remind,
    )


def make_checker(content: Content, models: Mapping[str, bytes], text: Normaliser | None = None) -> Checker:
    """The checker of messages over a content; `text` is the normaliser over it, where one is at hand."""
    from dialogs.checking import Checker
    from dialogs.checking.judging import MODEL
    from dialogs.text.heads import Heads

    own = (part for saying in sayings(content.library) for part in saying.pieces)
    myths = tuple(content.library.myths.values())
    heads = Heads(models.get(MODEL, b""))
    return Checker(content.checking, heads, text or Normaliser(content.text), content.sentences, myths, own)


def make_understander(content: Content, models: Mapping[str, bytes], text: Normaliser | None = None) -> Understander:
    """What reads people's words, over a content; `text` is the normaliser over it, where one is at hand."""
    library = content.library
    myths = {myth.id: myth.asks for myth in library.myths.values()}
    asks = {**myths, **{entry.id: entry.asks for entry in library.knowledge.values()}}
    model, plain = models.get(SITUATIONS, b""), text or Normaliser(content.text)
    typed = TypedMessages(*(models.get(name, b"") for name in (ANSWERS, MESSAGES, ASKS)))
    return Understander(content.details, model, typed, plain, content.sentences, asks)


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.startswith((".", "_")):
            continue
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry
