"""The ledger of an edition's lines that somebody has read: scripts/deriving/read/<tag>.txt, a checksum a line.

    ./scripts/read-lines zh-Hant-HK 50            print 50 lines that nobody has read yet
    ./scripts/read-lines en 300 --seed 3          print 300 lines, read or not: the same ones each time
    ./scripts/read-lines zh-Hant-HK --note FILE   note the lines of a file (- is standard input) as read
    ./scripts/read-lines zh-Hant-HK               how many were read, and how many of those still stand

A line that comes out wrong is mended in the glossary, or written by hand; it is noted as it reads then.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import sys
from pathlib import Path

from bot.content import open_content
from dialogs.editions import Edition
from dialogs.editions.spoken import spoken
from dialogs.library.checks.texts import without_code
from dialogs.library.load import Content
from scripts.deriving.words import source_words

LEDGERS = Path(__file__).resolve().parent / "read"
SHORTEST = 8  # characters; a shorter line is a button or a name
_HAN = re.compile("[\u4e00-\u9fff]")
_ID = re.compile(r"[a-z_.]+")


def said_lines(content: Content, tag: str) -> list[str]:
    """The lines that an edition says, derived or written for it, each once; in English none in the source's words."""
    language = next(one for one in content.languages if one.tag == tag)
    latin = language.script == "latin"
    lines = {line.strip() for one in spoken(Edition(language, content), content) for line in cut(one.text)}
    if latin:
        lines -= {line.strip() for text in source_words(content) for line in cut(text)}
    shown = (line for line in lines if len(line) >= SHORTEST and not _ID.fullmatch(line))
    return sorted(line for line in shown if latin or _HAN.search(line))


def cut(text: str) -> list[str]:
    """The lines of a text without the template code among them."""
    return without_code(text).splitlines()


def ledger(tag: str) -> set[str]:
    """The checksums of the lines that were read."""
    file = LEDGERS / f"{tag}.txt"
    return (
        {line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")} if file.exists() else set()
    )


def checksum(line: str) -> str:
    """What stands in the ledger for a line."""
    return hashlib.sha256(line.encode()).hexdigest()[:8]


def main() -> None:
    """Print lines to read, or note those that were."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("tag")
    parser.add_argument("count", type=int, nargs="?", default=0)
    parser.add_argument("--seed", type=int, help="a sample of all lines, and not only of those that nobody has read")
    parser.add_argument("--note", metavar="FILE")
    given = parser.parse_args()
    lines, done = said_lines(open_content(), given.tag), ledger(given.tag)
    if given.note:
        noted = (sys.stdin.read() if given.note == "-" else Path(given.note).read_text("utf-8")).splitlines()
        new = {checksum(line.strip()) for line in noted if line.strip() in set(lines)}
        head = "# Lines that were read, by checksum: see ./scripts/read-lines.\n"
        (LEDGERS / f"{given.tag}.txt").write_text(head + "".join(f"{one}\n" for one in sorted(done | new)), "utf-8")
        print(f"{len(new)} noted")
        return
    unread = [line for line in lines if checksum(line) not in done]
    shown = unread if given.seed is None else list(lines)
    random.Random(len(done) if given.seed is None else given.seed).shuffle(shown)  # noqa: S311 - a sample
    print("\n".join(shown[: given.count]))
    print(f"{len(lines)} lines, {len(done)} read, {len(lines) - len(unread)} of them still stand", file=sys.stderr)


if __name__ == "__main__":
    main()
