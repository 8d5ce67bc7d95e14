"""The checker: one message in, one verdict with its reasons out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from dialogs.checking.artifacts import Sighting, distinct, sightings
from dialogs.checking.claims import ClaimHit, Claims
from dialogs.checking.framing import Clue, framed
from dialogs.checking.manner import Manner, MannerModel
from dialogs.checking.own_words import sentences_of, without_own
from dialogs.checking.patterns import Patterns
from dialogs.checking.results import CheckResult, Claim, Reason
from dialogs.checking.weighing import Aspects, Weighed, weigh
from dialogs.library.models.checking import CheckingContent, SignalKind, Verdict
from dialogs.library.records import Myth
from dialogs.text.plain import Normaliser
from dialogs.text.sentences import SentenceWords, numbered_clauses, numbered_sentences
from dialogs.text.traced import Traced

_MOST_REASONS = 8
_FEW_REASONS = 3
_MOST_QUOTED = 80  # characters of the message in one piece of evidence
_OFFER_REASON = "sounds_like_offer"
_CONTACT_WEIGHT = 1.0
_CLAIM_WEIGHT = 1.6
# Strength at which a message's manner begins to speak for an offer (below even odds: other clues must join it), the
# most it may weigh, and how much less it weighs when it speaks against one.
_BENEFIT_OF_DOUBT, _MOST_FOR = 1.0, 2.8
_AGAINST, _MOST_AGAINST = 0.35, 0.8
# What is left of it where the sentence that shows it most asks, tells of a loss, denies or warns.
_LEFT_OF_MANNER = {SignalKind.QUESTION: 0.35, SignalKind.VICTIM: 0.5, SignalKind.NEGATION: 0.6, SignalKind.WARNING: 0.5}


@dataclass(frozen=True, slots=True)
class _Read:
    """Everything that was found in one reading of a message."""

    traced: Traced
    clues: Sequence[Clue]
    seen: Sequence[Sighting]
    claims: Sequence[ClaimHit]
    manner: Manner


class Checker:
    """Built once from content records; afterwards `check` reads nothing but the message."""

    def __init__(
        self,
        content: CheckingContent,
        manner: MannerModel,
        text: Normaliser,
        words: SentenceWords,
        myths: Sequence[Myth] = (),
        own: Iterable[str] = (),
    ) -> None:
        """Build it.

        Args:
            content: what messages are checked by.
            manner: the fitted layer.
            text: the normaliser.
            words: what denies, corrects and asks.
            myths: whose claims are answered.
            own: our own words, which accuse nobody when they are handed on.
        """
        self._content, self._manner, self._text, self._own = content, manner, text, sentences_of(own)
        self._claims_of = Claims(myths, text, words)
        self._truths = {myth.id: myth.truth for myth in myths}
        self._topics = {topic.id: topic for topic in content.topics}
        numbered = [(number, word) for number, signal in enumerate(content.signals) for word in signal.words]
        numbered += [(~number, word) for number, signal in enumerate(content.signals) for word in signal.beside]
        # Patterns share their words: each is brought to its plain form once.
        self._patterns = Patterns(numbered, content.lists, cache(text.word))

    def check(self, text: str) -> CheckResult:
        """The verdict on `text`, whatever its length and characters; never raises, opens nothing, keeps nothing."""
        others = without_own(text, self._own)
        results = [self._result(self._read(traced)) for traced in self._text.readings(others)]
        return max(results, key=lambda result: (Verdict(result.verdict).is_trap, result.score))

    def clues(self, text: str) -> Sequence[Clue]:
        """Every signal found in a message with the weight it has there, for editors and measurements."""
        return self._read(self._first(text)).clues

    def manner(self, text: str) -> Manner:
        """How a message is put, for editors and measurements."""
        return self._read(self._first(text)).manner

    def plain(self, text: str) -> str:
        """The plain spelling in which a message is read first."""
        return self._first(text).text

    def _first(self, text: str) -> Traced:
        return next(iter(self._text.readings(text)))

    def _read(self, traced: Traced) -> _Read:
        text = traced.text
        numbers = numbered_sentences(text)
        return _Read(
            traced,
            self._clues(text, numbers),
            sightings(text, self._content.artifacts),
            self._claims_of.find(text),
            self._manner.judge(text, numbers),
        )

    def _clues(self, text: str, numbers: Sequence[int]) -> Sequence[Clue]:
        signals = self._content.signals
        hits = list(self._patterns.find(text, numbers))
        beside = {~hit.owner for hit in hits if hit.owner < 0}
        parts = numbered_clauses(text)
        found = [
            Clue(signal, hit.pattern, hit.start, hit.end, numbers[hit.start], parts[hit.start], signal.weight)
            for hit in hits
            if hit.owner >= 0 and (not (signal := signals[hit.owner]).beside or hit.owner in beside)
        ]
        return framed(found, self._topics)

    def _result(self, read: _Read) -> CheckResult:
        claims = self._claims(read)
        aspects = Aspects(
            contact=_CONTACT_WEIGHT if any(not sighting.official for sighting in read.seen) else 0.0,
            claims=_CLAIM_WEIGHT * len(claims),
            manner=_manner_weight(read),
            manner_of="recall" if read.manner.recall else "recovery",
        )
        weighed = weigh(read.clues, self._topics, aspects)
        return CheckResult(
            verdict=weighed.verdict.value,
            score=round(weighed.score, 4),
            reasons=tuple(self._reasons(read, weighed)),
            claims=claims,
            artifacts=distinct(read.seen),
            advice=self._advice(weighed.verdict),
        )

    def _claims(self, read: _Read) -> tuple[Claim, ...]:
        """The false claims in a text, each once, where it is first made."""
        first: dict[str, Claim] = {}
        for hit in read.claims:
            quoted = read.traced.quote(hit.position, hit.position + len(hit.evidence))
            first.setdefault(hit.myth_id, Claim(hit.myth_id, quoted[:_MOST_QUOTED], self._truths[hit.myth_id]))
        return tuple(first.values())

    def _reasons(self, read: _Read, weighed: Weighed) -> Iterable[Reason]:
        told: dict[str, tuple[int, int, tuple[str, ...]]] = {}
        for clue in weighed.clues:
            if clue.signal.reason:
                told.setdefault(clue.signal.reason, (clue.start, clue.end, clue.signal.facts))
        if weighed.offered and len(told) < _FEW_REASONS:
            told[_OFFER_REASON] = (read.manner.start, read.manner.end, ())
        words = self._content.words.reasons
        for name, (start, end, facts) in list(told.items())[:_MOST_REASONS]:
            evidence = read.traced.quote(start, end).strip()[:_MOST_QUOTED]
            yield Reason(words[name].text, evidence, tuple(dict.fromkeys((*facts, *words[name].facts))))

    def _advice(self, verdict: Verdict) -> tuple[str, ...]:
        words = self._content.words
        return tuple(words.advice[name].text for name in words.verdicts[verdict].advice)


def _manner_weight(read: _Read) -> float:
    """What a message's manner weighs as a clue, in points."""
    points = read.manner.strength + _BENEFIT_OF_DOUBT
    if points <= 0:
        return max(-_MOST_AGAINST, points * _AGAINST)
    kinds = {clue.signal.kind for clue in read.clues if read.manner.start <= clue.start < read.manner.end}
    return min(_MOST_FOR, points) * math.prod(left for kind, left in _LEFT_OF_MANNER.items() if kind in kinds)
