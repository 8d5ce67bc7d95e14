"""From a free text to a reading of it: situation, answers, details, danger and topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from functools import cache

from dialogs.library.models.details import DetailsFile
from dialogs.text.plain import Normaliser
from dialogs.text.sentences import SentenceWords, compact
from dialogs.understanding.danger import find_danger
from dialogs.understanding.facts import child_age, find_facts
from dialogs.understanding.options import choose
from dialogs.understanding.reading import DANGERS, OUT_OF_SCOPE, SCAM_OTHER, Reading
from dialogs.understanding.situation import Classification, Situations
from dialogs.understanding.topics import Topics
from dialogs.understanding.typed import TypedMessages, clauses_of
from dialogs.understanding.wording import compile_wording

_ASKED_ABOUT = frozenset({"official_contact"})  # situations of people who ask
_SHORT_QUESTION, _SURELY_A_STORY = 12, 0.9  # characters; the score of a situation
_POSSIBLE = 0.15  # the score from which a runner-up may be the situation after all
_BEING_DEFRAUDED = frozenset({"still_transferring", "screen_sharing"})
_UNCLEAR = 0.5
_DEMANDS = frozenset({"still_transferring", "cash_courier"})
_OF_THE_PAYMENT = frozenset({"amount", "paid_parts", "paid_at", "channel"})
MAX_LENGTH = 800
"""Characters that are read at most: of a longer text its beginning, and its end, where what goes on now is told."""
_END = 300
CHINA = timezone(timedelta(hours=8))


class Understander:
    """Reads what people write. Built once, then pure: same text and `now`, same reading."""

    def __init__(
        self,
        details: DetailsFile,
        model: bytes,
        typed: TypedMessages,
        text: Normaliser,
        words: SentenceWords,
        asks: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Build it from content.

        Args:
            details: ``content/zh-Hans/details.yaml``.
            model: bytes of ``content/models/situation.bin``.
            typed: what reads messages in the middle of a talk.
            text: the normaliser.
            words: what denies and asks.
            asks: the wordings in which each myth and each knowledge answer is asked, by its id.

        Raises:
            ContentError: a pattern of the details cannot be used.
            ValueError: the model cannot be used; says why.
        """
        self._wording = compile_wording(details)
        self._situations = Situations(self._wording, model)
        self._typed, self._text, self._words = typed, text, words
        # Wordings of options, which are ours and few; what people write is never kept.
        self._own_plain = cache(self.plain)
        self._known = frozenset(asks or {})
        self._topics = Topics({topic: [self.plain(ask) for ask in texts] for topic, texts in (asks or {}).items()})

    def plain(self, text: str) -> str:
        """The plain spelling in which `text` is read, English put into Chinese; at most `MAX_LENGTH` characters."""
        if len(text) > MAX_LENGTH:
            text = f"{text[: MAX_LENGTH - _END - 1]}\n{text[-_END:]}"
        return self._text.in_chinese(text)[:MAX_LENGTH].rstrip()

    def _clauses(self, text: str) -> tuple[str, ...]:
        return tuple(filter(None, map(self.plain, clauses_of(text))))

    def _tells(self, part: str) -> bool:
        """Whether a plain clause tells of a payment and has no word that asks."""
        return self._words.tells_of_payment(part) and not self._words.asks(compact(part))

    def read(self, text: str, now: datetime) -> Reading:
        """What `text` says, its times counted back from `now` (taken for China's time when it has no zone)."""
        plain = self.plain(text)
        if not plain:
            return Reading()
        facts = find_facts(plain, _zoned(now), self._wording)
        clauses = self._clauses(text)
        worded = find_danger(plain, self._wording)
        # A threat by message is not yet violence, and has words of its own.
        held = {*worded, *(self._typed.dangers(plain, clauses) - ({"violence"} if "threatened" in worded else set()))}
        danger = tuple(name for name in DANGERS if name in held)
        told = facts.answers if self._words.tells_of_payment(plain) else _without_demands(facts.answers, danger)
        unasked = self._typed.statements(plain, clauses)
        statements = tuple(part for part in clauses or (plain,) if part in unasked or self._tells(part))
        asking = len(statements) < max(len(clauses), 1)
        amends = self._words.amends(plain)
        # Who amends tells what it was beside what it was not, and asks nothing.
        if amends and (instead := self._words.said_instead(clauses or (plain,))):
            statements, asking = instead, False
        stated = told
        if statements != (clauses or (plain,)):
            stated = find_facts(",".join(statements), _zoned(now), self._wording).answers
        about = ",".join(statements) if amends else plain
        classified = _in_danger(self._situations.tell(about, tuple(facts.answers)), danger)
        asked = tuple(topic for topic in self._typed.asks(plain, clauses) if topic in self._known)
        topics = asked or (self._topics.find(plain) if asking else ())
        # Who asks something that has an answer here is not turned away, nor taken to tell a story by a few words.
        short = len(plain) <= _SHORT_QUESTION and not self._words.tells_of_payment(plain)
        hunch = asking and short and classified.score < _SURELY_A_STORY and classified.situation not in _ASKED_ABOUT
        answerable = bool(topics) and (classified.situation == OUT_OF_SCOPE or hunch)
        return Reading(
            situation=None if answerable else classified.situation,
            score=0.0 if answerable else classified.score,
            alternatives=classified.alternatives,
            answers=self._fitting(told, classified),
            details=facts.details,
            danger=danger,
            topics=topics,
            plain=plain,
            clauses=clauses,
            statements=statements,
            told=told,
            asking=asking,
            stated=self._fitting(stated, classified),
            request=self._typed.request(plain, clauses),
            feeling=self._typed.feeling(plain),
            amends=amends,
        )

    def surely_answers(self, question: str, reading: Reading) -> bool:
        """Whether the text of a reading answers a question beyond doubt, whatever else it asks or tells."""
        return self._typed.surely_answers(question, reading.plain, reading.clauses)

    def answers_nothing(self, question: str, reading: Reading) -> bool:
        """Whether the text of a reading is certainly said beside a question."""
        return self._typed.reads(question) and self._typed.answers_nothing(question, reading.plain)

    def rather_answers(self, question: str, reading: Reading) -> bool:
        """Whether the text of a reading answers a question rather than asking one."""
        return self._typed.rather_answers(question, reading.plain, reading.clauses)

    def read_told(self, reading: Reading, questions: Iterable[str], asked: str | None = None) -> Mapping[str, str]:
        """What the statements of a reading surely tell of some questions, besides the one that was asked."""
        return self._typed.told(reading.statements, questions, asked)

    def _fitting(self, answers: Mapping[str, str], classified: Classification) -> Mapping[str, str]:
        """The answers to questions that belong to the situation told, or to one that it may be."""
        if classified.situation in {None, OUT_OF_SCOPE}:
            return answers
        possible = {classified.situation, *(name for name, score in classified.alternatives if score >= _POSSIBLE)}
        only = self._wording.only_for
        return {name: value for name, value in answers.items() if name not in only or only[name] & possible}

    def read_answer(
        self,
        question: str,
        options: Mapping[str, Sequence[str]],
        typed: str,
        text: str,
        now: datetime,
        heard: Reading | None = None,
    ) -> str | None:
        """The answer that `text` gives to `question`.

        Args:
            question: its name in ``content/questions.yaml``.
            options: for each option id, its label and other wordings.
            typed: ``nothing``, ``amount`` or ``time``: what it takes beside its options.
            text: what the person typed.
            now: the moment it was typed.
            heard: the reading of the same text at the same moment, where there is one.

        Returns:
            An option id, an encoded amount or time, or None when it answers nothing.
        """
        plain = (heard.plain if heard else "") or self.plain(text)
        if not plain:
            return None
        answers = dict(heard.told if heard and heard.plain else find_facts(plain, _zoned(now), self._wording).answers)
        if question == "child_age" and (age := child_age(plain, asked=True)):
            answers[question] = age
        value = answers.get({"amount": "amount", "time": "paid_at"}.get(typed, ""))
        said, otherwise = answers.get(question), True
        if self._typed.reads(question):
            read = self._typed.answer(question, plain, heard.clauses if heard else self._clauses(text))
            otherwise = read is None and not self._typed.answers_nothing(question, plain)
            said = read or (said if otherwise else None)
            if question == "child_age":
                said = answers.get(question, said)
        ranked = self._situations.rank(plain) if self._situations.names & options.keys() else ()
        wordings = {option: tuple(map(self._own_plain, words)) for option, words in options.items()}
        return choose(wordings, plain, value, said, self._words, ranked, otherwise=otherwise)


def _in_danger(classified: Classification, danger: Sequence[str]) -> Classification:
    """Nobody in danger is sent away: who is being made to pay right now is being defrauded, of whatever kind."""
    if classified.situation not in {None, OUT_OF_SCOPE} or not danger:
        return classified
    if not _BEING_DEFRAUDED.isdisjoint(danger):
        return Classification(SCAM_OTHER, _UNCLEAR, classified.alternatives)
    return Classification(None, 0.0, classified.alternatives) if set(danger) - {"minor"} else classified


def _without_demands(answers: Mapping[str, str], danger: Sequence[str]) -> Mapping[str, str]:
    """The answers without the sum, time and way of a payment that is demanded and not made yet."""
    if _DEMANDS.isdisjoint(danger):
        return answers
    return {name: value for name, value in answers.items() if name not in _OF_THE_PAYMENT}


def _zoned(now: datetime) -> datetime:
    return now if now.tzinfo else now.replace(tzinfo=CHINA)
