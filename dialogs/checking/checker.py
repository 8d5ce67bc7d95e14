"""The checker: one message in, one verdict with its reasons out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from dialogs.checking.artifacts import Sighting, distinct, masked, sightings
from dialogs.checking.claims import Claims
from dialogs.checking.judging import (
    CLASSES,
    HOWTO,
    RECALL,
    RECOVERY,
    REPORTS,
    SURELY_REPORTS,
    SURELY_TELLS_HOW,
    TELLS,
    WHAT,
    Judgement,
    about,
    judge,
)
from dialogs.checking.own_words import sentences_of, without_own
from dialogs.checking.patterns import Found, Patterns
from dialogs.checking.quotations import told_quotations, without
from dialogs.checking.readings import readings
from dialogs.checking.results import CheckResult, Claim, Reason
from dialogs.library.models.checking import CheckingContent, Kind, Signal, Verdict
from dialogs.library.records import Myth
from dialogs.text.contacts import led_from
from dialogs.text.expression import Expression
from dialogs.text.heads import Heads
from dialogs.text.plain import Normaliser
from dialogs.text.sentences import SentenceWords, clause_spans, numbered_sentences, sentence_spans
from dialogs.text.traced import Traced

_DECIDED = {RECOVERY: Verdict.RECOVERY_SCAM, RECALL: Verdict.FAKE_RECALL_TOOL}
_TOPIC_OF = {
    Verdict.RECOVERY_SCAM: RECOVERY,
    Verdict.FAKE_RECALL_TOOL: RECALL,
    Verdict.FALSE_RECALL_CLAIM: HOWTO,
}
_GENERAL = {
    Verdict.RECOVERY_SCAM: "promises_recovery",
    Verdict.FAKE_RECALL_TOOL: "promises_recall",
    Verdict.CAUTION: "sounds_like_offer",
    Verdict.OTHER_FRAUD: "sounds_like_offer",
}
_MOST_REASONS = 6
_MOST_QUOTED = 80  # characters of the message in one piece of evidence
_MOST_SENTENCES = 60  # among which evidence is looked for
_ARTICLE = 3  # false claims in a text that reports, from which on it is taken to make them
_WANTS_CONTACT = "wants_contact"
_SURE = 0.95  # the likelihood of a trap by words that decide
_NEARLY = 0.49  # the most that is said of a message that is no trap
# In a clause with one of these nobody is asked for anything: it is forbidden, reported or supposed.
_NOT_ASKED = Expression(
    r"[不别勿莫无]|切|谨防|警惕|小心|要求|[让叫使]|诱|骗|[称说谎]|所谓|凡是|如果|任何|一旦|以.{0,6}(?:为由|名义)|冒充|假|什么|吗"
)


Hits = Sequence[tuple[Signal, Found]]


@dataclass(frozen=True, slots=True)
class _Read:
    """What one reading of a message holds."""

    traced: Traced
    seen: Sequence[Sighting]
    judged: Judgement
    hits: Callable[[], Hits]  # what explains it, looked for once

    @property
    def own_words(self) -> str:
        """The plain text without what it only quotes."""
        text = self.traced.text
        return without(text, told_quotations(text)) if self.judged.quotes else text

    def quote(self, start: int, end: int) -> str:
        """The very words at `start`:`end`, with the accounts in them masked."""
        pieces, done = [], start
        for one in self.seen:
            if one.end > start and one.start < end and not one.official:
                pieces += [self.traced.quote(done, max(done, one.start)), one.artifact.shown]
                done = one.end
        return "".join([*pieces, self.traced.quote(done, max(done, end))]).strip()[:_MOST_QUOTED]


class Checker:
    """Built once from content records; afterwards `check` reads nothing but the message."""

    def __init__(
        self,
        content: CheckingContent,
        heads: Heads,
        text: Normaliser,
        words: SentenceWords,
        myths: Sequence[Myth] = (),
        own: Iterable[str] = (),
    ) -> None:
        """Build it.

        Args:
            content: what messages are explained by, and the words for it.
            heads: the fitted model.
            text: the normaliser.
            words: what denies, corrects and asks.
            myths: whose claims are answered.
            own: our own words, which accuse nobody when they are handed on.

        Raises:
            ValueError: the model has other heads or classes than `judging.CLASSES`.
        """
        if {head: frozenset(classes) for head, classes in heads.classes.items()} != CLASSES:
            raise ValueError(f"a model of {heads.classes}")
        self._content, self._heads, self._text, self._own = content, heads, text, sentences_of(own)
        self._claims_of = Claims(myths, text, words)
        self._truths = {myth.id: myth.truth for myth in myths}
        plain = cache(text.word)  # patterns share their words: each is brought to its plain form once
        self._deciding = _Signals([one for one in content.signals if one.decides], content.lists, plain)
        self._telling = _Signals(content.signals, content.lists, plain)

    def check(self, text: str) -> CheckResult:
        """The verdict on `text`, whatever its length and characters; never raises, opens nothing, keeps nothing."""
        results = [self._result(self._read(one)) for one in readings(without_own(text, self._own), self._text)]
        return max(results, key=lambda result: (Verdict(result.verdict).is_trap, result.score))

    def signals(self, text: str) -> list[str]:
        """The ids of the signals found in a message, for editors and measurements."""
        return [signal.id for signal, _ in self._telling.find(self.plain(text))]

    def judgement(self, text: str) -> Judgement:
        """What the model says of a message as it stands, for editors and measurements."""
        return self._read(next(iter(self._text.readings(text)))).judged

    def about(self, text: str) -> float:
        """How likely a post is said about an advert, by somebody whose it is not."""
        traced = next(iter(self._text.readings(text)))
        return about(self._heads, masked(traced.text, sightings(traced.text, self._content.artifacts)))

    def plain(self, text: str) -> str:
        """The plain spelling in which a message is read first."""
        return next(iter(self._text.readings(text))).text

    def _read(self, traced: Traced) -> _Read:
        seen = sightings(traced.text, self._content.artifacts)
        hits = cache(partial(self._telling.find, traced.text))
        return _Read(traced, seen, judge(self._heads, masked(traced.text, seen)), hits)

    def _result(self, read: _Read) -> CheckResult:
        claims = self._claims(read)
        verdict, kind, score = self._verdict(read, claims)
        words = self._content.words
        advice = words.kinds[Kind(kind)].advice if kind else words.verdicts[verdict].advice
        return CheckResult(
            verdict=verdict.value,
            score=round(score, 4),
            reasons=tuple(self._reasons(read, verdict, kind)),
            claims=claims,
            artifacts=distinct(read.seen),
            advice=tuple(words.advice[name].text for name in advice),
            kind=kind,
        )

    def _verdict(self, read: _Read, claims: Sequence[Claim]) -> tuple[Verdict, str, float]:
        """The verdict, the kind of other fraud (or nothing), and the score."""
        judged = read.judged
        speaks = judged.voice[REPORTS] + judged.voice[TELLS] < SURELY_REPORTS
        if decided := [signal for signal, _ in self._deciding.find(read.own_words) if speaks]:
            return _DECIDED[decided[0].topic or ""], "", max(_SURE, judged.likelihood)
        states = len(claims) >= _ARTICLE or (claims and judged.voice[REPORTS] < SURELY_REPORTS)
        instructs = bool(states) or judged.what[HOWTO] >= SURELY_TELLS_HOW
        only_instructs = instructs and not judged.contact and judged.kind == RECALL
        trap = judged.trap or (judged.charges and self._presses(read.own_words))
        if trap and not (only_instructs and judged.what[HOWTO] >= judged.what[RECALL]):
            if judged.kind in _DECIDED:
                return _DECIDED[_named(read.hits()) or judged.kind], "", judged.likelihood
            return Verdict.OTHER_FRAUD, judged.named, judged.likelihood
        rest = min(judged.likelihood, _NEARLY)
        if instructs:
            return Verdict.FALSE_RECALL_CLAIM, "", rest
        if judged.doubtful:
            return Verdict.CAUTION, "", rest
        if judged.voice[REPORTS] >= SURELY_REPORTS and not judged.contact and not self._presses(read.own_words):
            return Verdict.WARNING, "", rest
        return Verdict.NONE, "", rest

    def _presses(self, text: str) -> bool:
        """Whether a text asks for a fee, a secret or the screen, in a clause that does not forbid or report it."""
        asked = (hit for signal, hit in self._telling.find(text) if signal.presses)
        return any(not _NOT_ASKED.search(_clause(text, hit.start, hit.end)) for hit in asked)

    def _claims(self, read: _Read) -> tuple[Claim, ...]:
        """The false claims in a text, each once, where it is first made."""
        first: dict[str, Claim] = {}
        for hit in self._claims_of.find(read.traced.text):
            quoted = read.quote(hit.position, hit.position + len(hit.evidence))
            first.setdefault(hit.myth_id, Claim(hit.myth_id, quoted, self._truths[hit.myth_id]))
        return tuple(first.values())

    def _reasons(self, read: _Read, verdict: Verdict, kind: str) -> Iterator[Reason]:
        """What gives the message away: first what it is about, then how it presses."""
        if verdict in {Verdict.NONE, Verdict.WARNING}:
            return
        text, words = read.traced.text, self._content.words
        topic = _TOPIC_OF.get(verdict, read.judged.kind if verdict is Verdict.CAUTION else "")
        found = [(signal, hit) for signal, hit in read.hits() if signal.topic in {None, topic}]
        told: dict[str, tuple[str, tuple[str, ...]]] = {}
        if not any(signal.topic for signal, _ in found):
            own = words.kinds[Kind(kind)].reason if kind else _GENERAL.get(verdict, "")
            if own:
                told[own] = (read.quote(*self._strongest(text, read.judged.kind)), ())
        # What it is about first, and of one reason the longest words; the same words give one reason.
        quoted: list[tuple[int, int]] = []
        for signal, hit in sorted(found, key=lambda one: (one[0].topic is None, one[1].start - one[1].end)):
            if signal.reason in told or any(_within(hit, span) for span in quoted):
                continue  # quoted only then: a long message has thousands of hits
            quoted.append((hit.start, hit.end))
            told[signal.reason] = (read.quote(hit.start, hit.end), signal.facts)
        if given := [one for one in read.seen if not one.official]:
            start = led_from(text, given[0].start)
            told[_WANTS_CONTACT] = (read.quote(start, given[0].end), told.get(_WANTS_CONTACT, ("", ()))[1])
        for name, (evidence, facts) in list(told.items())[:_MOST_REASONS]:
            if any(map(str.isalnum, evidence)):  # pictures alone show nobody what is meant
                said = words.reasons[name]
                yield Reason(said.text, evidence, tuple(dict.fromkeys((*facts, *said.facts))))

    def _strongest(self, text: str, name: str) -> tuple[int, int]:
        """The sentence that is most like a class of the model."""
        spans = [span for span in sentence_spans(text) if text[slice(*span)].strip()] or [(0, len(text))]
        return max(spans[:_MOST_SENTENCES], key=lambda span: self._heads.read(text[slice(*span)], (WHAT,))[WHAT][name])


class _Signals:
    """Some signals, ready to be looked for."""

    def __init__(
        self, signals: Sequence[Signal], lists: Mapping[str, Sequence[str]], plain: Callable[[str], str]
    ) -> None:
        self._signals = signals
        numbered = [(number, word) for number, signal in enumerate(signals) for word in signal.words]
        numbered += [(~number, word) for number, signal in enumerate(signals) for word in signal.beside]
        self._patterns = Patterns(numbered, lists, plain)

    def find(self, text: str) -> Hits:
        """The signals that stand in a plain text, with their places."""
        if not self._signals:
            return ()
        hits = list(self._patterns.find(text, numbered_sentences(text)))
        beside = {~hit.owner for hit in hits if hit.owner < 0}
        whole = (hit for hit in hits if hit.owner >= 0)
        return [(one, hit) for hit in whole if not (one := self._signals[hit.owner]).beside or hit.owner in beside]


def _named(hits: Hits) -> str:
    """Which of the two offers the words name, where they name one only: their manner is much the same."""
    named = {signal.topic for signal, _ in hits if signal.topic in _DECIDED}
    return named.pop() if len(named) == 1 else ""


def _within(hit: Found, span: tuple[int, int]) -> bool:
    """Whether the words found stand inside of a span, or hold all of it."""
    start, end = span
    return (start <= hit.start and hit.end <= end) or (hit.start <= start and end <= hit.end)


def _clause(text: str, start: int, end: int) -> str:
    """The clause or clauses around a place."""
    sentence = next((span for span in sentence_spans(text) if span[0] <= start <= span[1]), (0, len(text)))
    around = [span for span in clause_spans(text, *sentence) if span[1] > start and span[0] < end]
    return text[around[0][0] : around[-1][1]] if around else text[start:end]
