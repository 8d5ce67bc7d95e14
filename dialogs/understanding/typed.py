"""Messages typed in the middle of a talk, read by the fitted heads: dangers, requests, feelings, and answers.

A message may say several things: each of its `clauses` is read as well as the whole, both plain. The thresholds are
probabilities of the fitted models, set on ``typed_items`` of the measured sets (docs/benchmarks.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy

from dialogs.text.expression import Expression
from dialogs.text.heads import Heads, Probabilities
from dialogs.understanding.options import is_bare

NONE, UNKNOWN, NO_ANSWER = "none", "unknown", "other_words"
DANGER, REQUEST, FEELING, ASKING, ASK = "danger", "request", "feeling", "asking", "ask"

DRAFT, ANY = "draft:", "any"  # a paper, whichever

_KINDS = {"still_paying": "still_transferring", "screen_shared": "screen_sharing"}
_BY_WORDS = frozenset({NONE, "minor"})  # told by the words of the details, which miss few and mistake none
_DANGER_FROM, _DANGER_IN_CLAUSE = 0.5, 0.65
_DESPAIR_FROM = 0.85  # beside the words of the details, which find the plain ones
_REQUEST_FROM, _IN_A_PART_FROM, _FEELING_FROM, _SURE_OF_THE_PAPER = 0.55, 0.75, 0.5, 0.4
_LEFT_FROM = 0.3  # of a probability, without what does not count
# Questions about the program itself, which some requests are as well.
_ABOUT_US = frozenset(
    f"ask.{name}"
    for name in ("human_help", "who_are_you", "are_you_human", "are_you_scam", "my_privacy", "forget_me", "is_it_free")
)
_MAY_BE_ASKED = (DRAFT, "evidence", "timeline", "wait", "next", "privacy")
_SHORT_REQUEST = 16  # characters
LONGEST_REQUEST = 40
"""Characters; a longer message tells something and may ask for something as well."""
_ANSWER_FROM, _NO_ANSWER_FROM = 0.25, 0.6
_CLAUSE_FROM, _CLAUSE_NO_ANSWER_FROM = 0.6, 0.35
_CERTAINLY_NO_ANSWER = 0.85
_MOST_CLAUSES = 6
_MOST_READ = 80  # characters at either end of a long message
_ASKING_FROM = 0.8
_ASK_AT_ALL = 0.15  # where no word asks
_ASK_FROM, _ASK_WITHOUT_WORDS, _ASK_IN_STATEMENT, _MOST_ASKS = 0.25, 0.4, 0.85, 2
_TOLD_FROM, _AMENDED_FROM = 0.85, 0.5
PLAN = ("next", "steps")
"""Requests for what to do now."""
_IN_A_PART = frozenset({"stop", "back", *PLAN})
REMARKS = frozenset({"yes", "acknowledged", "thanks", "greeting", "goodbye", "wait"})
"""Requests that are said in passing, and ask for nothing."""
_NOW = "still_in_contact"  # what goes on now is told last
_SHORT = 8  # characters of a clause that says one thing
_CLAUSE_END = Expression(r"[。！？；!?;\n，、：:…~]|,(?!\d{3}(?!\d))|(?<=[\u3400-\u9fff\d])\s+(?=[\u3400-\u9fff\d])")


class TypedMessages:
    """Reads plain texts with the models of answers and of messages. Built once, then pure."""

    def __init__(self, answers: bytes, messages: bytes, asks: bytes) -> None:
        """Read the bytes of ``content/models/answers.bin``, ``messages.bin`` and ``asks.bin``.

        Raises:
            ValueError: one of them is no such model.
        """
        self._answers, self._messages, self._asks = Heads(answers), Heads(messages), Heads(asks)

    def for_one_message(self) -> TypedMessages:
        """The same for the parts of one message, each of which is read once by each model."""
        remembering = copy(self)
        remembering._messages = self._messages.for_one_message()  # noqa: SLF001 - a copy of its own
        remembering._asks = self._asks.for_one_message()  # noqa: SLF001
        return remembering

    def dangers(self, text: str, clauses: Sequence[str] = ()) -> frozenset[str]:
        """The dangers that a plain text tells of, by their ids in `dialogs.understanding.reading.DANGERS`."""
        found = set()
        for part, least in _parts(_shortened(text), clauses, _DANGER_FROM, _DANGER_IN_CLAUSE):
            kind, sure = _best(self._messages.read(part, (DANGER,))[DANGER])
            if kind not in _BY_WORDS and sure >= (_DESPAIR_FROM if kind == "despair" else least):
                found.add(_KINDS.get(kind, kind))
        return frozenset(found)

    def request(self, text: str, clauses: Sequence[str] = ()) -> str | None:
        """What a short plain text asks the program to do, or says to it; None when it does neither, or is a number.

        Who says something kind and then asks for something asks (「好吧 那我先做什么」).
        """
        if len(text) > LONGEST_REQUEST or text.isdecimal():
            return None
        whole = self._request(text)
        if whole is None and len(text) <= _SHORT_REQUEST:  # 「先不写了，回到步骤」, 「好吧 那我先做什么」
            return next(
                (found for part in clauses if (found := self._request(part, least=_IN_A_PART_FROM)) in _IN_A_PART), None
            )
        if whole not in REMARKS:
            return whole
        return next((found for part in clauses if (found := self._request(part, but=REMARKS))), whole)

    def _request(self, text: str, but: frozenset[str] = frozenset(), least: float = _REQUEST_FROM) -> str | None:
        likely = self._messages.read(text, (REQUEST,))[REQUEST]
        left = math.fsum(sure for kind, sure in likely.items() if kind not in but)
        if left < _LEFT_FROM:
            return None
        kind, sure = _wanted({kind: sure / left for kind, sure in likely.items() if kind not in but})
        if kind == NONE or sure < least:
            return None
        topic, certain = _best(self._asks.read(text, (ASK,))[ASK])
        asks = topic != NONE and topic not in _ABOUT_US and certain > sure  # 「聊天记录能当证据吗」 wants no list
        return None if asks and kind.startswith(_MAY_BE_ASKED) else kind

    def asks(self, text: str, clauses: Sequence[str] = (), worded: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The known questions that a plain text asks, by their ids in knowledge and myths, the surest first.

        `worded` are the parts in which a word asks; where none does, much more must speak for a question.
        """
        found: dict[str, float] = {}
        whole = _shortened(text)
        for part in (whole, *clauses):
            topic, sure = _best(self._asks.read(part, (ASK,))[ASK])
            asking = part in worded or (part == whole and text in worded)
            least = _ASK_IN_STATEMENT if not self._is_asking(part) else _ASK_FROM if asking else _ASK_WITHOUT_WORDS
            if topic != NONE and sure >= least:
                found[topic] = max(sure, found.get(topic, 0.0))
        return tuple(sorted(found, key=lambda topic: (-found[topic], topic))[:_MOST_ASKS])

    def told(
        self,
        statements: Iterable[str],
        questions: Iterable[str],
        asked: str | None = None,
        *,
        amending: frozenset[str] = frozenset(),
    ) -> Mapping[str, str]:
        """What plain statements surely tell of some questions that were not asked, by question.

        A few characters that answer what was asked (「还没有」) tell of nothing else. Who amends what they said speaks
        of something they were asked: there, of `amending`, less is enough.
        """
        wanted = [question for question in questions if self.reads(question)]
        found: dict[str, tuple[float, str]] = {}
        for part in statements:
            if is_bare(part) or not self._answers.knows(part):
                continue
            if len(part) <= _SHORT and asked and self.reads(asked):
                _, sure = _best_option(self._answers.read(part, (asked,))[asked])
                if sure >= _CLAUSE_FROM:
                    continue
            for question, read in self._answers.read(part, wanted).items():
                option, sure = _best_option(read)
                least = _AMENDED_FROM if question in amending else _TOLD_FROM
                surer = question == _NOW or sure > found.get(question, (0.0, ""))[0]
                if sure >= least and option != UNKNOWN and surer:
                    found[question] = (sure, option)
        return {question: option for question, (_, option) in found.items()}

    def statements(self, text: str, clauses: Sequence[str] = ()) -> tuple[str, ...]:
        """The clauses of a plain text, or the whole of one that has none, that ask nothing but by a word that asks.

        What only sounds like a question asks something that people ask: 「公户转的28万」 does not.
        """
        return tuple(part for part in clauses or (_shortened(text),) if not self._asks_something(part))

    def _asks_something(self, part: str) -> bool:
        if not self._is_asking(part):
            return False
        topic, sure = _best(self._asks.read(part, (ASK,))[ASK])
        return topic != NONE and sure >= _ASK_AT_ALL

    def _is_asking(self, part: str) -> bool:
        return self._messages.read(part, (ASKING,))[ASKING].get(ASKING, 0.0) >= _ASKING_FROM

    def feeling(self, text: str) -> str | None:
        """How the writer of a short plain text is, where it tells that and nothing else."""
        if len(text) > LONGEST_REQUEST:
            return None
        kind, sure = _best(self._messages.read(text, (FEELING,))[FEELING])
        return kind if kind != NONE and sure >= _FEELING_FROM else None

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions whose answers a model reads."""
        return tuple(self._answers.classes)

    def reads(self, question: str) -> bool:
        """Whether there is a model of the answers to a question."""
        return question in self._answers.classes

    def answer(self, question: str, text: str, clauses: Sequence[str] = ()) -> str | None:
        """The option of a question that a plain text chooses, ``unknown``, or None when it chooses none."""
        text = _shortened(text)
        if not self._answers.knows(text):
            return None
        whole = self._answers.read(text, (question,))[question]
        option, sure = _best_option(whole)
        if sure >= _ANSWER_FROM and whole.get(NO_ANSWER, 0.0) <= _NO_ANSWER_FROM:
            return option
        found: Mapping[str, float] = {}
        for part in clauses:
            read = self._answers.read(part, (question,))[question]
            option, sure = _best_option(read)
            if sure >= _CLAUSE_FROM and read.get(NO_ANSWER, 0.0) <= _CLAUSE_NO_ANSWER_FROM:
                found = {**found, option: max(sure, found.get(option, 0.0))}
        return max(found, key=lambda name: found[name]) if found else None

    def surely_answers(self, question: str, text: str, clauses: Sequence[str] = ()) -> bool:
        """Whether a clause of a plain text, or the whole, is an answer to a question beyond doubt."""
        if not self.reads(question):
            return False
        least = _CLAUSE_FROM if clauses else _TOLD_FROM
        read = (_best_option(self._answers.read(part, (question,))[question]) for part in clauses or [_shortened(text)])
        return any(sure >= least for option, sure in read)

    def rather_answers(self, question: str, text: str, clauses: Sequence[str] = ()) -> bool:
        """Whether a plain text, or a clause of it, is likelier an answer to a question than a question itself."""
        if not self.reads(question):
            return False
        for part in (_shortened(text), *clauses):
            _, sure = _best_option(self._answers.read(part, (question,))[question])
            if sure >= _ANSWER_FROM and sure >= self._messages.read(part, (ASKING,))[ASKING].get(ASKING, 0.0):
                return True
        return False

    def answers_nothing(self, question: str, text: str) -> bool:
        """Whether a plain text is certainly no answer to a question, whatever words of an option are in it."""
        return self._answers.read(_shortened(text), (question,))[question].get(NO_ANSWER, 0.0) >= _CERTAINLY_NO_ANSWER


def _wanted(read: Probabilities) -> tuple[str, float]:
    """The likeliest request; of several papers, of ways to ask for the plan, and of remarks, all speak for one."""
    drafts = {kind: sure for kind, sure in read.items() if kind.startswith(DRAFT)}
    if (sure := math.fsum(drafts.values())) >= _REQUEST_FROM:
        kind, most = _best(drafts)
        return (kind if most >= _SURE_OF_THE_PAPER else DRAFT + ANY), sure
    for group in (PLAN, REMARKS):
        part = {kind: sure for kind, sure in read.items() if kind in group}
        if (sure := math.fsum(part.values())) >= _REQUEST_FROM:
            return _best(part)[0], sure
    return _best(read)


def _parts(text: str, clauses: Iterable[str], whole: float, clause: float) -> Iterator[tuple[str, float]]:
    yield text, whole
    for part in clauses:
        yield part, clause


def _shortened(text: str) -> str:
    """A text, or the beginning and the end of a long one: what goes on now is told there."""
    return text if len(text) <= 2 * _MOST_READ else f"{text[:_MOST_READ]}\n{text[-_MOST_READ:]}"


def clauses_of(text: str) -> list[str]:
    """The clauses of a message as it was written, where it has more than one: people end them with a blank, too.

    Of a long message only those at its beginning and its end.
    """
    found = [piece for piece in _CLAUSE_END.split(_shortened(text)) if any(map(str.isalnum, piece))]
    return found[:_MOST_CLAUSES] if len(found) > 1 else []


def _best(read: Probabilities) -> tuple[str, float]:
    name = max(read, key=read.__getitem__)
    return name, read[name]


def _best_option(read: Probabilities) -> tuple[str, float]:
    return max(((name, sure) for name, sure in read.items() if name != NO_ANSWER), key=lambda item: item[1])
