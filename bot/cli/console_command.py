"""``transfer-aid console``: the dialog in this terminal."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from pathlib import Path

from bot.cli import DONE, FOUND, BadUsageError
from bot.cli._arguments import add_now, clock_from, load_case, naming
from bot.console import transcript
from bot.console.session import Session, explain, save_file
from bot.content import open_content, open_dialog, read_models
from bot.settings import read_settings
from dialogs.assembly import make_dialog
from dialogs.case import Case

_DUMB = frozenset({"", "dumb", "unknown"})  # terminals that show text and do nothing else


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
    parser.add_argument(
        "--lang", metavar="TAG", help="answer in this language where you show no other: zh-Hant-HK, en …"
    )
    parser.add_argument("--explain", action="store_true", help="also say what each message was heard as")
    add_now(parser)


def run(arguments: argparse.Namespace) -> int:
    """Hold the conversation."""
    clock = clock_from(arguments.now)
    if arguments.save and (arguments.jsonl or arguments.replay):
        raise BadUsageError("--save is for a conversation typed here, not for --jsonl or --replay")
    if arguments.replay and (arguments.case or arguments.files):
        raise BadUsageError("--replay tells a whole conversation: --case and --files do not go with it")
    if arguments.explain and (arguments.jsonl or arguments.replay):
        raise BadUsageError("--explain is for a conversation typed here; the lines of --jsonl tell it already")
    if arguments.replay:
        return _replay(arguments.replay)
    content = open_content()
    dialog = make_dialog(content, read_models()).by_default(arguments.lang or read_settings().language)
    case = load_case(dialog, arguments.case, clock()) if arguments.case else Case()
    folder = arguments.files
    if folder:
        with naming("--files"):
            folder.mkdir(parents=True, exist_ok=True)
    if arguments.jsonl:
        from bot.console.jsonl import serve

        keep = partial(save_file, place=folder, words=content.console.files) if folder else None
        for line in serve(dialog, sys.stdin, clock, case, keep):
            print(line, flush=True)
        return DONE
    with naming("--save"):
        save = transcript.saver(arguments.save)
    session = Session(dialog, clock, case, folder=folder, explain=explain if arguments.explain else None)
    if arguments.plain or not _can_draw():
        from bot.console.line_by_line import talk

        talk(session, save, content)
        return DONE
    from bot.console.interactive import converse

    return converse(session, save, content)


def _can_draw() -> bool:
    """Whether somebody sits at a terminal that can move its cursor."""
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    return terminal and os.environ.get("TERM", "").lower() not in _DUMB


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
