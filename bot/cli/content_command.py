"""``transfer-aid content``: ``check`` finds everything wrong with the content, ``due`` lists what to verify again."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path

from bot.cli import BAD_USAGE, DONE, FOUND
from bot.content import read_fitted_to, read_models, read_sources
from dialogs.library.checks.content import check_content
from dialogs.library.checks.due import release_problems
from dialogs.library.checks.editions import stale_words
from dialogs.library.checks.texts import texts
from dialogs.library.checks.worklist import device_kit, due_list, outdated_models
from dialogs.library.load import load_content
from dialogs.library.problems import ContentError, Problem

WITHIN = 14  # days ahead that `due` looks, unless it is told


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "what", choices=["check", "due"], help="check: facts, templates, flows and numbers; due: facts to verify again"
    )
    parser.add_argument("--content", type=Path, metavar="DIR", help="another content folder than the packaged one")
    parser.add_argument("--flows", type=Path, metavar="DIR", help="another folder of flows")
    parser.add_argument("--device-kit", action="store_true", help="check: print the list to go through with two phones")
    parser.add_argument("--release", action="store_true", help="check: also refuse facts that are no longer fit")
    parser.add_argument("--within", type=int, default=WITHIN, metavar="DAYS", help=f"due: days ahead ({WITHIN})")
    parser.add_argument("--json", action="store_true", help="due: one JSON object")
    parser.add_argument(
        "--today", type=dt.date.fromisoformat, metavar="DATE", help="due, --release: another day than today"
    )


def run(arguments: argparse.Namespace) -> int:
    """Check the content or list what is due; exit 1 when something is wrong, or overdue in what users read."""
    try:
        sources = read_sources(arguments.content, arguments.flows)
    except OSError as error:
        print(f"cannot read the content: {error}", file=sys.stderr)
        return BAD_USAGE
    today = arguments.today or dt.datetime.now(dt.UTC).date()
    problems = check_content(sources) if arguments.what == "check" and not arguments.device_kit else []
    try:
        content = load_content(sources)
    except ContentError as error:
        return _refused(problems or error.problems)
    library = content.library
    if arguments.what == "due":
        due = due_list(content, sources, today, arguments.within)
        if arguments.json:
            print(json.dumps(due.as_json(), ensure_ascii=False, indent=1, default=dt.date.isoformat))
        else:
            print("\n".join(due.lines()))
        return FOUND if due.late else DONE
    stale = list(stale_words(content))
    if arguments.release:
        problems += sorted((*release_problems(library, sources, texts(content), today), *stale))
    if problems:
        return _refused(problems)
    if arguments.device_kit:
        print("\n".join(device_kit(content, today)))
        return DONE
    counts = f"{len(library.facts)} facts, {len(library.myths)} myths, {len(library.flows)} situations"
    fit = f" and is fit for a release on {today}" if arguments.release else ""
    for note in (*outdated_models(read_models(arguments.content), read_fitted_to(arguments.content)), *stale):
        print(note, file=sys.stderr)
    print(f"content holds together{fit}: {counts}, {len(library.steps)} steps")
    return DONE


def _refused(problems: list[Problem]) -> int:
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems", file=sys.stderr)
    return FOUND
