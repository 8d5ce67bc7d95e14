"""``transfer-aid ask``: the short answer to a question of knowledge, with its sources' ids."""

from __future__ import annotations

import argparse
import json

from bot.cli import DONE, FOUND
from bot.cli._arguments import clock_from, read_text
from bot.console.plain import plain_text
from bot.content import open_content, open_dialog
from dialogs.known import Known
from dialogs.unfit import fit_said


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("text", help="the question; - reads standard input")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Print the answers; exit 1 when we know none."""
    text = read_text(arguments.text)
    now = clock_from(None)()
    dialog = open_dialog()
    known = Known({}, now)
    topics = dialog.understander.read(text, now).topics
    said = ((topic, dialog.words.knowledge(topic, known)) for topic in topics)
    answers = [(topic, fit_said(one, dialog.library, now.date())) for topic, one in said]
    if arguments.json:
        rows = [{"id": topic, "answer": said.text, "facts": list(said.facts)} for topic, said in answers]
        print(json.dumps({"answers": rows}, ensure_ascii=False))
    elif answers:
        print("\n\n".join(f"{plain_text(said.text)}\n（{'、'.join(said.facts)}）" for _, said in answers))
    else:
        print(open_content().console.unanswered)
    return DONE if answers else FOUND
