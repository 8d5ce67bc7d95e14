"""``transfer-aid content``: ``check`` finds everything wrong with the content, ``due`` lists what to verify again."""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.cli import BAD_USAGE, DONE, FOUND
from bot.content import read_fitted_to, read_models, read_sources
from dialogs.library.checks.content import check_content
from dialogs.library.checks.due import DueFact, RecentWords, due_facts, recent_words, release_problems, uses
from dialogs.library.checks.texts import texts
from dialogs.library.load import Content, load_content
from dialogs.library.problems import ContentError, Problem
from dialogs.text.fingerprints import INPUTS, SITUATION_PHRASES, outdated

FEW = 3  # changed files that a note names
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
        return _due(content, sources, today, arguments)
    if arguments.release:
        problems += sorted(release_problems(library, sources, texts(content), today))
    if problems:
        return _refused(problems)
    if arguments.device_kit:
        _print_kit(content, today)
        return DONE
    counts = f"{len(library.facts)} facts, {len(library.myths)} myths, {len(library.flows)} situations"
    fit = f" and is fit for a release on {today}" if arguments.release else ""
    for note in _outdated_models(arguments.content):
        print(note, file=sys.stderr)
    print(f"content holds together{fit}: {counts}, {len(library.steps)} steps")
    return DONE


def _print_kit(content: Content, today: dt.date) -> None:
    """The checklist of `content/device_kit.yaml`, each item with the line that its facts' `seen` takes over."""
    for number, check in enumerate(content.library.device_kit, start=1):
        print(f"[ ] {number}. {check.do}\n    {check.look}\n    ＿＿＿＿＿＿＿＿＿＿")
        for name in check.facts:
            print(f"    {name} {content.library.facts[name].title}")
        if check.facts:
            print(f"    - {{on: {today}, by: ＿＿, how: {check.how}, note: ＿＿}}")


def _outdated_models(content: Path | None) -> Iterator[str]:
    """Which models are older than what they are fitted to. No mistake of the editor's: the words hold without them."""
    models, files = read_models(content), read_fitted_to(content)
    if not any(path.startswith(SITUATION_PHRASES) for path in files):
        return  # a draft of other content, without phrases to compare
    for name in INPUTS:
        if name not in models:
            yield f"note: there is no {name}: run ./scripts/fit-models"
        elif changed := outdated(name, models[name], files):
            yield f"note: {name} is older than {_few(changed)}: run ./scripts/fit-models before a release"


def _few(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= FEW else f"{', '.join(names[:FEW])} and {len(names) - FEW} more"


def _refused(problems: list[Problem]) -> int:
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems", file=sys.stderr)
    return FOUND


def _due(content: Content, sources: Mapping[str, str | bytes], today: dt.date, arguments: argparse.Namespace) -> int:
    library, until = content.library, today + dt.timedelta(arguments.within)
    due = due_facts(library, sources, until)
    lapsing = [words for words in recent_words(library, uses(sources), texts(content)) if words.until < until]
    late = [one for one in due if one.late_on(today)]
    if arguments.json:
        shown = {
            "today": today,
            "until": until,
            "late": len(late),
            "facts": [_fact_json(one, today) for one in due],
            "recent_words": [asdict(words) for words in lapsing],
        }
        print(json.dumps(shown, ensure_ascii=False, indent=1, default=dt.date.isoformat))
    else:
        _print_due(due, lapsing, today)
        print(f"{len(due)} facts fall due by {until}; {len(late)} that users read are late")
    return FOUND if late else DONE


def _print_due(due: list[DueFact], lapsing: list[RecentWords], today: dt.date) -> None:
    for week, group in itertools.groupby(due, key=lambda one: one.week):
        facts = list(group)
        print(f"week of {week}: {len(facts)}")
        for one in facts:
            fact, last = one.fact, one.fact.seen[-1]
            late = " LATE" if one.late_on(today) else ""
            print(f"  {fact.id}  {fact.due}{late}  {fact.kind}  {fact.title}")
            print(f"    seen {last.on} by {last.by}: {last.how}{f' ({last.note})' if last.note else ''}")
            print(f"    verify by {one.verify}; said until {fact.last_fit or 'any day'}")
            for address in one.addresses:
                print(f"    source {address}")
            for place in one.used or ("nothing",):
                print(f"    used in {place}")
    if lapsing:
        print("words of the present, whose facts were last seen long ago:")
    for words in lapsing:
        print(f"  {words.until}  {words.file} {words.where}: {words.sentence} ({', '.join(words.facts)})")


def _fact_json(one: DueFact, today: dt.date) -> dict[str, Any]:
    fact, last = one.fact, one.fact.seen[-1]
    return {
        "id": fact.id,
        "title": fact.title,
        "kind": fact.kind,
        "week": one.week,
        "review_by": fact.due,
        "late": one.late_on(today),
        "unfit_after": fact.last_fit,
        "seen": last.model_dump(),
        "verify": one.verify,
        "sources": one.addresses,
        "used": one.used,
    }
