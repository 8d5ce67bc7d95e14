"""Reads the packaged content: the only place that opens a content file.

`content/` and `dialogs/flows/` are package data, so this works from a checkout, a wheel and a zip alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from bot.parsed import parsed_file, with_data
from dialogs.assembly import make_dialog
from dialogs.dialog import Dialog
from dialogs.library.load import Content, load_content
from dialogs.text.fingerprints import INPUTS

SOURCES = (".yaml", ".j2")
# What only editors and scripts need, or what is not text.
NOT_AT_RUNTIME = ("zh-Hans/phrases/", "checking/texts/", "models/", "papers/", "site/")


def read_sources(content: Traversable | None = None, flows: Traversable | None = None) -> dict[str, bytes]:
    """The bytes of every content file by its path inside `content/`; flows as ``flows/<name>.yaml``. Other folders may
    be given in place of the packaged ones (editors check a draft that way). Raises OSError when a file cannot be read.
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
    Raises OSError, UnicodeDecodeError when a file cannot be read.
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
    sources = read_sources(content, flows)
    return load_content(sources if content or flows else with_data(sources, parsed_file()))


def open_dialog(
    content: Traversable | None = None, flows: Traversable | None = None, *, can_remind: bool = False
) -> Dialog:
    """The dialog over the packaged content (or over other folders), for a channel that sends reminders or does not.
    Raises ContentError when the content is not usable, with every problem.
    """
    return make_dialog(open_content(content, flows), read_models(content), can_remind=can_remind)


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.startswith((".", "_")):
            continue
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry
