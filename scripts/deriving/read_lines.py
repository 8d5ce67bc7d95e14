"""The ledger of converted lines that somebody has read: scripts/deriving/read/<tag>.txt, a checksum a line.

    ./scripts/read-lines zh-Hant-HK 50            print 50 lines that nobody has read yet
    ./scripts/read-lines zh-Hant-HK --note FILE   note the lines of a file (- is standard input) as read
    ./scripts/read-lines zh-Hant-HK               how many were read, and how many of those still stand

A line that comes out wrong is mended in the glossary, or written by hand; it is noted as it reads then.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.content import open_content
from dialogs.editions import Edition
from dialogs.library.checks.texts import without_code
from dialogs.library.load import Content

LEDGERS = Path(__file__).resolve().parent / "read"
SHORTEST = 8  # characters; a shorter line is a button or a name


def converted_lines(content: Content, tag: str) -> list[str]:
    """The lines that an edition says and nobody wrote for it, each once."""
    language = next(one for one in content.languages if one.tag == tag)
    edition = Edition(language, content)
    by_hand = {(file, name) for file, name, _ in edition.overrides()}
    return sorted({
        line.strip()
        for file, name, text in _texts(edition, content)
        if (file, name) not in by_hand
        for line in without_code(text).splitlines()
        if len(line.strip()) >= SHORTEST and not line.strip().isascii()
    })  # fmt: skip


def ledger(tag: str) -> set[str]:
    """The checksums of the lines that were read."""
    file = LEDGERS / f"{tag}.txt"
    return (
        {line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")} if file.exists() else set()
    )


def checksum(line: str) -> str:
    """What stands in the ledger for a line."""
    return hashlib.sha256(line.encode()).hexdigest()[:8]


def _texts(edition: Edition, content: Content) -> Iterator[tuple[str, str, str]]:
    library, papers = edition.library(), edition.papers(content.papers)
    for name, source in library.templates.items():
        if not name.startswith("documents/"):
            yield "templates.yaml", name.removesuffix(".md.j2"), source
    records: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
        ("steps.yaml", library.step_words, ("title", "body")),
        ("knowledge.yaml", library.knowledge, ("answer",)),
        ("evidence.yaml", library.evidence, ("title", "body")),
        ("myths.yaml", library.myths, ("truth",)),
    )
    for file, kept, fields in records:
        yield from ((file, name, getattr(record, field)) for name, record in kept.items() for field in fields)
    yield from (("", row.id, row.what) for row in edition.timetable(content.timetable).deadlines)
    for name, kind in papers.words.kinds.items():
        yield from (("", name, text) for text in (kind.about, *(tip.text for tip in kind.tips)))
    for name, words in papers.reading.fields.items():
        yield from (("", name, text) for text in (words.ask, words.hint) if text)
    yield from (("", name, reason.text) for name, reason in papers.words.reasons.items())


def main() -> None:
    """Print lines to read, or note those that were."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("tag")
    parser.add_argument("count", type=int, nargs="?", default=0)
    parser.add_argument("--note", metavar="FILE")
    given = parser.parse_args()
    lines, done = converted_lines(open_content(), given.tag), ledger(given.tag)
    if given.note:
        noted = (sys.stdin.read() if given.note == "-" else Path(given.note).read_text("utf-8")).splitlines()
        new = {checksum(line) for line in noted if line.strip() in set(lines)}
        head = "# Lines that were read, by checksum: see ./scripts/read-lines.\n"
        (LEDGERS / f"{given.tag}.txt").write_text(head + "".join(f"{one}\n" for one in sorted(done | new)), "utf-8")
        print(f"{len(new)} noted")
        return
    unread = [line for line in lines if checksum(line) not in done]
    random.Random(len(done)).shuffle(unread)  # noqa: S311 - another sample each time
    print("\n".join(unread[: given.count]))
    print(f"{len(lines)} lines, {len(done)} read, {len(lines) - len(unread)} of them still stand", file=sys.stderr)


if __name__ == "__main__":
    main()
