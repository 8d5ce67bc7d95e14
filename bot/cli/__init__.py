"""The command line. Each command is a module here, imported only when it is called, so that none pays for another."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module, metadata
from typing import Protocol, cast

DONE, FOUND, BAD_USAGE = 0, 1, 2

COMMANDS = {
    "console": "the dialog in this terminal (the default)",
    "ask": "answer one question of knowledge",
    "identify": "which situation is this text about?",
    "check": "is this message a trap?",
    "content": "check the content",
    "flow": "draw the flows",
    "telegram": "run the Telegram bot",
    "db": "look after the database",
}


class Command(Protocol):
    """What a command module offers."""

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Carry it out; the exit code is 0 for done, 1 for found something, 2 for bad usage."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    if not words or (words[0].startswith("-") and words[0] not in {"-h", "--help", "--version"}):
        words.insert(0, "console")
    name = words[0]
    parser = argparse.ArgumentParser(prog="transfer-aid", description="转账急救：微信转账转错、被骗之后怎么办")
    parser.add_argument("--version", action="version", version=f"transfer-aid {metadata.version('transfer-aid')}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for command, summary in COMMANDS.items():
        sub = commands.add_parser(command, help=summary, description=summary)
        if command == name:
            _module(command).configure(sub)
    arguments = parser.parse_args(words)
    try:
        return _module(arguments.command).run(arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return DONE


def _module(command: str) -> Command:
    return cast("Command", import_module(f"bot.cli.{command}_command"))


def _speak_utf8() -> None:
    """Chinese in and out whatever the locale says; a byte that is no UTF-8 becomes a question mark, not a crash."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
