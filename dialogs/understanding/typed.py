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
_DANGER_FROM, _DANGER_IN_CLAUSE = 0.5, 0.8
_KIND_FROM = {
    "despair": 0.85,  # beside the words of the details, which find the plain ones
    "still_paying": 0.6,  # money is spoken of in nearly every message
    "violence": 0.7,  # 「他把我骂了一顿」 is none
}
_REQUEST_FROM, _IN_A_PART_FROM, _FEELING_FROM, _SURE_OF_THE_PAPER = 0.55, 0.75, 0.5, 0.4
_LEFT_FROM = 0.3  # of a probability, without what does not count
# Questions about the program itself, which some requests are as well.
_ABOUT_US = frozenset(
    f"ask.{name}"
    for name in ("human_help", "who_are_you", "are_you_human", "are_you_scam", "my_privacy", "forget_me", "is_it_free")
)
_MAY_BE_ASKED = (DRAFT, "doubt_you", "evidence", "timeline", "wait", "next", "privacy", "skip")
_SHORT_REQUEST = 16  # characters
LONGEST_REQUEST = 40
"""Characters; a longer message tells something and may ask for something as well."""
_ANSWER_FROM, _NO_ANSWER_FROM = 0.25, 0.6
_CLAUSE_FROM, _CLAUSE_NO_ANSWER_FROM = 0.6, 0.35
_CERTAINLY_NO_ANSWER, _RATHER_NO_ANSWER = 0.85, 0.6
_MOST_CLAUSES = 6
_MOST_READ = 80  # characters at either end of a long message
_ASKING_FROM = 0.85
_ASK_DIVIDED, _NOTHING_ASKED = 0.5, 0.05
_ASK_AT_ALL = 0.15  # where no word asks
_ASK_FROM, _ASK_WITHOUT_WORDS, _ASK_IN_STATEMENT, _MOST_ASKS = 0.25, 0.4, 0.85, 2
_DIVIDED_FROM, _SOME_FEELING_FROM = 0.4, 0.85  # of one feeling, and of all of them
_WORTH_NAMING = 0.02  # of a question among those that a part may ask
_TOLD_FROM, _TOLD_OTHERWISE_FROM, _AMENDED_FROM = 0.8, 0.85, 0.5
SURELY_TOLD = 0.9
"""Of an answer that was not asked for: from it on it stands against what was told before."""
_WANTED_FROM = 0.7
_ELSEWHERE_FROM = 0.85  # of an answer to another question, which a clause then gives rather than the one asked for
PLAN = ("next", "steps")
"""Requests for what to do now."""
DONE = "done"
"""The request that says that something was done."""
_IN_A_PART = frozenset({"stop", "back", *PLAN})
CHANGE = "change"
"""The request for mending an answer."""
ORDERS = frozenset(
    {*PLAN, "back", "again", "restart", "forget", "evidence", "timeline", "sources", "human", CHANGE, "stop", "skip"}
    | {"language", "privacy", "help", "export", "card", "wait"}
)
"""Requests that tell the program what to do."""
NOTES = frozenset({"yes", "acknowledged", "thanks", "goodbye"})
REMARKS = frozenset({"yes", "acknowledged", "thanks", "greeting", "goodbye", "wait"})
"""Requests that are said in passing, and ask for nothing."""
_BACK = frozenset({"back", CHANGE})
_NOW = "still_in_contact"  # what goes on now is told last
_TALKING, _WANTED = "talking", "asked_for_more"
_FIGURES = frozenset("0123456789百千万")
_FEW = 4  # characters of a word or two
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

    def dangers(self, text: str, clauses: Sequence[str] = (), at_least: float = 0.0) -> frozenset[str]:
        """The dangers that a plain text tells of, by their ids in `dialogs.understanding.reading.DANGERS`."""
        found = set()
        for part, least in _parts(_shortened(text), clauses, _DANGER_FROM, _DANGER_IN_CLAUSE):
            kind, sure = _best(self._messages.read(part, (DANGER,))[DANGER])
            if kind not in _BY_WORDS and sure >= max(at_least, least, _KIND_FROM.get(kind, 0.0)):
                found.add(_KINDS.get(kind, kind))
        return frozenset(found)

    def request(self, text: str, clauses: Sequence[str] = ()) -> str | None:
        """What a short plain text asks the program to do, or says to it; None when it does neither, or is a number.

        Who says something kind and then asks for something asks (「好吧 那我先做什么」).
        """
        if not text or len(text) > LONGEST_REQUEST or text.isdecimal():
            return None
        whole = self._request(text)
        if whole is None and len(text) <= _SHORT_REQUEST:  # 「先不写了，回到步骤」, 「好吧 那我先做什么」
            return next(
                (found for part in clauses if (found := self._request(part, least=_IN_A_PART_FROM)) in _IN_A_PART), None
            )
        if whole not in REMARKS:
            return whole
        return next((found for part in clauses if (found := self._request(part, but=REMARKS))), whole)

    def orders(self, part: str) -> bool:
        """Whether a clause surely tells the program what to do, or only takes note, and so tells nothing of a case."""
        kind = self._request(part, least=_IN_A_PART_FROM) or NONE
        if kind.startswith(DRAFT):
            return True
        counts = any(map(_FIGURES.__contains__, part))  # 「是6000」 and 「改成5200」 tell
        return not counts and (kind in ORDERS or (kind in NOTES and len(part) <= _SHORT))

    def amends(self, clauses: Iterable[str]) -> bool:
        """Whether one of several clauses only says that something was wrong: 「看岔了」."""
        return any(self._request(part, least=_IN_A_PART_FROM) == CHANGE for part in clauses if len(part) <= _SHORT)

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
        return None if asks and (kind in REMARKS or kind.startswith(_MAY_BE_ASKED)) else kind

    def asks(
        self,
        text: str,
        clauses: Sequence[str] = (),
        worded: frozenset[str] = frozenset(),
        what_now: frozenset[str] = frozenset(),
    ) -> Mapping[str, float]:
        """The known questions that a plain text asks, by their ids in knowledge and myths, the surest first, and how
        surely.

        `worded` are the parts in which a word asks; where none does, much more must speak for a question, as in those
        that tell something and ask no more than `what_now`: the plan answers them.
        """
        found: dict[str, float] = {}
        whole = _shortened(text)
        for part in (whole, *clauses):
            likely = self._asks.read(part, (ASK,))[ASK]
            topic, sure = _best(likely)
            asking = part in worded or (part == whole and text in worded)
            least = _ASK_FROM if asking else _ASK_WITHOUT_WORDS if self._is_asking(part) else _ASK_IN_STATEMENT
            if part in what_now:
                least = _ASK_IN_STATEMENT
            # Between two answers of a kind (「95017打不通」) the surer one is given.
            divided = sure >= _ASK_DIVIDED and likely.get(NONE, 0.0) <= _NOTHING_ASKED and part not in what_now
            if topic != NONE and (sure >= least or divided):
                found[topic] = max(sure, found.get(topic, 0.0))
        first = sorted(found, key=lambda topic: (-found[topic], topic))[:_MOST_ASKS]
        return {topic: found[topic] for topic in first}

    def perhaps_asks(self, worded: Iterable[str]) -> Mapping[str, float]:
        """The known questions that a part in which a word asks may ask, with their probabilities: of several parts the
        one whose likeliest is likeliest; nothing where it more likely asks none of them.
        """
        found: Mapping[str, float] = {}
        for part in worded:
            likely = self._asks.read(_shortened(part), (ASK,))[ASK] if len(part) > _FEW else {}
            if likely and _best(likely)[0] != NONE and _best(likely)[1] > max(found.values(), default=0.0):
                found = {topic: sure for topic, sure in likely.items() if sure >= _WORTH_NAMING and topic != NONE}
        return found

    def told(
        self,
        statements: Iterable[str],
        questions: Iterable[str],
        asked: str | None = None,
        *,
        amending: frozenset[str] = frozenset(),
        only_sure: bool = False,
    ) -> Mapping[str, tuple[str, float]]:
        """What plain statements tell of some questions that were not asked, with its probability, by question.

        A few characters that answer what was asked (「还没有」) tell of nothing else. Who amends what they said speaks
        of something they were asked: there, of `amending`, less is enough; `only_sure` asks for more.
        """
        from_ = _TOLD_OTHERWISE_FROM if only_sure else _TOLD_FROM
        wanted = [question for question in questions if self.reads(question)]
        found: dict[str, tuple[float, str]] = {}
        for part in statements:
            if is_bare(part) or not self._answers.knows(part) or self._tells_nothing(part):
                continue
            if len(part) <= _SHORT and asked and self.reads(asked):
                _, sure = _best_option(self._answers.read(part, (asked,))[asked])
                if sure >= _CLAUSE_FROM:
                    continue
            for question, read in self._answers.read(part, wanted).items():
                option, sure = _best_option(read)
                least = _AMENDED_FROM if question in amending else from_
                surer = question == _NOW or sure > found.get(question, (0.0, ""))[0]
                if sure >= least and option != UNKNOWN and surer:
                    found[question] = (sure, option)
        return {question: (option, sure) for question, (sure, option) in found.items()}

    def _tells_nothing(self, part: str) -> bool:
        """Whether a word or two are a known question (「打不通」), or only say that something is done (「打了」)."""
        if len(part) > _FEW:
            return False
        if self._request(part, least=_IN_A_PART_FROM) == DONE:
            return True
        topic, sure = _best(self._asks.read(part, (ASK,))[ASK])
        return topic != NONE and sure >= _ASK_IN_STATEMENT

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
        likely = self._messages.read(text, (FEELING,))[FEELING]
        felt = {kind: sure for kind, sure in likely.items() if kind != NONE}  # whichever, all speak for one
        kind, sure = _best(felt)
        divided = sure >= _DIVIDED_FROM and math.fsum(felt.values()) >= _SOME_FEELING_FROM
        return kind if sure >= _FEELING_FROM or divided else None

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions whose answers a model reads."""
        return tuple(self._answers.classes)

    def reads(self, question: str) -> bool:
        """Whether there is a model of the answers to a question."""
        return question in self._answers.classes

    def answer(self, question: str, text: str, clauses: Sequence[str] = ()) -> tuple[str, float] | None:
        """The option of a question that a plain text chooses, or ``unknown``, with its probability; None when none.

        Where a clause tells that more is asked for, that they still talk as well is the less of it.
        """
        text = _shortened(text)
        if not self._answers.knows(text):
            return None
        whole = self._answers.read(text, (question,))[question]
        option, sure = _best_option(whole)
        if sure >= _ANSWER_FROM and whole.get(NO_ANSWER, 0.0) <= _NO_ANSWER_FROM:
            unsure = sure < _CLAUSE_FROM and option != UNKNOWN
            if unsure and self._answers_elsewhere(text, question):
                return None
            wanted = [self._answers.read(part, (question,))[question].get(_WANTED, 0.0) for part in clauses]
            if option == _TALKING and (most := max(wanted, default=0.0)) >= _WANTED_FROM:
                return _WANTED, most
            clearer = self._in_clauses(question, clauses) if option == UNKNOWN and len(clauses) > 1 else None
            # 「断了 我不知道他干了什么」
            return clearer if clearer and clearer[1] >= _ELSEWHERE_FROM else (option, sure)
        return self._in_clauses(question, clauses)

    def _in_clauses(self, question: str, clauses: Sequence[str]) -> tuple[str, float] | None:
        """The option of a question that one of some plain clauses chooses surest of all."""
        found: Mapping[str, float] = {}
        for part in clauses:
            read = self._answers.read(part, (question,))[question]
            option, sure = _best_option(read)
            if sure < _CLAUSE_FROM or read.get(NO_ANSWER, 0.0) > _CLAUSE_NO_ANSWER_FROM:
                continue
            if sure >= _ELSEWHERE_FROM or not self._answers_elsewhere(part, question):
                found = {**found, option: max(sure, found.get(option, 0.0))}
        return max(found.items(), key=lambda one: one[1]) if found else None

    def _answers_elsewhere(self, part: str, question: str) -> bool:
        """Whether a clause surely answers another question: 「他马上就收了」 tells of no contact that ended."""
        others = self._answers.read(part, (name for name in self._answers.classes if name != question))
        return any(_best_option(read)[1] >= _ELSEWHERE_FROM for read in others.values())

    def surely_answers(self, question: str, text: str, clauses: Sequence[str] = ()) -> bool:
        """Whether a clause of a plain text, or the whole, is an answer to a question beyond doubt."""
        if not self.reads(question):
            return False
        least = _CLAUSE_FROM if clauses else _TOLD_FROM
        read = (_best_option(self._answers.read(part, (question,))[question]) for part in clauses or [_shortened(text)])
        return any(sure >= least for option, sure in read)

    def rather_answers(self, question: str, parts: Iterable[str]) -> bool:
        """Whether one of some plain texts is likelier an answer to a question than a question itself."""
        if not self.reads(question):
            return False
        for part in map(_shortened, parts):
            _, sure = _best_option(self._answers.read(part, (question,))[question])
            if sure >= _ANSWER_FROM and sure >= self._messages.read(part, (ASKING,))[ASKING].get(ASKING, 0.0):
                return True
        return False

    def answers_nothing(self, question: str, text: str) -> bool:
        """Whether a plain text is certainly no answer to a question, whatever words of an option are in it."""
        return self._no_answer(question, text) >= _CERTAINLY_NO_ANSWER

    def rather_answers_nothing(self, question: str, text: str) -> bool:
        """Whether a plain text is likelier said beside a question than an answer to it."""
        return self._no_answer(question, text) >= _RATHER_NO_ANSWER

    def _no_answer(self, question: str, text: str) -> float:
        return self._answers.read(_shortened(text), (question,))[question].get(NO_ANSWER, 0.0)


def _wanted(read: Probabilities) -> tuple[str, float]:
    """The likeliest request; of several papers, of ways to ask for the plan, of ways to go back, and of remarks, all
    speak for one.
    """
    drafts = {kind: sure for kind, sure in read.items() if kind.startswith(DRAFT)}
    if (sure := math.fsum(drafts.values())) >= _REQUEST_FROM:
        kind, most = _best(drafts)
        return (kind if most >= _SURE_OF_THE_PAPER else DRAFT + ANY), sure
    for group in (PLAN, REMARKS, _BACK):
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
