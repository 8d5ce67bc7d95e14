"""``transfer-aid draft``: a paper from a case file, what it still needs, or a list of all papers."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from bot.cli import DONE, FOUND, BadUsageError
from bot.cli._arguments import add_now, clock_from, load_case, naming, tell_saved
from bot.console.session import write_private
from bot.content import open_content, open_dialog
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.filling import paper_data
from dialogs.library.models.papers import PaperKind
from dialogs.papers.bundle import Bundle, bundled, make_bundle
from dialogs.papers.data import PaperData
from dialogs.papers.fields import missing
from dialogs.papers.offer import Obstacle, obstacles, offered
from dialogs.papers.paper import NotMade, Paper, compose

FORMATS = ("md", "docx", "pdf", "txt")
TEXTS = frozenset({"md", "txt"})


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("kind", nargs="?", metavar="KIND", help="which paper; --list names them")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="all kinds; with --case, which of them help in it")
    what.add_argument("--missing", action="store_true", help="what the paper still needs")
    parser.add_argument("--case", type=Path, metavar="FILE", help="a case taken along with /export; - reads it")
    parser.add_argument("--bundle", action="store_true", help="with the list of evidence, the timeline and the copies")
    parser.add_argument("--format", choices=FORMATS, help="default: by the name after -o, else md")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="a new file; else md and txt are printed")
    parser.add_argument("--json", action="store_true", help="with --list or --missing: JSON")
    add_now(parser)


def run(arguments: argparse.Namespace) -> int:
    """Make the paper; exit 1 with the reasons when it is refused."""
    if arguments.json and not (arguments.list or arguments.missing):
        raise BadUsageError("--json goes with --list or --missing")
    now = clock_from(arguments.now)()
    dialog = open_dialog()
    kind = _kind(dialog, arguments)
    case = load_case(dialog, arguments.case, now) if arguments.case else Case()
    data = paper_data(case, dialog.position(case, now))
    if kind is None:
        return _list(dialog, data if arguments.case else None, as_json=arguments.json)
    if arguments.missing:
        return _missing(dialog, kind, data, as_json=arguments.json)
    return _draft(dialog, kind, data, now, arguments)


def _kind(dialog: Dialog, arguments: argparse.Namespace) -> PaperKind | None:
    """The kind that was named; None where all are to be listed."""
    if arguments.list:
        if arguments.kind:
            raise BadUsageError("--list takes no kind")
        return None
    kinds = dialog.papers.kinds
    if arguments.kind not in kinds:
        named = f"no kind {arguments.kind}" if arguments.kind else "a kind is expected"
        raise BadUsageError(f"{named}; the kinds are: {', '.join(kinds)}")
    return kinds[arguments.kind]


def _list(dialog: Dialog, data: PaperData | None, *, as_json: bool) -> int:
    rows: list[dict[str, Any]] = []
    for kind in dialog.papers.kinds.values():
        words = dialog.papers.words.kinds[kind.id]
        row: dict[str, Any] = {"id": kind.id, "doc": kind.doc, "title": words.title, "about": words.about}
        if data is not None:
            refusal = offered(dialog.papers, kind, data.known)
            row |= {"offered": refusal is None, "refused": refusal and asdict(refusal)}
        rows.append(row)
    if as_json:
        print(json.dumps({"kinds": rows}, ensure_ascii=False))
        return DONE
    for row in rows:
        against = row.get("refused")
        print(f"{row['id']:<28}{row['title']}" + (f"\n{'':<30}{against['text']}" if against else ""))
    return DONE


def _missing(dialog: Dialog, kind: PaperKind, data: PaperData, *, as_json: bool) -> int:
    asks = missing(dialog.papers, kind, data)
    against = obstacles(dialog.papers, kind, data)
    if as_json:
        rows = [{"field": ask.key, "label": ask.label, "question": ask.question} for ask in asks]
        reasons = [asdict(one) for one in against]
        print(json.dumps({"kind": kind.id, "missing": rows, "refused": reasons}, ensure_ascii=False))
    else:
        for ask in asks:
            print(f"{ask.key:<28}{ask.question}")
        _tell(against)
    return FOUND if against else DONE


def _draft(dialog: Dialog, kind: PaperKind, data: PaperData, now: dt.datetime, arguments: argparse.Namespace) -> int:
    named = arguments.output.suffix.lower().removeprefix(".") if arguments.output else "md"
    form = arguments.format or named
    if form not in FORMATS:
        raise BadUsageError(f"--format: one of {', '.join(FORMATS)} is expected")
    if arguments.output is None and form not in TEXTS:
        raise BadUsageError(f"-o FILE is needed for {form}")
    if arguments.bundle and not bundled(kind):
        raise BadUsageError(f"--bundle: {kind.id} stands alone")
    try:
        paper: Paper | Bundle = (
            make_bundle(dialog.papers, dialog.timetable, kind, data, now)
            if arguments.bundle
            else compose(dialog.papers, kind, data, now)
        )
    except NotMade as refused:
        _tell(refused.obstacles)
        return FOUND
    content = _built(dialog, paper, form)
    if arguments.output is None:
        print(content.decode(), end="")
        return DONE
    with naming("-o"):
        write_private(arguments.output, content)
    tell_saved(arguments.output, open_content().console.files)
    return DONE


def _built(dialog: Dialog, paper: Paper | Bundle, form: str) -> bytes:
    from bot.extras import MissingExtraError
    from bot.papers.export import Format, build
    from bot.papers.tools import ToolFailedError

    try:
        return build(dialog.papers, paper, cast("Format", form))
    except MissingExtraError as missing_extra:
        words = open_content().console.files
        raise BadUsageError(words.missing_extra.format(extra=missing_extra.extra)) from missing_extra
    except ToolFailedError as failed:
        raise BadUsageError(str(failed)) from failed


def _tell(found: Iterable[Obstacle]) -> None:
    for obstacle in found:
        print(obstacle.text, file=sys.stderr)
