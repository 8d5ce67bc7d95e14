"""Conversations as readable files that can be replayed: `--save`, `--replay`, and the stories in tests/transcripts/.

A transcript starts with ``# now: <ISO time>``; what the person typed follows ``你：``, what was answered stands
indented below it. Only the ``你：`` lines and the time are read when it is replayed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from bot.console.plain import reply_lines
from bot.console.session import Session
from dialogs.dialog import Dialog
from dialogs.messages import Turn

NOW = "# now: "
PERSON = "你："
INDENT = "    "


def head(now: dt.datetime, title: str = "") -> str:
    """The opening lines of a transcript."""
    return (f"# {title}\n" if title else "") + f"{NOW}{now.isoformat()}\n"


def said(line: str) -> str:
    """A typed line as a transcript shows it."""
    return f"\n{PERSON}{line}\n"


def answered(turn: Turn) -> str:
    """The replies of a turn as a transcript shows them."""
    blocks = ["\n".join((INDENT + line).rstrip() for line in reply_lines(reply)) for reply in turn.replies]
    return "\n" + "\n\n".join(blocks) + "\n"


def read(text: str) -> tuple[dt.datetime, str, list[str]]:
    """The moment, the title and the typed lines of a transcript.

    Raises:
        ValueError: when the line with the time is missing or not a time with an offset.
    """
    lines = text.splitlines()
    moments = [line.removeprefix(NOW) for line in lines if line.startswith(NOW)]
    if not moments:
        raise ValueError(f"the transcript has no line '{NOW}<ISO time>'")
    now = dt.datetime.fromisoformat(moments[0].strip())
    if now.tzinfo is None:
        raise ValueError(f"the time in the transcript has no offset: {moments[0]}")
    titles = [line[2:] for line in lines if line.startswith("# ") and not line.startswith(NOW)]
    return now, titles[0] if titles else "", [line.removeprefix(PERSON) for line in lines if line.startswith(PERSON)]


def play(dialog: Dialog, now: dt.datetime, title: str, lines: Iterable[str]) -> str:
    """The transcript of typing these lines one after another, all at one moment."""
    session = Session(dialog, lambda: now)
    story = head(now, title)
    for line in lines:
        story += said(line) + answered(session.type(line))
    return story
