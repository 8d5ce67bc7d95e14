"""``transfer-aid console``: the dialog in this terminal."""

from __future__ import annotations

import argparse
import sys
from itertools import chain
from pathlib import Path

from bot.cli import DONE, FOUND, BadUsageError
from bot.cli._arguments import clock_from, load_case
from bot.console import transcript
from bot.console.plain import turn_blocks
from bot.console.session import START, Session, files_of, place_of, save_file
from bot.content import open_dialog
from dialogs.case import Case


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--plain", action="store_true", help="no colours: one line in is one message (used for pipes)")
    how.add_argument("--jsonl", action="store_true", help="JSON lines in and out, for programs and tests")
    how.add_argument("--replay", type=Path, metavar="FILE", help="replay a saved transcript; exit 1 if it differs now")
    parser.add_argument("--save", type=Path, metavar="FILE", help="save the conversation as a transcript")
    parser.add_argument("--case", type=Path, metavar="FILE", help="go on with a case that was taken along (/export)")
    parser.add_argument(
        "--files", type=Path, metavar="DIR", help="where files go (else you are asked, or none is written)"
    )
    parser.add_argument("--now", metavar="TIME", help="pretend that it is this moment (ISO 8601)")


def run(arguments: argparse.Namespace) -> int:
    """Hold the conversation."""
    clock = clock_from(arguments.now)
    if arguments.save and (arguments.jsonl or arguments.replay):
        raise BadUsageError("--save is for a conversation typed here, not for --jsonl or --replay")
    if arguments.replay and (arguments.case or arguments.files):
        raise BadUsageError("--replay tells a whole conversation: --case and --files do not go with it")
    if arguments.replay:
        return _replay(arguments.replay)
    dialog = open_dialog()
    case = load_case(dialog, arguments.case, clock()) if arguments.case else Case()
    folder = _folder(arguments.files)
    if arguments.jsonl:
        from bot.console.jsonl import serve

        for line in serve(dialog, sys.stdin, clock, case, folder):
            print(line, flush=True)
        return DONE
    try:
        save = transcript.saver(arguments.save)
    except OSError as error:
        raise BadUsageError(f"--save: {error}") from error
    session = Session(dialog, clock, case, folder=folder)
    if arguments.plain or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _plain(session, save)
    from bot.console.interactive import converse

    return converse(session, save)


def _folder(given: Path | None) -> Path | None:
    """The folder for files, made if it is not there."""
    try:
        if given is not None:
            given.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadUsageError(f"--files: {error}") from error
    return given


def _plain(session: Session, save: transcript.Save) -> int:
    opening = [START] if sys.stdin.isatty() else []
    for message in chain(opening, (line.rstrip("\r\n") for line in sys.stdin)):
        turn = session.type(message)
        for lines in turn_blocks(turn):
            print("\n".join(lines), end="\n\n")
        sys.stdout.flush()
        for file in files_of(turn):
            words = session.dialog.papers.words
            place = session.place
            if place is None and sys.stdin.isatty():
                print(words.where, flush=True)
                place = place_of(sys.stdin.readline())
            if place is not None:
                print(words.working, flush=True)
            print(save_file(file, place, words), end="\n\n", flush=True)
        save(message, turn, session.now)
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
