"""``transfer-aid check``: is this message a trap? Exit code 1 when it is. And what admins said of such verdicts."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import os
import sys
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli import DONE, FOUND, BadUsageError
from bot.cli._arguments import add_env_file, naming, read_rows, read_text
from bot.console.plain import visible
from bot.content import open_content, read_models
from bot.extras import MissingExtraError
from bot.screenshots.picture import MAX_BYTES, ScreenshotError, not_read
from bot.screenshots.reader import ImageText, read_image, text_to_check, with_codes
from dialogs.assembly import make_checker
from dialogs.checking import CheckResult
from dialogs.forwards import TRAPS
from dialogs.library.models.channels import ScreenshotWords

if TYPE_CHECKING:
    from dialogs.groups import Feedback


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("text", nargs="?", help="the message; - or nothing reads standard input")
    parser.add_argument("--image", type=Path, metavar="FILE", help="a screenshot: its words and QR codes are checked")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--jsonl", action="store_true", help="read lines {id, text}, write lines {id, verdict, score}")
    said = "write what groups' admins said of verdicts; FILE must not exist yet"
    parser.add_argument("--feedback", type=Path, metavar="FILE", help=said)
    add_env_file(parser, "with --feedback: ")


def run(arguments: argparse.Namespace) -> int:
    """Print the verdict with its reasons."""
    if arguments.feedback:
        if arguments.text or arguments.image or arguments.jsonl:
            raise BadUsageError("--feedback checks no message: give it alone")
        return _export(arguments)
    if arguments.image and arguments.jsonl:
        raise BadUsageError("--image is for one message, not for --jsonl")
    content = open_content()
    checker = make_checker(content, read_models())
    if arguments.jsonl:
        for row in read_rows(sys.stdin):
            if "error" not in row:
                found = checker.check(row.pop("text"))
                row |= {"verdict": found.verdict, "score": found.score}
            print(json.dumps(row, ensure_ascii=False))
        return DONE
    image = _read(arguments.image, content.screenshots) if arguments.image else ImageText("")
    text = "" if arguments.image and arguments.text is None else read_text(arguments.text)
    result = with_codes(checker.check("\n".join(filter(None, (text, text_to_check(image))))), image.codes)
    if arguments.json:
        print(json.dumps(asdict(result), ensure_ascii=False))
    else:
        _show(result)
    return FOUND if result.verdict in TRAPS else DONE


def _export(arguments: argparse.Namespace) -> int:
    """A line for each verdict that an admin spoke of, in a file of its owner's; the words only where they agreed."""
    # The store is not loaded to check a message.
    from bot.settings import read_settings
    from bot.store import UNUSABLE, Store, StoreSettings
    from bot.store.database import database_at
    from bot.store.groups import GroupStore

    settings, to = read_settings(arguments.env_file), arguments.feedback
    kept = database_at(settings.store_url).file
    if kept is not None and not kept.is_file():
        raise BadUsageError(f"there is no database at {kept}")
    try:
        with closing(Store(StoreSettings.of(settings))) as store:
            said = asyncio.run(GroupStore(store).feedback())
        with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.writelines(json.dumps(_line(one), ensure_ascii=False) + "\n" for one in said)
    except (*UNUSABLE, OSError) as error:
        print(f"not done: {error}", file=sys.stderr)
        return FOUND
    print(f"{len(said)} verdicts, {sum(one.text is not None for one in said)} with their words, in {to}")
    return DONE


def _line(said: Feedback) -> dict[str, Any]:
    day = dt.datetime.fromtimestamp(said.at, dt.UTC).date().isoformat()
    line = {"words": said.words.hex(), "verdict": said.verdict, "right": said.agreed, "model": said.model, "day": day}
    return line if said.text is None else line | {"text": said.text}


def _read(file: Path, words: ScreenshotWords) -> ImageText:
    try:
        with naming("--image"), file.open("rb") as opened:
            read = read_image(opened.read(MAX_BYTES + 1))
    except (ScreenshotError, MissingExtraError) as error:
        raise BadUsageError(not_read(words, error)) from error
    if not text_to_check(read):
        raise BadUsageError(words.no_text)
    if not read.whole:
        print(words.not_whole, file=sys.stderr)
    return read


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
