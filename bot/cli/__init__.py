"""The command line. Each command is a module here, imported only when called: none waits for another's imports."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from dialogs.library.problems import ContentError

DONE, FOUND, BAD_USAGE = 0, 1, 2

COMMANDS = {
    "console": "the dialog in this terminal (the default)",
    "ask": "answer one question of knowledge",
    "identify": "which situation is this text about?",
    "check": "is this message a trap?",
    "card": "a warning card to post or to print",
    "draft": "a paper from a case file: to the police, the platform, the court",
    "fees": "what going to court over a sum costs",
    "content": "check the content",
    "flow": "draw the flows",
    "telegram": "run the Telegram bot",
    "db": "look after the database",
}


class BadUsageError(Exception):
    """The command was called in a way that cannot be carried out; the message says what is wrong."""


class _Version(argparse.Action):
    """Looks the version up only when asked: the look-up costs more than reading most content files."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"transfer-aid {version('transfer-aid')}")
        parser.exit()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code; `argv` is None where this is the program's own process."""
    if argv is None:
        os.environ["PYTHONSAFEPATH"] = "1"  # a Python started by us would import from the working folder first
    words = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    if not words or (words[0].startswith("-") and words[0] not in {"-h", "--help", "--version"}):
        words.insert(0, "console")
    name = words[0]
    parser = argparse.ArgumentParser(prog="transfer-aid", description="转账急救：微信转账转错、被骗之后怎么办")
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and leave")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for command, summary in COMMANDS.items():
        sub = commands.add_parser(command, help=summary, description=summary)
        if command == name:
            _module(command).configure(sub)
    arguments = parser.parse_args(words)
    try:
        code: int = _module(arguments.command).run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BadUsageError as error:
        print(error, file=sys.stderr)
        return BAD_USAGE
    except ContentError as error:
        print(error, file=sys.stderr)
        return FOUND
    except ValueError as error:
        if (problems := _wrong_settings(error)) is None:
            raise
        print("\n".join(problems), file=sys.stderr)
        return BAD_USAGE
    except BrokenPipeError:
        # The reader has closed the pipe. Python flushes once more at exit, and must find something open.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return code


def _module(command: str) -> ModuleType:
    """A command's `configure`, which adds its arguments, and `run`, which gives the exit code."""
    return import_module(f"bot.cli.{command}_command")


def _wrong_settings(error: ValueError) -> list[str] | None:
    """What is wrong with the environment variables, a line each; None when the error is about something else."""
    from pydantic import ValidationError

    if not isinstance(error, ValidationError) or error.title != "Settings":
        return None
    return [f"TRANSFER_AID_{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors(include_input=False)]


def _speak_utf8() -> None:
    """Chinese in and out whatever the locale says; a byte that is no UTF-8 becomes a question mark, not a crash."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
