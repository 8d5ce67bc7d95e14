"""The words for details and cues, compiled from ``content/zh-Hans/details.yaml``.

Checked by hand: a record library takes longer to import than all of this takes to load.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogs.library.parsing import parsed

Pattern = re.Pattern[str]
_LEXICON_NAME = re.compile(r"\{([a-z_]+)\}")
_FIXED_DAY = re.compile(r"(\d\d)-(\d\d)")
_YEARS = range(2022, 2032)
_FIELDS = frozenset(
    {
        "lexicon",
        "answers",
        "only_for",
        "tried",
        "tool_installed",
        "fee_paid",
        "blocked",
        "not_blocked",
        "danger",
        "calm",
        "festivals",
        "small_talk",
        "cues",
        "concepts",
    }
)
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
    small_talk: Pattern
    cues: tuple[tuple[str, Pattern], ...]


def load_wording(text: str) -> Wording:
    """The wording in the text of ``details.yaml``.

    Raises:
        ValueError: a field is missing or unknown, or a pattern does not compile or uses a word class that the lexicon
            lacks; says which.
    """
    data: Any = parsed(text)
    if not isinstance(data, dict) or data.keys() != _FIELDS:
        raise ValueError(f"fields should be {sorted(_FIELDS)}")
    lexicon = _Lexicon(data["lexicon"])
    return Wording(
        answers={name: _choice(name, choice, lexicon) for name, choice in data["answers"].items()},
        only_for={name: frozenset(situations) for name, situations in data["only_for"].items()},
        tried=_compiled("tried", data["tried"], lexicon),
        tool_installed=lexicon.compile("tool_installed", data["tool_installed"]),
        fee_paid=lexicon.compile("fee_paid", data["fee_paid"]),
        blocked=lexicon.compile("blocked", data["blocked"]),
        not_blocked=lexicon.compile("not_blocked", data["not_blocked"]),
        danger=_compiled("danger", data["danger"], lexicon),
        calm={name: lexicon.compile(f"calm.{name}", p) if p else None for name, p in data["calm"].items()},
        festivals={name: _days(value) for name, value in data["festivals"].items()},
        small_talk=lexicon.compile("small_talk", [rf"(?:{'|'.join(data['small_talk'])}|[\W\d_])*"]),
        cues=tuple(_cues(data, lexicon)),
    )


class _Lexicon:
    """Word classes by name, put into patterns where they say {name}."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words

    def compile(self, where: str, patterns: Sequence[str]) -> Pattern:
        if isinstance(patterns, str) or not all(isinstance(pattern, str) for pattern in patterns):
            raise ValueError(f"{where}: should be a list of texts")
        source = "|".join(self._filled(where, pattern) for pattern in patterns)
        try:
            return re.compile(source)
        except re.error as error:
            raise ValueError(f"{where}: {error}: {source}") from error

    def _filled(self, where: str, pattern: str) -> str:
        return _LEXICON_NAME.sub(lambda match: f"(?:{self._word(where, match[1])})", pattern)

    def _word(self, where: str, name: str) -> str:
        if name not in self._words:
            raise ValueError(f"{where}: no word class is called {name}")
        return self._filled(where, self._words[name])


def _compiled(where: str, groups: Mapping[str, Sequence[str]], lexicon: _Lexicon) -> dict[str, Pattern]:
    return {name: lexicon.compile(f"{where}.{name}", patterns) for name, patterns in groups.items()}


def _choice(name: str, choice: Mapping[str, Any], lexicon: _Lexicon) -> Choice:
    if choice.keys() != {"pick", "options"} or choice["pick"] not in {"first", "last"}:
        raise ValueError(f"answers.{name}: needs options, and pick: first or last")
    return Choice(choice["pick"] == "last", tuple(_compiled(f"answers.{name}", choice["options"], lexicon).items()))


def _cues(data: Mapping[str, Any], lexicon: _Lexicon) -> Iterator[tuple[str, Pattern]]:
    for name, patterns in data["cues"].items():
        for i, pattern in enumerate(patterns):
            yield f"{name}{i}", lexicon.compile(f"cues.{name}", [pattern])
    for name, words in data["concepts"].items():
        yield CONCEPT_MARK + name, lexicon.compile(f"concepts.{name}", [words])


def _days(value: str | Sequence[date]) -> tuple[date, ...]:
    if not isinstance(value, str):
        return tuple(value)
    match = _FIXED_DAY.fullmatch(value)
    if match is None:
        raise ValueError(f"festivals: {value} is no month and day such as 10-01")
    return tuple(date(year, int(match[1]), int(match[2])) for year in _YEARS)
