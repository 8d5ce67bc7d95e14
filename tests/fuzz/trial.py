"""What some texts cost everything that reads them; in a module of its own, for other processes to import."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.dialogs.opened import open_dialog, read_anew
from tests.fuzz.readers import Readers, timed
from tests.fuzz.texts import made_up, mutated, read_corpus
from tests.linear.cost import pace

MOST_MS = 50.0
Piece = tuple[str, int, int]
"""Kind, number and seed of some texts."""

MEASURED = 3  # times, where one was too slow; then the least counts, as it were on a machine that does nothing else


@dataclass
class Tally:
    """What came of some texts: how many of each kind, the slowest reading by reader, what was wrong; and how long
    the processes that read them took, added up.
    """

    counts: Counter[str] = field(default_factory=Counter)
    slowest_ms: Counter[str] = field(default_factory=Counter)
    found: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0

    def take(self, other: Tally) -> None:
        """Add what came of others."""
        self.counts += other.counts
        self.slowest_ms |= other.slowest_ms
        self.found += other.found
        self.seconds += other.seconds


_CORPUS: list[str] = []


def open_corpus(corpus: Path | None) -> None:
    """Read the messages to be mutated, once in a process."""
    _CORPUS[:] = read_corpus(corpus) if corpus else []


@cache
def _readers() -> Readers:
    readers = Readers(read_anew(open_dialog()))
    for read in readers.by_name.values():
        read("热身")  # what is read first opens models
    return readers


def try_piece(piece: Piece) -> Tally:
    """Have everything read some texts of one kind."""
    kind, count, seed = piece
    rng, readers, tally, begun = random.Random(f"{kind} {seed}"), _readers(), Tally(), time.monotonic()
    for _ in range(count):
        text = made_up(rng) if kind == "random" else mutated(rng, rng.choice(_CORPUS))
        tally.counts[kind] += 1
        for name, read in readers.by_name.items():
            taken, error = timed(read, text)
            if taken > MOST_MS:
                taken = min(taken, *(timed(read, text)[0] for _ in range(MEASURED - 1))) / pace()
            tally.slowest_ms[name] = max(tally.slowest_ms[name], taken)
            if error or taken > MOST_MS:
                tally.found.append({"reader": name, "error": error, "ms": round(taken, 1), "text": text})
        readers.go_on()
    tally.seconds = time.monotonic() - begun
    return tally
