"""Throws texts at everything that reads them: none may raise, none may take long.

    python -m tests.fuzz [--random N] [--mutated N --corpus FILE] [--processes N] [--seed N] [--write PAGE]

Random texts are put together from words, figures and units of the content and from any characters; a corpus (JSON
lines with "text", plain or .gz, which stays where it is) gives real messages, which are mutated. Prints counts as JSON;
exit 1 where one raised or took more than 50 ms of processor time each time it was measured. A seed gives the same
texts however many processes share them.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import shlex
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.benchmarks.report import about
from tests.fuzz.trial import Tally, open_corpus, try_piece
from tests.reliability.page import block, fuzz_rows, write_into

PIECE = 1000  # texts with a seed of their own
SHOWN = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Read so many texts and tell."""
    arguments = sys.argv[1:] if arguments is None else arguments
    given = _parser().parse_args(arguments)
    begun, tally = time.monotonic(), Tally()
    pieces = [*_pieces("random", given.random, given.seed), *_pieces("mutated", given.mutated, given.seed)]
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(given.processes, spawned, open_corpus, (given.corpus,)) as pool:
        for done in as_completed([pool.submit(try_piece, piece) for piece in pieces]):
            tally.take(done.result())
            count = f"{tally.counts.total()} of {given.random + given.mutated}, {len(tally.found)} found"
            print(count, file=sys.stderr)  # noqa: T201
    where, command = about(), shlex.join(["python", "-m", "tests.fuzz", *arguments])
    where["database"] = "no database"
    outcome = {**tally.counts, "slowest_ms": {name: round(ms, 1) for name, ms in tally.slowest_ms.items()}}
    outcome["seconds"] = round(time.monotonic() - begun, 1)
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
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the figures into this page")
    return parser


def _pieces(kind: str, count: int, seed: int) -> Iterator[tuple[str, int, int]]:
    for start in range(0, count, PIECE):
        yield kind, min(PIECE, count - start), seed * 1_000_000 + start // PIECE


if __name__ == "__main__":
    sys.exit(main())
