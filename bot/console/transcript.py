"""Conversations as readable files that can be replayed: `--save`, `--replay`, and the stories in tests/transcripts/.

A transcript starts with ``# now: <ISO time>`` and has another such line wherever the clock went on. What the person
typed follows ``你：`` (further lines of one message stand below it, indented by two wide spaces); what was answered
stands indented by four. Only what was typed and the times are read when it is replayed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bot.console.plain import turn_blocks
from bot.console.session import Session
from dialogs.dialog import Dialog
from dialogs.limits import read_iso
from dialogs.messages import Turn
from dialogs.secrets import screen

Save = Callable[[str, Turn, dt.datetime], None]
NOW = "# now: "
PERSON = "你："
MORE = "\u3000\u3000"
INDENT = "    "


def head(now: dt.datetime, title: str = "") -> str:
    """The opening lines of a transcript."""
    return (f"# {title}\n" if title else "") + f"{NOW}{now.isoformat()}\n"


def said(message: str) -> str:
    """A typed message as a transcript shows it."""
    return f"\n{PERSON}" + message.replace("\n", f"\n{MORE}") + "\n"


def entry(message: str, turn: Turn, now: dt.datetime, before: dt.datetime) -> str:
    """A message and its answer; the time first, where it is not that of the message before."""
    time = "" if now == before else f"\n{NOW}{now.isoformat()}\n"
    blocks = ["\n".join((INDENT + line).rstrip() for line in lines) for lines in turn_blocks(turn)]
    return f"{time}{said(message)}\n" + "\n\n".join(blocks) + "\n"


def saver(file: Path | None) -> Save:
    """A function that appends each message with its answer to a new file; without a file it does nothing.

    Secrets typed are struck out of the file, and only its owner may read it.

    Raises OSError: when the file is there already or cannot be written.
    """
    if file is None:
        return lambda _message, _turn, _now: None
    file.touch(mode=0o600, exist_ok=False)
    before: dt.datetime | None = None

    def save(message: str, turn: Turn, now: dt.datetime) -> None:
        nonlocal before
        opening = "" if before else head(now)
        with file.open("a", encoding="utf-8") as out:
            out.write(opening + entry(screen(message).text, turn, now, before or now))
        before = now

    return save


def read(text: str) -> tuple[dt.datetime, str, list[str]]:
    """The first moment, the title and the typed messages of a transcript.
    Raises ValueError: when the line with the time is missing or not a time with an offset.
    """
    now, title, typed = _parsed(text)
    return now, title, [message for _, message in typed]


def play(dialog: Dialog, now: dt.datetime, title: str, messages: Iterable[str]) -> str:
    """The transcript of typing these messages one after another, all at one moment."""
    return _story(dialog, now, title, [(now, message) for message in messages])


def replay(dialog: Dialog, text: str) -> str:
    """The transcript that typing the same messages at the same moments gives today; ValueError as `read` raises it."""
    return _story(dialog, *_parsed(text))


def _story(dialog: Dialog, now: dt.datetime, title: str, typed: Sequence[tuple[dt.datetime, str]]) -> str:
    moments = iter(moment for moment, _ in typed)
    session = Session(dialog, lambda: next(moments))
    story, before = head(now, title), now
    for moment, message in typed:
        story += entry(message, session.type(message), moment, before)
        before = moment
    return story


def _parsed(text: str) -> tuple[dt.datetime, str, list[tuple[dt.datetime, str]]]:
    """The first moment, the title, and each message with its moment."""
    moments: list[dt.datetime] = []
    typed: list[tuple[dt.datetime, str]] = []
    title = ""
    for line in text.split("\n"):
        if line.startswith(NOW):
            moments.append(read_iso(line.removeprefix(NOW).strip(), None))
        elif line.startswith("# "):
            title = title or line[2:]
        elif line.startswith(PERSON) and moments:
            typed.append((moments[-1], line.removeprefix(PERSON)))
        elif line.startswith(MORE) and typed:
            moment, message = typed[-1]
            typed[-1] = moment, f"{message}\n{line.removeprefix(MORE)}"
    if not moments:
        raise ValueError(f"the transcript has no line '{NOW}<ISO time>'")
    return moments[0], title, typed
