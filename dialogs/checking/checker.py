"""The checker: one message in, one verdict with its reasons out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dialogs.checking.artifacts import distinct, sightings
from dialogs.checking.claims import find_claims
from dialogs.checking.content import CheckingContent
from dialogs.checking.disguise import Disguises, Traced
from dialogs.checking.manner import Manner
from dialogs.checking.patterns import Patterns, sentences
from dialogs.checking.results import CheckResult, Claim, Reason
from dialogs.checking.signals import Verdict
from dialogs.checking.weighing import Aspects, Clue, Weighed, framed, weigh
from dialogs.library.records import Myth

_MOST_REASONS = 8
_MOST_QUOTED = 80  # characters of the message in one piece of evidence
_CONTACT_WEIGHT = 1.0
_CLAIM_WEIGHT = 1.6
# Strength at which a message's manner begins to speak for an offer (below even odds: other clues must join it), the
# most it may weigh, and how much less it weighs when it speaks against one.
_BENEFIT_OF_DOUBT, _MOST_FOR = 1.0, 2.8
_AGAINST, _MOST_AGAINST = 0.3, 1.0


class Checker:
    """Built once from content records; afterwards `check` reads nothing but the message."""

    def __init__(self, content: CheckingContent, myths: Sequence[Myth] = ()) -> None:
        self._content = content
        self._myths = tuple(myth for myth in myths if myth.marks)
        self._truths = {myth.id: myth.truth for myth in myths}
        self._topics = {topic.id: topic for topic in content.topics}
        self._disguises = Disguises(content.disguises, content.pattern_words())
        numbered = [(number, word) for number, signal in enumerate(content.signals) for word in signal.words]
        numbered += [(~number, word) for number, signal in enumerate(content.signals) for word in signal.beside]
        self._patterns = Patterns(numbered, content.lists, self._disguises.plain)

    @classmethod
    def from_files(cls, files: Mapping[str, str], myths: Sequence[Myth] = ()) -> Checker:
        """A checker from the texts of the content files; see `CheckingContent.from_files` for keys and errors."""
        return cls(CheckingContent.from_files(files), myths)

    def check(self, text: str) -> CheckResult:
        """The verdict on `text`, whatever its length and characters; never raises, opens nothing, keeps nothing."""
        results = [self._check(traced) for traced in self._disguises.readings(text)]
        return max(results, key=lambda result: (Verdict(result.verdict).is_trap, result.score))

    def clues(self, text: str) -> list[Clue]:
        """Every signal found in a message with the weight it has there, for editors and measurements."""
        return self._clues(next(iter(self._disguises.readings(text))))

    def _clues(self, traced: Traced) -> list[Clue]:
        numbers = sentences(traced.text)
        signals = self._content.signals
        hits = list(self._patterns.find(traced.text, numbers))
        beside = {~hit.owner for hit in hits if hit.owner < 0}
        return framed(
            [
                Clue(signals[hit.owner], hit.pattern, hit.start, hit.end, numbers[hit.start], signals[hit.owner].weight)
                for hit in hits
                if hit.owner >= 0 and (not signals[hit.owner].beside or hit.owner in beside)
            ],
            self._topics,
        )

    def _check(self, traced: Traced) -> CheckResult:
        clues = self._clues(traced)
        seen = sightings(traced.text, self._content.artifacts)
        contact = _CONTACT_WEIGHT if any(not sighting.official for sighting in seen) else 0.0
        claims = self._claims(traced)
        manner = self._manner(traced.text)
        aspects = Aspects(
            contact=contact,
            claims=_CLAIM_WEIGHT * len(claims),
            manner=_manner_weight(manner.strength),
            manner_of="recall" if manner.recall else "recovery",
        )
        weighed = weigh(clues, self._topics, aspects)
        return CheckResult(
            verdict=weighed.verdict.value,
            score=round(weighed.score, 4),
            reasons=tuple(self._reasons(traced, weighed)),
            claims=claims,
            artifacts=distinct(seen),
            advice=self._advice(weighed.verdict),
        )

    def _manner(self, text: str) -> Manner:
        model = self._content.manner
        return model.judge(text, sentences(text)) if model else Manner(0.0, recall=False, start=0, end=0)

    def _claims(self, traced: Traced) -> tuple[Claim, ...]:
        """The false claims in a text, each once, where it is first made."""
        first: dict[str, Claim] = {}
        for hit in find_claims(traced.text, self._myths):
            quoted = traced.quote(hit.position, hit.position + len(hit.evidence))
            first.setdefault(hit.myth_id, Claim(hit.myth_id, quoted[:_MOST_QUOTED], self._truths[hit.myth_id]))
        return tuple(first.values())

    def _reasons(self, traced: Traced, weighed: Weighed) -> Iterable[Reason]:
        words = self._content.words.reasons
        told: dict[str, Clue] = {}
        for clue in weighed.clues:
            if clue.signal.reason:
                told.setdefault(clue.signal.reason, clue)
        for name, clue in list(told.items())[:_MOST_REASONS]:
            facts = tuple(dict.fromkeys((*clue.signal.facts, *words[name].facts)))
            yield Reason(words[name].text, traced.quote(clue.start, clue.end)[:_MOST_QUOTED], facts)

    def _advice(self, verdict: Verdict) -> tuple[str, ...]:
        words = self._content.words
        return tuple(words.advice[name].text for name in words.verdicts[verdict].advice)


def _manner_weight(strength: float) -> float:
    """What a message's manner weighs as a clue, in points."""
    points = strength + _BENEFIT_OF_DOUBT
    return min(_MOST_FOR, points) if points > 0 else max(-_MOST_AGAINST, points * _AGAINST)
