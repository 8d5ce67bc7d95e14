"""YAML files already parsed, kept beside the packaged content as Python keeps its compiled modules.

Parsing them takes a fifth of the time to the first answer, reading the same as JSON almost none. The file is JSON and
not a pickle: whoever could change it could change the content it lies beside, and nothing in it is ever run. What was
parsed is found by the hash of the bytes it was parsed from, so that it is never older than they are, and it passes
the same checks (`dialogs.library.validation`) as what is parsed anew.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import sys
from collections.abc import Mapping
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import content
from dialogs.library import decoding
from dialogs.library.decoding import DecodingError, Parsed, decode, parse_yaml

YAML = ".yaml"
PARSER = "parsing.py"  # beside the module that calls it; whose change makes what was parsed worth nothing
_DAY = "date"


def parsed_file() -> Path | None:
    """Where Python puts compiled modules of the content's package; None where it has no folder (a zip)."""
    source = content.__file__
    return Path(cache_from_source(source)).with_name("parsed.json") if source else None


def with_data(sources: Mapping[str, bytes], file: Path | None) -> dict[str, bytes]:
    """The sources, those of YAML with what they hold.

    Args:
        sources: the bytes of files by path.
        file: what was parsed before, written anew where it lacks any of them. Where it cannot be read or written, as
            where Python may write no compiled modules either, what it lacks stays as it is.
    """
    how = _hash(Path(decoding.__file__).with_name(PARSER).read_bytes())
    keys = {name: how + _hash(source) for name, source in sources.items() if name.endswith(YAML)}
    known = _read(file) if file else {}
    if file and not known.keys() >= set(keys.values()) and _may_write(file):
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


def _may_write(file: Path) -> bool:
    folder = file.parent
    return not sys.dont_write_bytecode and os.access(folder if folder.is_dir() else folder.parent, os.W_OK)


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
