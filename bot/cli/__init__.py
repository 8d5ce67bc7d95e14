"""The command line. Each command is a module here, imported only when called: none waits for another's imports."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from dialogs.library.problems import ContentError, UnknownLanguageError

DONE, FOUND, BAD_USAGE = 0, 1, 2

COMMANDS = {
    "console": (
        "the dialog in this terminal (the default)",
        "transfer-aid",
        "transfer-aid console --save story.txt",
        "printf '转错人了\\n' | transfer-aid console",
    ),
    "ask": ("answer one question of knowledge", "transfer-aid ask 报警会留案底吗"),
    "identify": ("which situation is this text about?", "transfer-aid identify 刚刚转错人了，5000块"),
    "check": (
        "is this message a trap?",
        "transfer-aid check 加微信，专业撤回转账",
        "transfer-aid check --image 截图.png",
    ),
    "card": (
        "a warning card to post or to print",
        "transfer-aid card",
        "transfer-aid card --verdict recovery_scam -o poster.png",
    ),
    "draft": (
        "a paper from a case file: to the police, the platform, the court",
        "transfer-aid draft --list",
        "transfer-aid draft police_report --case case.json -o 报案材料.docx",
    ),
    "fees": ("what going to court over a sum costs", "transfer-aid fees 8.75万"),
    "content": ("check the content", "transfer-aid content check", "transfer-aid content due --within 30"),
    "new-situation": (
        "write the files of a new situation, to be filled in",
        "transfer-aid new-situation red_packet_wrong_group --family mistake",
    ),
    "flow": ("draw the flows", "transfer-aid flow draw wrong_recipient"),
    "site": ("the content as a static site to read", "transfer-aid site -o build/site"),
    "telegram": ("run the Telegram bot", "transfer-aid telegram --env-file .env"),
    "db": ("look after the database", "transfer-aid db backup cases-backup.sqlite3"),
}
"""What each command does, and examples of it."""


class BadUsageError(Exception):
    """The command was called in a way that cannot be carried out; the message says what is wrong."""


class _Version(argparse.Action):
    """Tells the version, and the day on which a fact was last looked at; reads the content only when asked."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        from bot.content import open_content

        print(f"transfer-aid {version('transfer-aid')}, content of {open_content().library.seen_on}")
        parser.exit()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code; `argv` is None where this is the program's own process."""
    if argv is None:
        os.environ["PYTHONSAFEPATH"] = "1"  # a Python started by us would import from the working folder first
        gc.set_threshold(50_000, 20, 20)  # what is read at the start stays: looking it through is a tenth of the start
        os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # there are none, and looking for them takes a while
    words = list(sys.argv[1:] if argv is None else argv)
    _prepare_streams()
    if not words or (words[0].startswith("-") and words[0] not in {"-h", "--help", "--version"}):
        words.insert(0, "console")
    name = words[0]
    if name not in COMMANDS and not name.startswith("-"):
        print(_no_command(name), file=sys.stderr)
        return BAD_USAGE
    parser = asked = argparse.ArgumentParser(
        prog="transfer-aid",
        description="转账急救：微信转账转错、被骗之后怎么办",
        epilog="Without a command it talks. What each takes: transfer-aid COMMAND --help",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and the date of the content")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for command, (summary, *examples) in COMMANDS.items():
        sub = commands.add_parser(
            command,
            help=summary,
            description=summary,
            epilog="\n  ".join(("examples:", *examples)),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if command == name:
            _module(command).configure(sub)
            asked = sub
    try:
        arguments, unknown = parser.parse_known_args(words)
        if unknown:
            asked.error(f"not known here: {' '.join(unknown)}; --help lists what is")
        code: int = _module(arguments.command).run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except (BadUsageError, UnknownLanguageError) as error:
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


def _no_command(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, n=1)
    meant = f"did you mean {near[0]}?" if near else "to say what happened: transfer-aid; for all commands: --help"
    return f"there is no command {name}; {meant}"


def _module(command: str) -> ModuleType:
    """A command's `configure`, which adds its arguments, and `run`, which gives the exit code."""
    return import_module(f"bot.cli.{command.replace('-', '_')}_command")


def _wrong_settings(error: ValueError) -> list[str] | None:
    """What is wrong with the settings, a line each; None when the error is about something else."""
    from pydantic import ValidationError

    from bot.settings import SettingsError

    if isinstance(error, SettingsError):
        return [str(error)]
    if not isinstance(error, ValidationError) or error.title != "Settings":
        return None
    return [f"TRANSFER_AID_{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors(include_input=False)]


def _prepare_streams() -> None:
    """Chinese in and out whatever the locale says; a byte that is no UTF-8 becomes a question mark, not a crash.
    Where a stream was closed before we were started (``<&-``), an empty one stands in for it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115, PTH123 - for as long as the process runs
        if reconfigure := getattr(getattr(sys, name), "reconfigure", None):
            reconfigure(encoding="utf-8", errors="replace")
