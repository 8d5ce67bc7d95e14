"""From the clues in a message to a verdict: what is held out, what is wanted for it, and how it is said.

A message is a trap when a lure on one topic and what is wanted of the reader together weigh enough. A message that
warns as a whole must be a good deal more pressing before it counts as a trap.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dialogs.checking.framing import Clue
from dialogs.library.models.checking import Means, SignalKind, Topic, Verdict

TRAP_AT = 2.5
LURE_AT = 0.8
CLAIM_AT = 1.5
WARNING_AT = 1.0
_OFFERED = frozenset({"recall", "recovery"})  # the topics whose offers the manner of a message is judged by
_CAUTIONS = frozenset({SignalKind.WARNING, SignalKind.NOTICE})
_ALSO_PRAISE = frozenset({None, Means.GUARANTEE, Means.URGENCY, Means.OFFER})  # said of what is told, too
_STEEPNESS = 1.4
_SAME_SIGNAL, _OTHER_SIGNAL = 0.5, 0.7  # what the second clue counts, the third that much less again
_MOST_WARNED = 4.0
_LEFT_OF_WARNING_WHEN_PRESSING = 0.35
_MOSTLY_FALSE = 2.0  # a text whose false claims weigh that much more than its lure is an article, not an offer
_WARNED_OF = 0.75  # false claims that weigh less than this share of the warning are quoted to warn of them
_NEARLY = 0.49
_CLEAR = 0.5  # the least weight at which a clue is shown as a reason


@dataclass(frozen=True, slots=True)
class Weighed:
    """A verdict with its score and the clues that decided it, heaviest first."""

    verdict: Verdict
    score: float
    clues: tuple[Clue, ...]
    offered: bool = False  # whether the manner of the message had a part in it


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
    cautions = [clue for clue in clues if clue.signal.kind in _CAUTIONS]
    warned = min(_MOST_WARNED, sum(clue.weight for clue in _strongest(cautions)))
    pressing = aspects.contact >= 1 or any(c.signal.means is Means.CONTACT and c.weight >= 1 for c in clues)
    discount = warned * (_LEFT_OF_WARNING_WHEN_PRESSING if pressing else 1.0)
    trap, points = _likeliest_trap(clues, topics, aspects, discount)
    howtos = _strongest(c for c in clues if c.signal.kind is SignalKind.HOWTO)
    instructed = _fading((c.weight for c in howtos), _OTHER_SIGNAL)
    false = instructed + aspects.claims
    told = {Verdict.FAKE_RECALL_TOOL: false, Verdict.RECOVERY_SCAM: instructed}.get(trap.verdict, 0.0)
    only_tells = told >= CLAIM_AT and not _wants(clues, aspects.contact)
    if points >= TRAP_AT and not only_tells and false < _MOSTLY_FALSE * points:
        return trap
    if false >= CLAIM_AT and false >= warned * _WARNED_OF:
        return Weighed(Verdict.FALSE_RECALL_CLAIM, _score(false, CLAIM_AT), _ordered(howtos))
    about_fraud = any(c.signal.kind is SignalKind.LURE and not topics[c.signal.topic or ""].steady for c in clues)
    if warned >= WARNING_AT and about_fraud:
        return Weighed(Verdict.WARNING, _score(warned, WARNING_AT), _ordered(_strongest(cautions)))
    return Weighed(Verdict.NONE, min(trap.score, _NEARLY), ())


def _likeliest_trap(
    clues: Sequence[Clue], topics: Mapping[str, Topic], aspects: Aspects, discount: float
) -> tuple[Weighed, float]:
    """The topic on which the message is most like a trap, and its points; points of 0 where there is no lure."""
    lures = [c for c in clues if c.signal.kind is SignalKind.LURE]
    asks = _strongest(c for c in clues if c.signal.kind is SignalKind.SOLICITATION)
    wanted = _wanted(asks, aspects.contact)
    best, most = Weighed(Verdict.NONE, 0.0, ()), 0.0
    for topic in topics.values():
        found = [c for c in lures if c.signal.topic == topic.id]
        manner = aspects.manner if topic.id == aspects.manner_of else 0.0
        lure = _held_out(found, manner) if found else 0.0
        if lure < LURE_AT:
            continue
        against = min(0.0, aspects.manner) if topic.id in _OFFERED else 0.0
        points = lure + min(wanted, topic.solicited * lure) - discount + against
        if points > most:
            most = points
            best = Weighed(
                topic.verdict, _score(points, TRAP_AT), _ordered([*_strongest(found), *asks]), offered=manner > 0
            )
    return best, most


def _wants(clues: Iterable[Clue], contact: float) -> bool:
    """Whether a text holds out a tool or wants anything of its reader, beyond praising what it tells."""
    if contact:
        return True
    return any(
        clue.signal.means not in (_ALSO_PRAISE if clue.signal.kind is SignalKind.SOLICITATION else {None})
        and clue.weight >= (1 if clue.signal.means is Means.CONTACT else _CLEAR)
        for clue in clues
    )


def _wanted(clues: Iterable[Clue], contact: float) -> float:
    """What the message wants of its reader: each means once, by its heaviest clue."""
    means: dict[Means, float] = {Means.CONTACT: contact} if contact else {}
    for clue in clues:
        if (how := clue.signal.means) and clue.signal.kind is SignalKind.SOLICITATION:
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


def _fading(weights: Iterable[float], share: float) -> float:
    """A sum in which the heaviest counts in full and each further one `share` as much as the one before."""
    return sum(weight * share**place for place, weight in enumerate(sorted(weights, reverse=True)))


def _ordered(clues: Iterable[Clue]) -> tuple[Clue, ...]:
    return tuple(sorted((c for c in clues if c.weight >= _CLEAR), key=lambda c: -c.weight))


def _score(points: float, at: float) -> float:
    """Points on a scale of 0 to 1, one half where the verdict begins."""
    return 1 / (1 + math.exp(-_STEEPNESS * (points - at)))
