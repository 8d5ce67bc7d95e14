"""Loading a case that somebody took along with ``/export``."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path

from bot.cli import BadUsageError
from dialogs.case import OPENED, Case
from dialogs.dialog import Dialog
from dialogs.papers.case_file import LARGEST, read_case


def load_case(dialog: Dialog, file: Path, now: dt.datetime) -> Case:
    """The case in a file (``-`` is standard input); what in it was not taken is told on standard error.

    Raises:
        BadUsageError: when the file cannot be read or is no case.
    """
    try:
        text = sys.stdin.read(LARGEST + 1) if str(file) == "-" else file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadUsageError(f"--case: {error}") from error
    found = read_case(text, dialog.library, dialog.papers, now)
    told = [dialog.papers.words.file_problems[one.id].format(where=one.where) for one in found.problems]
    if found.case is None:
        raise BadUsageError("\n".join(told))
    if told:
        print("\n".join(told), file=sys.stderr)
    return replace(found.case, met=dialog.position(found.case, now).situation or OPENED)
