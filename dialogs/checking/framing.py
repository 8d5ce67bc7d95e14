"""How a message's words colour each other: what a clue is still worth beside words that warn, deny, ask or tell."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from dialogs.library.models.checking import Signal, SignalKind, Topic

# How far, in characters of one sentence, a word colours what follows it and what goes before it, and what is left
# then. What is denied mostly follows the word that denies it.
_COLOURS: Mapping[SignalKind, tuple[int, int, float]] = {
    SignalKind.WARNING: (60, 60, 0.15),
    SignalKind.NOTICE: (40, 40, 0.5),
    SignalKind.NEGATION: (16, 8, 0.1),
    SignalKind.QUESTION: (15, 15, 0.35),
    SignalKind.VICTIM: (30, 30, 0.35),
}
_ONLY_LURES = frozenset({SignalKind.QUESTION, SignalKind.VICTIM})
# An instruction is denied by a word inside of it as well (「断网不能取消」), and only by one that is close.
_DENIES_INSTRUCTION = 5
_LURES = frozenset({SignalKind.LURE, SignalKind.HOWTO})


@dataclass(frozen=True, slots=True)
class Clue:
    """One signal found: by which pattern, where in the plain text, in which sentence and clause, and its weight."""

    signal: Signal
    pattern: int
    start: int
    end: int
    sentence: int
    clause: int
    weight: float


def framed(clues: Sequence[Clue], topics: Mapping[str, Topic]) -> list[Clue]:
    """The clues with the weight that their surroundings leave them, without those that stand inside an idiom."""
    steady = {topic.id for topic in topics.values() if topic.steady}
    idioms = _Places(clue for clue in clues if clue.signal.kind is SignalKind.IDIOM)
    clues = [clue for clue in clues if clue.signal.kind is not SignalKind.IDIOM and not _swallowed(clue, idioms)]
    frames: dict[tuple[int, SignalKind], list[Clue]] = {}
    for clue in clues:
        if clue.signal.kind in _COLOURS:
            frames.setdefault((clue.sentence, clue.signal.kind), []).append(clue)
        if (
            clue.signal.kind is SignalKind.NEGATION
        ):  # an offer is denied only within its clause; ~ keeps the numbers apart
            frames.setdefault((~clue.clause, SignalKind.NEGATION), []).append(clue)
    places = {key: _Places(found) for key, found in frames.items()}
    fixed = [clue.signal.kind in _COLOURS or clue.signal.topic in steady for clue in clues]
    return [clue if stays else _coloured(clue, places) for clue, stays in zip(clues, fixed, strict=True)]


def _coloured(clue: Clue, places: Mapping[tuple[int, SignalKind], _Places]) -> Clue:
    share = 1.0
    for kind, (ahead, behind, left) in _COLOURS.items():
        denied = kind is SignalKind.NEGATION and clue.signal.kind is not SignalKind.HOWTO
        found = places.get((~clue.clause if denied else clue.sentence, kind))
        if not found or (kind in _ONLY_LURES and clue.signal.kind not in _LURES):
            continue
        if kind is SignalKind.NOTICE and clue.signal.kind is SignalKind.HOWTO:
            continue  # figures and advice are what false instructions are dressed up with
        if clue.signal.kind is SignalKind.HOWTO and kind is SignalKind.NEGATION:
            touched = found.near(clue, _DENIES_INSTRUCTION, _DENIES_INSTRUCTION) or found.overlap(clue)
        else:
            touched = found.near(clue, ahead, behind)
        share *= left if touched else 1.0
    return replace(clue, weight=clue.weight * share) if share < 1 else clue


class _Places:
    """Where some clues stand, ready to be asked what is near; each answer takes logarithmic time."""

    def __init__(self, clues: Iterable[Clue]) -> None:
        spans = sorted({(clue.start, clue.end) for clue in clues})
        self._starts = [start for start, _ in spans]
        self._ends = sorted(end for _, end in spans)
        self._furthest = list(accumulate((end for _, end in spans), max))

    def near(self, clue: Clue, ahead: int, behind: int) -> bool:
        """Whether a clue begins at most `ahead` characters after one of them, or ends at most `behind` before one."""
        before = bisect.bisect_right(self._ends, clue.start)
        after = bisect.bisect_left(self._starts, clue.end)
        return (before > 0 and clue.start - self._ends[before - 1] <= ahead) or (
            after < len(self._starts) and self._starts[after] - clue.end <= behind
        )

    def overlap(self, clue: Clue) -> bool:
        """Whether one of them shares a character with a clue."""
        begun = bisect.bisect_left(self._starts, clue.end)
        return begun > 0 and self._furthest[begun - 1] > clue.start

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
