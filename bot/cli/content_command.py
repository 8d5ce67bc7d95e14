"""``transfer-aid content check``: everything wrong with the content, at once."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

from bot.cli import BAD_USAGE, DONE, FOUND
from bot.content import read_sources
from dialogs.library.checks.content import check_content
from dialogs.library.load import load_content


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("what", choices=["check"], help="check facts, templates, flows and numbers")
    parser.add_argument("--content", type=Path, metavar="DIR", help="another content folder than the packaged one")
    parser.add_argument("--flows", type=Path, metavar="DIR", help="another folder of flows")
    parser.add_argument("--today", type=dt.date.fromisoformat, default=None, help="the day on which facts must hold")


def run(arguments: argparse.Namespace) -> int:
    """Print all problems; exit 1 when there is one."""
    try:
        sources = read_sources(arguments.content, arguments.flows)
    except OSError as error:
        print(f"cannot read the content: {error}", file=sys.stderr)
        return BAD_USAGE
    today = arguments.today or dt.datetime.now(dt.UTC).date()
    problems = check_content(sources, today)
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} problems", file=sys.stderr)
        return FOUND
    library = load_content(sources).library
    counts = f"{len(library.facts)} facts, {len(library.myths)} myths, {len(library.flows)} situations"
    print(f"content holds together on {today}: {counts}, {len(library.steps)} steps")
    return DONE
