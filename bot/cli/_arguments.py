"""What several commands take: a moment to pretend, files, lines of JSON on standard input, a case from ``/export``."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.cli import BadUsageError
from bot.console.plain import visible
from dialogs.case import OPENED, Case
from dialogs.dialog import Dialog
from dialogs.library.models.channels import FileWords
from dialogs.limits import read_iso


def clock_from(given: str | None) -> Callable[[], dt.datetime]:
    """A clock that gives the present moment in the time zone of the settings, or always `given`.
    A time without an offset is taken in that zone. Raises BadUsageError when `given` is not a usable ISO 8601 time.
    """
    from bot.settings import read_settings

    zone = read_settings().zone
    if given is None:
        return lambda: dt.datetime.now(zone).replace(microsecond=0)
    try:
        moment = read_iso(given, zone)
    except ValueError as error:
        raise BadUsageError(f"--now: {error}; write it like 2026-11-23T21:00 or 2026-11-23T21:00+08:00") from error
    return lambda: moment


def add_now(parser: argparse.ArgumentParser) -> None:
    """Add the argument that `clock_from` reads."""
    parser.add_argument("--now", metavar="TIME", help="pretend that it is this moment (ISO 8601)")


def add_env_file(parser: argparse.ArgumentParser, before: str = "") -> None:
    """Add the argument that names a file of settings; none is read unless it is named."""
    text = f"{before}settings that the environment does not have"
    parser.add_argument("--env-file", type=Path, metavar="FILE", help=text)


@contextlib.contextmanager
def naming(option: str, errors: type[Exception] | tuple[type[Exception], ...] = OSError) -> Iterator[None]:
    """While inside, an error of these is a BadUsageError that names the option."""
    try:
        yield
    except errors as error:
        raise BadUsageError(f"{option}: {error}") from error


def read_text(given: str | None) -> str:
    """The text given as an argument; all of standard input for ``-`` and for none."""
    if given not in {None, "-"}:
        return str(given)
    if sys.stdin.isatty():
        print("paste the text, then press Ctrl-D", file=sys.stderr)
    return sys.stdin.read()


def read_rows(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Each line's ``id`` and ``text``; a line that has none becomes ``{"error"}`` and the rest goes on."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield {"id": row.get("id"), "text": _text(row)}
        except (ValueError, AttributeError, KeyError, TypeError, RecursionError) as error:
            yield {"error": f"line {number}: an object with id and text is expected ({type(error).__name__})"}


def _text(row: dict[str, Any]) -> str:
    text = row["text"]
    if not isinstance(text, str):
        raise TypeError(text)
    return text


def load_case(dialog: Dialog, file: Path, now: dt.datetime) -> Case:
    """The case in a file (``-`` is standard input); what of it was not taken is printed to standard error.
    Raises BadUsageError when the file cannot be read or is no case.
    """
    from dialogs.papers.case_file import LARGEST, read_case

    with naming("--case", (OSError, UnicodeDecodeError)):
        text = sys.stdin.read(LARGEST + 1) if str(file) == "-" else file.read_text("utf-8")
    found = read_case(text, dialog.library, dialog.papers, now)
    problems = [dialog.papers.words.file_problems[one.id].format(where=one.where) for one in found.problems]
    if found.case is None:
        raise BadUsageError("\n".join(problems))
    if problems:
        print("\n".join(problems), file=sys.stderr)
    return replace(found.case, met=dialog.position(found.case, now).situation or OPENED)


def tell_saved(path: Path, words: FileWords) -> None:
    """Say on standard error where a file was written, as the console says it."""
    print(words.saved.format(path=visible(str(path.resolve()))), file=sys.stderr)
