"""``transfer-aid check``: is this message a trap? Exit code 1 when it is."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from bot.cli import DONE, FOUND
from bot.cli.lines import read_rows
from bot.console.plain import visible
from bot.wiring import open_checker
from dialogs.checking import Checker, CheckResult
from dialogs.forwards import TRAPS


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("text", nargs="?", help="the message; - or nothing reads standard input")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--jsonl", action="store_true", help="read lines {id, text}, write lines {id, verdict, score}")


def run(arguments: argparse.Namespace) -> int:
    """Print the verdict with its reasons."""
    checker = open_checker()
    if arguments.jsonl:
        for row in read_rows(sys.stdin):
            print(json.dumps(row if "error" in row else _verdict(checker, row), ensure_ascii=False))
        return DONE
    text = sys.stdin.read() if arguments.text in {None, "-"} else arguments.text
    result = checker.check(text)
    if arguments.json:
        print(json.dumps(result_to_json(result), ensure_ascii=False))
    else:
        _show(result)
    return FOUND if result.verdict in TRAPS else DONE


def _verdict(checker: Checker, row: dict[str, Any]) -> dict[str, Any]:
    result = checker.check(row["text"])
    return {"id": row["id"], "verdict": result.verdict, "score": result.score}


def result_to_json(result: CheckResult) -> dict[str, Any]:
    """A result as plain data."""
    return {
        "verdict": result.verdict,
        "score": result.score,
        "reasons": [
            {"text": reason.text, "evidence": reason.evidence, "facts": list(reason.facts)} for reason in result.reasons
        ],
        "claims": [{"myth": claim.myth, "evidence": claim.evidence, "truth": claim.truth} for claim in result.claims],
        "artifacts": [{"kind": artifact.kind, "shown": artifact.shown} for artifact in result.artifacts],
        "advice": list(result.advice),
    }


def _show(result: CheckResult) -> None:
    print(f"{result.verdict}  {result.score:.2f}")
    for reason in result.reasons:
        print(f"- {reason.text}：「{visible(reason.evidence)}」")
    for claim in result.claims:
        print(f"- 「{visible(claim.evidence)}」 {claim.truth}")
    for artifact in result.artifacts:
        print(f"- {artifact.kind} {visible(artifact.shown)}")
    for line in result.advice:
        print(line)
