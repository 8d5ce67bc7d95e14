"""Writes the files that come with replies into a folder; nothing that is there already is overwritten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from bot.console.plain import visible
from dialogs.messages import File, Turn
from dialogs.library.models.papers import PaperWords

LONGEST = 60  # characters of a file's name; most systems allow 255 bytes
_ENDING = re.compile(r"[A-Za-z0-9]{1,8}")
_UNSAFE = re.compile(r"[^\w（），。、·“”《》()\[\] -]+")


def safe_name(name: str) -> str:
    """A file's name without anything that leads elsewhere, hides it, or that some system does not take."""
    stem, dot, ending = name.rpartition(".")
    whole = not dot or _ENDING.fullmatch(ending) is None
    plain = _UNSAFE.sub("_", name if whole else stem).strip()[:LONGEST] or "_"
    return plain if whole else f"{plain}.{ending}"


def write_new(folder: Path, name: str, content: bytes) -> Path:
    """Write a file under a name that is not taken yet: 「报案材料.docx」, 「报案材料 (2).docx」 …

    Raises:
        OSError: when the folder cannot be written to.
    """
    safe = Path(safe_name(name))
    for number in range(1, 10_000):
        path = folder / (safe.name if number == 1 else f"{safe.stem} ({number}){safe.suffix}")
        try:
            with path.open("xb") as out:
                out.write(content)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(folder / safe)


def files_of(turn: Turn) -> Iterator[File]:
    """The files that come with a turn."""
    return (file for reply in turn.replies for file in reply.files)


def save(file: File, folder: Path, words: PaperWords, busy: AbstractContextManager[object] | None = None) -> str:
    """Build a file and write it; the line that tells where it is, or why there is none.

    Args:
        file: what to build.
        folder: where to put it.
        words: the words of papers.
        busy: shown while it is being built.
    """
    from bot.files import build_file
    from bot.papers.tools import MissingExtra, ToolFailed

    try:
        with busy or nullcontext():
            content = build_file(file)
        return words.saved.format(path=visible(str(write_new(folder, file.name, content).resolve())))
    except MissingExtra as missing:
        return words.missing_extra.format(extra=missing.extra)
    except (ToolFailed, OSError):
        return words.not_saved
