"""The words for details and cues, compiled from ``content/zh-Hans/details.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.library.files import DETAILS
from dialogs.library.models.details import DetailsFile, PaymentWords
from dialogs.library.problems import ContentError, Problem
from dialogs.understanding.amounts import SumWords

Pattern = re.Pattern[str]
_LEXICON_NAME = re.compile(r"\{([a-z_]+)\}")
_NOTHING = re.compile(r"(?!)")
CONCEPT_MARK = "="
"""Begins the name of a cue that is a class of words by subject."""


@dataclass(frozen=True, slots=True)
class Choice:
    """How a question's options are said; `last` says that the last mention counts, else the first."""

    last: bool
    options: tuple[tuple[str, Pattern], ...]

    def find(self, text: str) -> str | None:
        """The option that normalised `text` says, None when it says none.

        Where two options are said at overlapping places, the one that begins first counts, then the one that is
        listed first: 还没收 is not 收.
        """
        kept: list[tuple[int, int, int]] = []
        for start, rank, end in sorted(self._mentions(text)):
            if not kept or start >= kept[-1][2]:
                kept.append((start, rank, end))
        return self.options[kept[-1 if self.last else 0][1]][0] if kept else None

    def _mentions(self, text: str) -> Iterator[tuple[int, int, int]]:
        for rank, (_, pattern) in enumerate(self.options):
            for match in pattern.finditer(text):
                yield match.start(), rank, match.end()


@dataclass(frozen=True, slots=True)
class Wording:
    """Every pattern that the understanding looks for, compiled.

    `only_for` names, for a question that means something in some situations only, those situations.
    """

    answers: Mapping[str, Choice]
    only_for: Mapping[str, frozenset[str]]
    tried: Mapping[str, Pattern]
    tool_installed: Pattern
    fee_paid: Pattern
    blocked: Pattern
    not_blocked: Pattern
    danger: Mapping[str, Pattern]
    calm: Mapping[str, Pattern | None]
    festivals: Mapping[str, tuple[date, ...]]
    sums: SumWords
    small_talk: Pattern
    cues: tuple[tuple[str, Pattern], ...]


def compile_wording(details: DetailsFile) -> Wording:
    """Compile the patterns of a details file.

    Raises:
        ContentError: a pattern does not compile, or uses a word class that the lexicon lacks; with every such field.
    """
    compiler = _Compiler(details.lexicon)
    groups, one = compiler.groups, compiler.compile
    wording = Wording(
        answers={
            name: Choice(choice.pick == "last", tuple(groups(f"answers.{name}.options", choice.options).items()))
            for name, choice in details.answers.items()
        },
        only_for={name: frozenset(situations) for name, situations in details.only_for.items()},
        tried=groups("tried", details.tried),
        tool_installed=one("tool_installed", details.tool_installed),
        fee_paid=one("fee_paid", details.fee_paid),
        blocked=one("blocked", details.blocked),
        not_blocked=one("not_blocked", details.not_blocked),
        danger=groups("danger", details.danger),
        calm={name: one(f"calm.{name}", patterns) if patterns else None for name, patterns in details.calm.items()},
        festivals=details.festivals,
        sums=_sums(details.payments, compiler),
        # Possessive: 你们 is also 你 and 们, and a row of them could be cut in ever so many ways.
        small_talk=one("small_talk", [rf"(?>(?:{'|'.join(details.small_talk)}|[\W\d_])*)"]),
        cues=tuple(_cues(details, compiler)),
    )
    if compiler.problems:
        raise ContentError(compiler.problems)
    return wording


class _Compiler:
    """Compiles patterns with the word classes of a lexicon put in where they say {name}; notes what it cannot."""

    def __init__(self, lexicon: Mapping[str, str]) -> None:
        self._lexicon = lexicon
        self.problems: list[Problem] = []

    def groups(self, where: str, groups: Mapping[str, Sequence[str]]) -> dict[str, Pattern]:
        """Each group of patterns as one."""
        return {name: self.compile(f"{where}.{name}", patterns) for name, patterns in groups.items()}

    def compile(self, where: str, patterns: Sequence[str]) -> Pattern:
        """Several patterns as one; one that matches nothing where it cannot."""
        try:
            return re.compile("|".join(self._filled(pattern) for pattern in patterns))
        except re.error as error:
            self._note(where, f"不是正则表达式：{error}")
        except KeyError as error:
            self._note(where, f"lexicon 里没有 {error.args[0]}")
        except RecursionError:
            self._note(where, "lexicon 里的词互相引用，绕成了圈")
        return _NOTHING

    def _note(self, where: str, what: str) -> None:
        self.problems.append(Problem(DETAILS, where, what))

    def _filled(self, pattern: str) -> str:
        return _LEXICON_NAME.sub(lambda match: f"(?:{self._filled(self._lexicon[match[1]])})", pattern)


def _sums(words: PaymentWords, compiler: _Compiler) -> SumWords:
    def by_currency(forms: Mapping[str, Sequence[str]]) -> str:
        return "|".join(f"(?P<{code}>{'|'.join(said)})" for code, said in forms.items())

    return SumWords(
        unit_after=compiler.compile("payments.currencies", [rf"\s?(?:{by_currency(words.currencies)})"]),
        mark_before=compiler.compile(
            "payments.currency_marks", [rf"(?:{by_currency(words.currency_marks)})[:：]?\s?$"]
        ),
        hotlines=frozenset(words.hotlines),
        aside=compiler.compile("payments.aside", [rf"(?:{'|'.join(words.aside)})[^,。;!?\d]{{0,6}}$"]),
    )


def _cues(details: DetailsFile, compiler: _Compiler) -> Iterator[tuple[str, Pattern]]:
    for name, patterns in details.cues.items():
        for i, pattern in enumerate(patterns):
            yield f"{name}{i}", compiler.compile(f"cues.{name}", [pattern])
    for name, words in details.concepts.items():
        yield CONCEPT_MARK + name, compiler.compile(f"concepts.{name}", [words])
