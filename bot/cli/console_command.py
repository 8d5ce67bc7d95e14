"""``transfer-aid console``: the dialog in this terminal."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

from bot.cli import DONE, FOUND, BadUsageError
from bot.cli.clock import clock_from
from bot.console import transcript
from bot.console.plain import turn_blocks
from bot.console.session import START, Session
from bot.wiring import open_dialog


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
    clock = clock_from(arguments.now)
    if arguments.save and (arguments.jsonl or arguments.replay):
        raise BadUsageError("--save is for a conversation typed here, not for --jsonl or --replay")
    if arguments.jsonl:
        return _jsonl(clock)
    if arguments.replay:
        return _replay(arguments.replay)
    try:
        save = transcript.saver(arguments.save)
    except OSError as error:
        raise BadUsageError(f"--save: {error}") from error
    session = Session(open_dialog(), clock)
    if arguments.plain or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _plain(session, save)
    from bot.console.interactive import converse

    return converse(session, save)


def _plain(session: Session, save: transcript.Save) -> int:
    opening = [START] if sys.stdin.isatty() else []
    for message in chain(opening, _typed(sys.stdin)):
        turn = session.type(message)
        for lines in turn_blocks(turn):
            print("\n".join(lines), end="\n\n")
        sys.stdout.flush()
        save(message, turn, session.now)
    return DONE


def _typed(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield line.rstrip("\r\n")


def _jsonl(clock: Callable[[], dt.datetime]) -> int:
    from bot.console.jsonl import serve

    for line in serve(open_dialog(), sys.stdin, clock):
        print(line, flush=True)
    return DONE


def _replay(file: Path) -> int:
    try:
        before = file.read_text("utf-8")
        transcript.read(before)
    except (OSError, ValueError) as error:
        raise BadUsageError(f"cannot replay {file}: {error}") from error
    after = transcript.replay(open_dialog(), before)
    print(after, end="")
    if after == before:
        return DONE
    print(f"\nthe conversation in {file} goes differently now", file=sys.stderr)
    return FOUND
