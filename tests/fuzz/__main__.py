"""Throws texts at everything that reads them: none may raise, none may take long.

    python -m tests.fuzz [--random N] [--mutated N --corpus FILE] [--processes N] [--seed N] [--from N] [--count N]
                         [--kept FILE] [--write PAGE]

Random texts are put together from words, figures and units of the content and from any characters; a corpus (JSON
lines with "text", plain or .gz, which stays where it is) gives real messages, which are mutated. Prints counts as JSON;
exit 1 where one raised or took more than 50 ms of processor time each time it was measured. A seed gives the same
texts however many processes share them, and in however many runs: with ``--kept FILE`` what is done is kept there after
every thousand texts, and the same command, run again, goes on; or ``--from`` and ``--count`` name a part of them.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.benchmarks.report import about
from tests.fuzz.trial import Piece, Tally, open_corpus, try_piece
from tests.reliability.page import block, fuzz_rows, write_into

PIECE = 1000  # texts with a seed of their own
SHOWN = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Read so many texts and tell."""
    arguments = sys.argv[1:] if arguments is None else arguments
    given = _parser().parse_args(arguments)
    pieces = [*_pieces("random", given.random, given), *_pieces("mutated", given.mutated, given)]
    tally = Tally()
    for done in _tried(pieces, given):
        tally.take(done)
        count = f"{tally.counts.total()} of {sum(count for _, count, _ in pieces)}, {len(tally.found)} found"
        print(count, file=sys.stderr)  # noqa: T201
    where, command = about(), shlex.join(["python", "-m", "tests.fuzz", *arguments])
    where["database"] = "no database"
    outcome = {**tally.counts, "slowest_ms": {name: round(ms, 1) for name, ms in tally.slowest_ms.items()}}
    outcome["seconds"] = round(tally.seconds, 1)
    print(json.dumps({"command": command, **outcome, "found": tally.found[:SHOWN]}, indent=1))  # noqa: T201
    if given.write is not None:
        write_into(given.write, "fuzz", block(where, command, fuzz_rows(outcome, len(tally.found))))
    return 1 if tally.found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--random", type=int, default=100_000, help="texts that are made up")
    parser.add_argument("--mutated", type=int, default=0, help="messages of a corpus that are changed")
    parser.add_argument("--corpus", type=Path, metavar="FILE")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="start", type=int, default=0, help=f"first text of each kind, in {PIECE}s")
    parser.add_argument("--count", type=int, help="texts of each kind from there on; else all")
    parser.add_argument("--kept", type=Path, metavar="FILE", help="keep what is done here, and go on from it")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the figures into this page")
    return parser


def _pieces(kind: str, most: int, given: argparse.Namespace) -> Iterator[Piece]:
    end = most if given.count is None else min(most, given.start + given.count)
    for start in range(given.start // PIECE * PIECE, end, PIECE):
        yield kind, min(PIECE, end - start), given.seed * 1_000_000 + start // PIECE


def _tried(pieces: Sequence[Piece], given: argparse.Namespace) -> Iterator[Tally]:
    """What came of each piece: read from what was kept, or tried now and kept."""
    kept = dict(_read(given.kept)) if given.kept and given.kept.exists() else {}
    yield from (kept[piece] for piece in pieces if piece in kept)
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(given.processes, spawned, open_corpus, (given.corpus,)) as pool:
        tried = {pool.submit(try_piece, piece): piece for piece in pieces if piece not in kept}
        for done in as_completed(tried):
            if given.kept is not None:
                with given.kept.open("a", encoding="utf-8") as file:
                    file.write(json.dumps([tried[done], vars(done.result())]) + "\n")
            yield done.result()


def _read(file: Path) -> Iterator[tuple[Piece, Tally]]:
    for line in file.read_text("utf-8").splitlines():
        [kind, count, seed], tally = json.loads(line)
        counts, slowest = Counter(tally["counts"]), Counter(tally["slowest_ms"])
        yield (kind, count, seed), Tally(counts, slowest, tally["found"], tally["seconds"])


if __name__ == "__main__":
    sys.exit(main())
