"""``transfer-aid check``: is this message a trap? Exit code 1 when it is."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.cli import DONE, FOUND, BadUsageError
from bot.cli._arguments import read_rows
from bot.console.plain import visible
from bot.content import make_checker, open_content, read_models
from bot.extras import MissingExtraError
from bot.screenshots import MAX_BYTES, ImageText, ScreenshotError, not_read, read_image, text_to_check, with_codes
from dialogs.checking import Checker, CheckResult
from dialogs.forwards import TRAPS
from dialogs.library.models.channels import ScreenshotWords


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("text", nargs="?", help="the message; - or nothing reads standard input")
    parser.add_argument("--image", type=Path, metavar="FILE", help="a screenshot: its words and QR codes are checked")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--jsonl", action="store_true", help="read lines {id, text}, write lines {id, verdict, score}")


def run(arguments: argparse.Namespace) -> int:
    """Print the verdict with its reasons."""
    if arguments.image and arguments.jsonl:
        raise BadUsageError("--image is for one message, not for --jsonl")
    content = open_content()
    checker = make_checker(content, read_models())
    if arguments.jsonl:
        for row in read_rows(sys.stdin):
            print(json.dumps(row if "error" in row else _verdict(checker, row), ensure_ascii=False))
        return DONE
    image = _read(arguments.image, content.screenshots) if arguments.image else ImageText("")
    from_stdin = arguments.text == "-" or (arguments.text is None and not arguments.image)
    text = sys.stdin.read() if from_stdin else arguments.text or ""
    result = with_codes(checker.check("\n".join(filter(None, (text, text_to_check(image))))), image.codes)
    if arguments.json:
        print(json.dumps(asdict(result), ensure_ascii=False))
    else:
        _show(result)
    return FOUND if result.verdict in TRAPS else DONE


def _read(file: Path, words: ScreenshotWords) -> ImageText:
    try:
        with file.open("rb") as opened:
            read = read_image(opened.read(MAX_BYTES + 1))
    except OSError as error:
        raise BadUsageError(f"--image: {error}") from error
    except (ScreenshotError, MissingExtraError) as error:
        raise BadUsageError(not_read(words, error)) from error
    if not text_to_check(read):
        raise BadUsageError(words.no_text)
    if not read.whole:
        print(words.not_whole, file=sys.stderr)
    return read


def _verdict(checker: Checker, row: dict[str, Any]) -> dict[str, Any]:
    result = checker.check(row["text"])
    return {"id": row["id"], "verdict": result.verdict, "score": result.score}


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
