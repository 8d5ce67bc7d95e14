"""Paths as people type them at a terminal: bare, pasted, or dragged into the window."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

_LONGEST = 4096  # characters
_QUOTED = re.compile(r"(?P<mark>['\"])(?P<path>.*)(?P=mark)")
_ESCAPED = re.compile(r"\\(.)")


def typed_file(line: str) -> Path | None:
    """The file that a line names: bare, in quotes, with a backslash before blanks, or as a ``file://`` address.
    None where no such file is.
    """
    words = line.strip()
    if not words or len(words) > _LONGEST or not words.isprintable():
        return None
    ways = [words, _unquoted(words)]
    if words.startswith("file://"):
        ways.append(unquote(words.removeprefix("file://")))
    return next((path for way in ways if (path := _there(way))), None)


def place_of(typed: str) -> Path | None:
    """The folder or file to be written that was typed, in any of these ways; None where nothing was."""
    words = typed.strip()
    if not words:
        return None
    place = Path(_unquoted(words))
    try:
        return place.expanduser()
    except RuntimeError:  # a ~ of nobody
        return place


def _unquoted(words: str) -> str:
    quoted = _QUOTED.fullmatch(words)
    return quoted["path"] if quoted else _ESCAPED.sub(r"\1", words)


def _there(way: str) -> Path | None:
    try:
        path = Path(way).expanduser()
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):  # a name that is too long, a ~ of nobody
        return None
