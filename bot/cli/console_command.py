"""``transfer-aid console``: the dialog in this terminal."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bot.cli import BAD_USAGE, DONE, FOUND
from bot.cli.clock import clock_from
from bot.console import transcript
from bot.console.plain import reply_lines
from bot.console.session import Session
from bot.wiring import open_dialog
from dialogs.messages import Turn


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--plain", action="store_true", help="no colours: one line in is one message (used for pipes)")
    how.add_argument("--jsonl", action="store_true", help="JSON lines in and out, for programs and tests")
    how.add_argument("--replay", type=Path, metavar="FILE", help="replay a saved transcript; exit 1 if it differs now")
    parser.add_argument("--save", type=Path, metavar="FILE", help="save the conversation as a transcript")
    parser.add_argument("--now", metavar="TIME", help="pretend that it is this moment (ISO 8601)")


def run(arguments: argparse.Namespace) -> int:
    """Hold the conversation."""
    try:
        clock = clock_from(arguments.now)
    except ValueError as error:
        print(f"--now: {error}", file=sys.stderr)
        return BAD_USAGE
    if arguments.jsonl:
        return _jsonl(clock)
    if arguments.replay:
        return _replay(arguments.replay)
    if arguments.plain or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _plain(clock, arguments.save)
    from bot.console.interactive import converse

    return converse(Session(open_dialog(), clock), saver(arguments.save, clock))


def saver(file: Path | None, clock: Callable[[], dt.datetime]) -> Callable[[str | None, Turn], None]:
    """A function that appends to the transcript, or does nothing without a file."""
    if file is None:
        return lambda _line, _turn: None
    file.write_text(transcript.head(clock()), "utf-8")

    def save(line: str | None, turn: Turn) -> None:
        if line is None:
            return
        with file.open("a", encoding="utf-8") as out:
            out.write(transcript.said(line) + transcript.answered(turn))

    return save


def _plain(clock: Callable[[], dt.datetime], save_to: Path | None) -> int:
    session = Session(open_dialog(), clock)
    save = saver(save_to, clock)
    if sys.stdin.isatty():
        _show(session.start())
    for line in _typed(sys.stdin):
        turn = session.type(line)
        _show(turn)
        save(line, turn)
    return DONE


def _typed(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield line.rstrip("\r\n")


def _show(turn: Turn) -> None:
    for reply in turn.replies:
        print("\n".join(reply_lines(reply)), end="\n\n")
    sys.stdout.flush()


def _jsonl(clock: Callable[[], dt.datetime]) -> int:
    from bot.console.jsonl import serve

    for line in serve(open_dialog(), sys.stdin, clock):
        print(line, flush=True)
    return DONE


def _replay(file: Path) -> int:
    try:
        before = file.read_text("utf-8")
        now, title, lines = transcript.read(before)
    except (OSError, ValueError) as error:
        print(f"cannot replay {file}: {error}", file=sys.stderr)
        return BAD_USAGE
    after = transcript.play(open_dialog(), now, title, lines)
    print(after, end="")
    if after == before:
        return DONE
    print(f"\nthe conversation in {file} goes differently now", file=sys.stderr)
    return FOUND
