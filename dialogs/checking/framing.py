"""How a message's words colour each other: what a clue is still worth beside words that warn, deny, ask or tell."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from dialogs.checking.signals import Kind, Signal, Topic

# How far, in characters of one sentence, a word colours what stands near it, and what is left then.
_COLOURS: Mapping[Kind, tuple[int, float]] = {
    Kind.WARNING: (60, 0.15),
    Kind.NOTICE: (40, 0.5),
    Kind.NEGATION: (8, 0.1),
    Kind.QUESTION: (15, 0.35),
    Kind.VICTIM: (30, 0.35),
}
_ONLY_LURES = frozenset({Kind.QUESTION, Kind.VICTIM})
_LURES = frozenset({Kind.LURE, Kind.HOWTO})


@dataclass(frozen=True, slots=True)
class Clue:
    """One signal found: by which pattern, where in the plain text, in which sentence, and what it weighs there."""

    signal: Signal
    pattern: int
    start: int
    end: int
    sentence: int
    weight: float


def framed(clues: Sequence[Clue], topics: Mapping[str, Topic]) -> list[Clue]:
    """The clues with the weight that their surroundings leave them, without those that stand inside an idiom."""
    steady = {topic.id for topic in topics.values() if topic.steady}
    idioms = _Places(clue for clue in clues if clue.signal.kind is Kind.IDIOM)
    clues = [clue for clue in clues if clue.signal.kind is not Kind.IDIOM and not _swallowed(clue, idioms)]
    frames: dict[tuple[int, Kind], list[Clue]] = {}
    for clue in clues:
        if clue.signal.kind in _COLOURS:
            frames.setdefault((clue.sentence, clue.signal.kind), []).append(clue)
    places = {key: _Places(found) for key, found in frames.items()}
    fixed = [clue.signal.kind in _COLOURS or clue.signal.topic in steady for clue in clues]
    return [clue if stays else _coloured(clue, places) for clue, stays in zip(clues, fixed, strict=True)]


def _coloured(clue: Clue, places: Mapping[tuple[int, Kind], _Places]) -> Clue:
    share = 1.0
    for kind, (reach, left) in _COLOURS.items():
        found = places.get((clue.sentence, kind))
        if found and (kind not in _ONLY_LURES or clue.signal.kind in _LURES) and found.near(clue, reach):
            share *= left
    return replace(clue, weight=clue.weight * share) if share < 1 else clue


class _Places:
    """Where some clues stand, ready to be asked what is near; each answer takes logarithmic time."""

    def __init__(self, clues: Iterable[Clue]) -> None:
        spans = sorted({(clue.start, clue.end) for clue in clues})
        self._starts = [start for start, _ in spans]
        self._ends = sorted(end for _, end in spans)
        self._furthest = list(accumulate((end for _, end in spans), max))

    def near(self, clue: Clue, reach: int) -> bool:
        """Whether one of them stands within `reach` characters of a clue, outside of it."""
        before = bisect.bisect_right(self._ends, clue.start)
        after = bisect.bisect_left(self._starts, clue.end)
        return (before > 0 and clue.start - self._ends[before - 1] <= reach) or (
            after < len(self._starts) and self._starts[after] - clue.end <= reach
        )

    def hold(self, clue: Clue) -> bool:
        """Whether a clue is a smaller part of one of them."""
        inside = bisect.bisect_left(self._starts, clue.start)
        if inside > 0 and self._furthest[inside - 1] >= clue.end:
            return True
        same = bisect.bisect_right(self._starts, clue.start)
        return same > inside and self._furthest[same - 1] > clue.end

    def cut(self, clue: Clue) -> bool:
        """Whether a clue begins inside one of them."""
        inside = bisect.bisect_left(self._starts, clue.start)
        return inside > 0 and self._furthest[inside - 1] > clue.start


def _swallowed(clue: Clue, idioms: _Places) -> bool:
    """Whether a clue is none because an idiom holds it; for words that only colour others it need only begin there."""
    return idioms.hold(clue) or (clue.signal.kind in _COLOURS and idioms.cut(clue))
