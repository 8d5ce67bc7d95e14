"""Reads the packaged content: the only place that opens a content file.

`content/` and `dialogs/flows/` are package data, so this works from a checkout, a wheel and a zip alike.

YAML files are kept already parsed beside the packaged content, as Python keeps its compiled modules: parsing them takes
a fifth of the time to the first answer, reading the same as JSON almost none. The file is JSON and not a pickle:
whoever could change it could change the content it lies beside, and nothing in it is ever run. What was parsed is found
by the hash of the bytes it was parsed from, so that it is never older than they are, and it passes the same checks
(`dialogs.library.validation`) as what is parsed anew.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import content as package
from dialogs.assembly import make_dialog
from dialogs.dialog import Dialog
from dialogs.library import decoding
from dialogs.library.decoding import DecodingError, Parsed, decode, parse_yaml
from dialogs.library.load import Content, load_content
from dialogs.text.fingerprints import INPUTS

SOURCES = (".yaml", ".j2")
# What only editors and scripts need, or what is not text.
NOT_AT_RUNTIME = ("zh-Hans/phrases/", "checking/texts/", "models/", "papers/", "site/", "templates/")
PARSER = "parsing.py"  # beside the module that calls it; whose change makes what was parsed worth nothing
_DAY = "date"


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
    """The text of the files that models are fitted to, by path in `content/`. Raises OSError, UnicodeDecodeError."""
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


def parsed_file() -> Path | None:
    """Where Python puts compiled modules of the content's package; None where it has no folder (a zip)."""
    source = package.__file__
    return Path(cache_from_source(source)).with_name("parsed.json") if source else None


def with_data(sources: Mapping[str, bytes], file: Path | None) -> dict[str, bytes]:
    """The sources, those of YAML with what they hold.

    Args:
        sources: the bytes of files by path.
        file: what was parsed before, written anew where it lacks any of them. Where it cannot be read or written, as
            where Python may write no compiled modules either, what it lacks stays as it is.
    """
    how = _hash(Path(decoding.__file__).with_name(PARSER).read_bytes())
    keys = {name: how + _hash(source) for name, source in sources.items() if name.endswith(".yaml")}
    known = _read(file) if file else {}
    folder = file and (file.parent if file.parent.is_dir() else file.parent.parent)
    may_write = folder and not sys.dont_write_bytecode and os.access(folder, os.W_OK)
    if file and may_write and not known.keys() >= set(keys.values()):
        for name, key in keys.items():
            if key not in known:
                with contextlib.suppress(DecodingError):  # whoever loads the file says what is wrong with it
                    known[key] = parse_yaml(decode(sources[name]))
        known = {key: known[key] for key in keys.values() if key in known}
        _write(file, known)
    return {
        name: Parsed(source, known[keys[name]]) if keys.get(name) in known else source
        for name, source in sources.items()
    }


def _hash(source: bytes) -> str:
    return hashlib.blake2b(source, digest_size=16).hexdigest()


def _read(file: Path) -> dict[str, Any]:
    try:
        kept = json.loads(file.read_bytes(), object_hook=_day)
    except (OSError, ValueError, TypeError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _write(file: Path, parsed: Mapping[str, Any]) -> None:
    """Whole or not at all: another process may be reading it."""
    whole = {key: text for key, data in parsed.items() if (text := _as_json(data)) is not None}
    new = file.with_name(f"{file.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        new.write_text("{" + ",".join(f'"{key}":{text}' for key, text in whole.items()) + "}", "utf-8")
        new.replace(file)


def _as_json(data: Any) -> str | None:
    """The data as JSON; None for what JSON would give back otherwise."""
    try:
        text = json.dumps(data, ensure_ascii=False, default=_of_day)
        return text if json.loads(text, object_hook=_day) == data else None
    except (TypeError, ValueError):
        return None


def _of_day(value: Any) -> dict[str, str]:
    if type(value) is not dt.date:
        raise TypeError(type(value))
    return {_DAY: value.isoformat()}


def _day(record: dict[str, Any]) -> Any:
    return dt.date.fromisoformat(record[_DAY]) if record.keys() == {_DAY} else record
