"""One spelling for all: width, invisible characters, Traditional characters, spaced-out and disguised words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from dialogs.script import simplified
from dialogs.understanding.spellings import CANTONESE, DISGUISES, ENGLISH

MAX_LENGTH = 2000
"""Characters that are read at most; a longer text says what it has to say before that."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_SPACED_OUT = re.compile(rf"(?<=[{_HAN}])[ \t*·._~|/\\-]{{1,2}}(?=[{_HAN}])")
_BLANKS = re.compile(r"\s+")
_REPEATED = re.compile(r"([^\d])\1{3,}")
_LATIN = re.compile(r"[a-z]{3}")
_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Cs", "Co", "Cn", "So", "Sk", "Cc"})
_FIRST_BEYOND_LATIN = "\u0300"

Rules = tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], str], ...]]


def normalise(text: str) -> str:
    """`text` in Simplified lower-case characters, one blank at most between words, disguises taken off.

    Takes any string; returns at most `MAX_LENGTH` characters. Emoji, control and invisible characters become
    nothing or a blank, so that they never part a word.
    """
    wide = unicodedata.normalize("NFKC", text[: 2 * MAX_LENGTH])
    kept = "".join(" " if c.isspace() else c for c in wide if not _invisible(c))
    plain = simplified(kept).lower()
    plain = _REPEATED.sub(r"\1\1", _SPACED_OUT.sub("", _BLANKS.sub(" ", plain))).strip()
    if _LATIN.search(plain):
        plain = _replaced(plain, _rules(ENGLISH))
    plain = _replaced(plain, _rules(DISGUISES))
    cantonese, northern = _northern()
    return cantonese.sub(lambda match: northern[match[0]], plain)[:MAX_LENGTH]


def _replaced(text: str, rules: Rules) -> str:
    anything, each = rules
    if anything.search(text):
        for pattern, word in each:
            text = pattern.sub(word, text)
    return text


@cache
def _rules(table: Sequence[tuple[str, str]]) -> Rules:
    each = tuple((re.compile(pattern), word) for pattern, word in table)
    return re.compile("|".join(f"(?:{pattern})" for pattern, _ in table)), each


@cache
def _northern() -> tuple[re.Pattern[str], dict[str, str]]:
    words = dict(CANTONESE)
    return re.compile("|".join(sorted(words, key=len, reverse=True))), words


def _invisible(character: str) -> bool:
    if character < _FIRST_BEYOND_LATIN:
        return character < " " and not character.isspace()
    return unicodedata.category(character) in _INVISIBLE
