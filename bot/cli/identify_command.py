"""``transfer-aid identify``: which situation is a text about, and what does it already tell?"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from typing import Any

from bot.cli import DONE, FOUND
from bot.cli._arguments import add_now, clock_from, read_rows, read_text
from bot.content import open_content, read_models
from dialogs.assembly import make_understander
from dialogs.messages import ErrorPlace
from dialogs.understanding import Reading, Understander


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("text", nargs="?", help="the text; - or nothing reads standard input")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    lines = "read lines {id, text}, write lines {id, situation, score, details}"
    parser.add_argument("--jsonl", action="store_true", help=lines)
    add_now(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print what was understood."""
    now = clock_from(arguments.now)()
    understander = make_understander(open_content(), read_models())
    if arguments.jsonl:
        for row in read_rows(sys.stdin):
            print(json.dumps(row if "error" in row else _line(understander, row, now), ensure_ascii=False))
        return DONE
    text = read_text(arguments.text)
    reading = _read(understander, text, now)
    if isinstance(reading, ErrorPlace):
        print(f"error: {reading}", file=sys.stderr)
        return FOUND
    if arguments.json:
        print(json.dumps(reading_to_json(reading), ensure_ascii=False))
    else:
        print(f"{_situation(reading)}  {reading.score:.2f}")
        for name, value in reading.answers.items():
            print(f"  {name} = {value}")
    return DONE


def _read(understander: Understander, text: str, now: dt.datetime) -> Reading | ErrorPlace:
    """The reading, or the error of ours that stood in its way: a batch goes on with its next line."""
    try:
        return understander.read(text, now)
    except Exception as error:  # noqa: BLE001
        return ErrorPlace.of(error)


def _line(understander: Understander, row: dict[str, Any], now: dt.datetime) -> dict[str, Any]:
    reading = _read(understander, row["text"], now)
    if isinstance(reading, ErrorPlace):
        return {"id": row["id"], "error": str(reading)}
    details = reading.details.to_json()
    return {"id": row["id"], "situation": _situation(reading), "score": reading.score, "details": details}


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """A reading as plain data."""
    return {
        "situation": _situation(reading),
        "score": reading.score,
        "alternatives": [{"situation": name, "score": score} for name, score in reading.alternatives],
        "details": reading.details.to_json(),
        "danger": list(reading.danger),
    }


def _situation(reading: Reading) -> str:
    """What is none of ours is out of scope, words that say nothing included."""
    return reading.situation or "out_of_scope"
