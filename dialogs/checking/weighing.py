"""From signals found in a message to a verdict: what is held out, what is wanted for it, and how it is said.

A message is a trap when a lure on one topic and what is wanted of the reader together weigh enough. The same
words weigh less in a sentence that warns, denies, asks or tells of a past loss, and a message that warns as a
whole must be a good deal more pressing before it counts as a trap.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from dialogs.checking.signals import Kind, Means, Signal, Topic, Verdict

OFFERED = frozenset({"recall", "recovery"})  # the topics whose offers the manner of a message is judged by
TRAP_AT = 2.5
LURE_AT = 0.8
CLAIM_AT = 1.5
WARNING_AT = 1.0
_STEEPNESS = 1.4
_SAME_SIGNAL, _OTHER_SIGNAL = 0.5, 0.7  # what the second clue counts, the third that much less again
_MOST_WARNED = 4.0
_MOSTLY_FALSE = 2.0  # a text whose false claims weigh that much more than its lure is an article, not an offer
_WARNED_OF = 0.75  # false claims that weigh less than this share of the warning are quoted to warn of them
_NEARLY = 0.49
_CLEAR = 0.5  # the least weight at which a clue is shown as a reason
# How far, in characters of one sentence, a word colours what stands near it, and what is left then.
_COLOURS: Mapping[Kind, tuple[int, float]] = {
    Kind.WARNING: (60, 0.15),
    Kind.NOTICE: (40, 0.5),
    Kind.NEGATION: (8, 0.1),
    Kind.QUESTION: (15, 0.35),
    Kind.VICTIM: (30, 0.35),
}
_ONLY_LURES = frozenset({Kind.QUESTION, Kind.VICTIM})
_LEFT_OF_WARNING_WHEN_PRESSING = 0.35


@dataclass(frozen=True, slots=True)
class Clue:
    """One signal found: by which pattern, where in the plain text, in which sentence, and what it weighs there."""

    signal: Signal
    pattern: int
    start: int
    end: int
    sentence: int
    weight: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A verdict with its score and the clues that decided it, heaviest first."""

    verdict: Verdict
    score: float
    clues: tuple[Clue, ...]


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


_LURES = frozenset({Kind.LURE, Kind.HOWTO})
_CAUTIONS = frozenset({Kind.WARNING, Kind.NOTICE})


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
    """Whether a clue is no clue because it is part of an idiom; words that only colour others need only begin in one."""
    return idioms.hold(clue) or (clue.signal.kind in _COLOURS and idioms.cut(clue))


@dataclass(frozen=True, slots=True)
class Aspects:
    """What else is known of a message: the weight of links and accounts in it, of false claims, and of its manner.

    `manner` is positive where the message reads like an offer on the topic `manner_of`, negative where it does not.
    """

    contact: float = 0.0
    claims: float = 0.0
    manner: float = 0.0
    manner_of: str = ""


def weigh(clues: Sequence[Clue], topics: Mapping[str, Topic], aspects: Aspects) -> Weighed:
    """The verdict on framed clues."""
    contact, claims = aspects.contact, aspects.claims
    warnings = [clue for clue in clues if clue.signal.kind in _CAUTIONS]
    warned = min(_MOST_WARNED, _total(warnings))
    wanted = _wanted(clues, contact)
    pressing = any(c.signal.means is Means.CONTACT and c.weight >= 1 for c in clues) or contact >= 1
    discount = warned * (_LEFT_OF_WARNING_WHEN_PRESSING if pressing else 1.0)
    best, most = Weighed(Verdict.NONE, 0.0, ()), 0.0
    for topic in topics.values():
        found = [c for c in clues if c.signal.kind is Kind.LURE and c.signal.topic == topic.id]
        lure = _held_out(found, aspects.manner if aspects.manner_of == topic.id else 0.0) if found else 0.0
        if lure < LURE_AT:
            continue
        lures = _strongest(found)
        points = lure + min(wanted, topic.solicited * lure) - discount + min(0.0, aspects.manner) * (topic.id in OFFERED)
        if (score := _score(points, TRAP_AT)) > best.score:
            asks = _strongest(c for c in clues if c.signal.kind is Kind.SOLICITATION)
            best, most = Weighed(topic.verdict, score, _ordered([*lures, *asks])), points
    howtos = _strongest(c for c in clues if c.signal.kind is Kind.HOWTO)
    false = _fading((c.weight for c in howtos), _OTHER_SIGNAL) + claims
    only_tells = best.verdict is Verdict.FAKE_RECALL_TOOL and howtos and not _wants(clues, contact)
    if most >= TRAP_AT and not only_tells and false < _MOSTLY_FALSE * most:
        return best
    if false >= CLAIM_AT and false >= warned * _WARNED_OF:
        return Weighed(Verdict.FALSE_RECALL_CLAIM, _score(false, CLAIM_AT), _ordered(howtos))
    if warned >= WARNING_AT:
        return Weighed(Verdict.WARNING, _score(warned, WARNING_AT), _ordered(_strongest(warnings)))
    return Weighed(Verdict.NONE, min(best.score, _NEARLY), ())


def _wants(clues: Iterable[Clue], contact: float) -> bool:
    """Whether a text wants anything of its reader, beyond praising what it tells."""
    praise = {None, Means.GUARANTEE, Means.URGENCY, Means.OFFER}
    return bool(contact) or any(c.signal.means not in praise and c.weight >= _CLEAR for c in clues)


def _wanted(clues: Iterable[Clue], contact: float) -> float:
    """What the message wants of its reader: each means once, by its heaviest clue."""
    means: dict[Means, float] = {Means.CONTACT: contact} if contact else {}
    for clue in clues:
        if (how := clue.signal.means) and clue.signal.kind is Kind.SOLICITATION:
            means[how] = max(means.get(how, 0.0), clue.weight)
    return sum(means.values())


def _strongest(clues: Iterable[Clue]) -> list[Clue]:
    """The heaviest clue of each signal."""
    best: dict[str, Clue] = {}
    for clue in clues:
        known = best.get(clue.signal.id)
        if known is None or clue.weight > known.weight:
            best[clue.signal.id] = clue
    return list(best.values())


def _held_out(clues: Iterable[Clue], manner: float) -> float:
    """What the clues of one topic weigh together: other wordings of one signal add less than other signals."""
    wordings: dict[str, dict[int, float]] = {}
    for clue in clues:
        weights = wordings.setdefault(clue.signal.id, {})
        weights[clue.pattern] = max(weights.get(clue.pattern, 0.0), clue.weight)
    signals = [_fading(weights.values(), _SAME_SIGNAL) for weights in wordings.values()]
    return _fading([*signals, manner] if manner > 0 else signals, _OTHER_SIGNAL)


def _total(clues: Iterable[Clue]) -> float:
    return sum(clue.weight for clue in _strongest(clues))


def _fading(weights: Iterable[float], share: float) -> float:
    """A sum in which the heaviest counts in full and each further one `share` as much as the one before."""
    return sum(weight * share**place for place, weight in enumerate(sorted(weights, reverse=True)))


def _ordered(clues: Iterable[Clue]) -> tuple[Clue, ...]:
    return tuple(sorted((c for c in clues if c.weight >= _CLEAR), key=lambda c: -c.weight))


def _score(points: float, at: float) -> float:
    """Points on a scale of 0 to 1, one half where the verdict begins."""
    return 1 / (1 + math.exp(-_STEEPNESS * (points - at)))
