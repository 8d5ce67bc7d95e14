"""The words for details and cues, read from ``content/zh-Hans/details.yaml``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from dialogs.library.files import DETAILS
from dialogs.library.models.details import DetailsFile, PaymentWords
from dialogs.library.problems import ContentError, Problem
from dialogs.text.expression import Expression
from dialogs.text.needed_words import Words, needed_words
from dialogs.text.worded import WordedExpressions
from dialogs.understanding.amounts import SumWords

K = TypeVar("K")
_LEXICON_NAME = re.compile(r"\{([a-z_]+)\}")
CONCEPT_MARK = "="
"""Begins the name of a cue that is a class of words by subject."""
TOOL_INSTALLED, FEE_PAID, OWN_DEBT = "tool_installed", "fee_paid", "own_debt"
BLOCKED, NOT_BLOCKED = "blocked", "not_blocked"
SUBSCRIPTION, NOT_SUBSCRIPTION = "subscription", "not_subscription"
_DETAILS = (TOOL_INSTALLED, FEE_PAID, OWN_DEBT, BLOCKED, NOT_BLOCKED, SUBSCRIPTION, NOT_SUBSCRIPTION)


@dataclass(frozen=True, slots=True)
class Wording:
    """Every expression that the understanding looks for in normalised text, compiled when it first may be there.

    `options` are by question and option; of the questions that are `settled_last` the last option mentioned counts, of
    others the first. `only_for` names, for a question that means something in some situations only, those situations.
    `details` are by their names above, `tried` by what was tried. `over` are the options of `still_in_contact` that
    are said to be over; an answer that was not asked for needs the words `named` for its question.
    """

    options: WordedExpressions[tuple[str, str]]
    settled_last: frozenset[str]
    only_for: Mapping[str, frozenset[str]]
    tried: WordedExpressions[str]
    details: WordedExpressions[str]
    danger: WordedExpressions[str]
    calm: Mapping[str, Expression | None]
    over: WordedExpressions[str]
    named: Mapping[str, Expression]
    festivals: Mapping[str, tuple[date, ...]]
    sums: SumWords
    small_talk: Expression
    cues: WordedExpressions[str]

    def names(self, name: str, text: str) -> bool:
        """Whether a text holds the words that must be said for an answer that was not asked for, or for a request."""
        words = self.named.get(name)
        return words is None or bool(words.search(text))

    def answers(self, text: str, questions: Collection[str] | None = None) -> dict[str, str]:
        """The option of each question, or of some, that a text says."""
        possible: dict[str, list[tuple[str, Expression]]] = {}
        for (question, option), expression in self.options.possible(text):
            if questions is None or question in questions:
                possible.setdefault(question, []).append((option, expression))
        said = {question: _mentioned(options, text) for question, options in possible.items()}
        return {
            question: names[-1 if question in self.settled_last else 0] for question, names in said.items() if names
        }


def _mentioned(options: Sequence[tuple[str, Expression]], text: str) -> list[str]:
    """The options that a text mentions, in the order of their places.

    Where two are said at overlapping places, the one that begins first counts, then the one that is listed first:
    还没收 is not 收.
    """
    found = sorted(
        (match.start(), rank, match.end())
        for rank, (_, expression) in enumerate(options)
        for match in expression.finditer(text)
    )
    kept: list[tuple[int, int, int]] = []
    for start, rank, end in found:
        if not kept or start >= kept[-1][2]:
            kept.append((start, rank, end))
    return [options[rank][0] for _, rank, _ in kept]


def read_wording(details: DetailsFile) -> Wording:
    """The expressions of a details file. Whether each can be compiled, `wording_problems` tells.

    Raises:
        ContentError: one uses a word class that the lexicon lacks; with every such field.
    """
    read = _Patterns(details.lexicon)
    wording = _wording(details, read)
    if read.problems:
        raise ContentError(read.problems)
    return wording


def wording_problems(details: DetailsFile) -> list[Problem]:
    """What is wrong with the patterns of a details file: no regular expression, or a word class that is not there."""
    read = _Patterns(details.lexicon)
    _wording(details, read)
    for where, expression in read.expressions:
        try:
            re.compile(expression.pattern)
        except re.error as error:
            read.note(where, f"不是正则表达式：{error}")
    return read.problems


def _wording(details: DetailsFile, read: _Patterns) -> Wording:
    groups, one = read.groups, read.expression
    return Wording(
        options=WordedExpressions(
            read.worded(f"answers.{question}.options.{option}", (question, option), patterns)
            for question, choice in details.answers.items()
            for option, patterns in choice.options.items()
        ),
        settled_last=frozenset(name for name, choice in details.answers.items() if choice.pick == "last"),
        only_for={name: frozenset(situations) for name, situations in details.only_for.items()},
        tried=groups("tried", details.tried),
        details=WordedExpressions(read.worded(name, name, getattr(details, name)) for name in _DETAILS),
        danger=groups("danger", details.danger),
        calm={name: one(f"calm.{name}", patterns) if patterns else None for name, patterns in details.calm.items()},
        over=groups("over", details.over),
        named={name: one(f"named.{name}", patterns) for name, patterns in details.named.items()},
        festivals=details.festivals,
        sums=_sums(details.payments, read),
        # Possessive: 你们 is also 你 and 们, and a row of them could be cut in ever so many ways.
        small_talk=one("small_talk", [rf"(?>(?:{'|'.join(details.small_talk)}|[\W\d_])*)"]),
        cues=WordedExpressions(_cues(details, read)),
    )


class _Patterns:
    """Makes expressions of patterns, with the word classes of a lexicon put in where they say {name}."""

    def __init__(self, lexicon: Mapping[str, str]) -> None:
        self._lexicon = lexicon
        self._needed: dict[str, Words | None] = {}
        for name, words in lexicon.items():
            self._needed[name] = needed_words(words, self._needed)  # a class that is used stands before who uses it
        self.problems: list[Problem] = []
        self.expressions: list[tuple[str, Expression]] = []

    def groups(self, where: str, groups: Mapping[str, Sequence[str]]) -> WordedExpressions[str]:
        """Each group of patterns as one expression."""
        return WordedExpressions(self.worded(f"{where}.{name}", name, patterns) for name, patterns in groups.items())

    def worded(self, where: str, name: K, patterns: Sequence[str]) -> tuple[K, Expression, Words | None]:
        """Several patterns as one expression with its name, and the words that it needs."""
        return name, self.expression(where, patterns), needed_words("|".join(patterns), self._needed)

    def expression(self, where: str, patterns: Sequence[str]) -> Expression:
        """Several patterns as one expression; what is wrong with its word classes is noted."""
        filled = ""
        try:
            filled = "|".join(map(self._filled, patterns))
        except KeyError as error:
            self.note(where, f"lexicon 里没有 {error.args[0]}")
        except RecursionError:
            self.note(where, "lexicon 里的词互相引用，绕成了圈")
        expression = Expression(filled)
        self.expressions.append((where, expression))
        return expression

    def note(self, where: str, what: str) -> None:
        """Note what is wrong with a field."""
        self.problems.append(Problem(DETAILS, where, what))

    def _filled(self, pattern: str) -> str:
        return _LEXICON_NAME.sub(lambda match: f"(?:{self._filled(self._lexicon[match[1]])})", pattern)


def _sums(words: PaymentWords, read: _Patterns) -> SumWords:
    def by_currency(forms: Mapping[str, Sequence[str]]) -> str:
        return "|".join(f"(?P<{code}>{'|'.join(said)})" for code, said in forms.items())

    return SumWords(
        unit_after=read.expression("payments.currencies", [rf"\s?(?:{by_currency(words.currencies)})"]),
        mark_before=read.expression("payments.currency_marks", [rf"(?:{by_currency(words.currency_marks)})[:：]?\s?$"]),
        hotlines=frozenset(words.hotlines),
        aside=read.expression("payments.aside", [rf"(?:{'|'.join(words.aside)})[^,。;!?\d]{{0,6}}$"]),
    )


def _cues(details: DetailsFile, read: _Patterns) -> Iterator[tuple[str, Expression, Words | None]]:
    for name, patterns in details.cues.items():
        for i, pattern in enumerate(patterns):
            yield read.worded(f"cues.{name}", f"{name}{i}", [pattern])
    for name, words in details.concepts.items():
        yield read.worded(f"concepts.{name}", CONCEPT_MARK + name, [words])
