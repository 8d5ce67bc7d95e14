"""Words without which a regular expression is found in no text, read off the expression.

They tell of a text, before anything is compiled or searched, which of many expressions can be in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Words = frozenset[str]

_TOKEN = re.compile(
    r"(?P<look>\(\?<?[=!])|(?P<strange>\(\?[^:P>]|\[\^?\])|(?P<open>\((?:\?(?:P<\w+>|[:>]))?)|(?P<close>\))|(?P<or>\|)"
    r"|(?P<repeated>(?:[*+?]|\{\d*,?\d*\})[?+]?)|(?P<name>\{[a-z_]+\})|(?P<any>\[(?:\\.|[^\]\\]){0,200}\]|[.^$]|\\[a-zA-Z0-9])"
    r"|(?P<text>(?:(?:\\[^a-zA-Z0-9]|[^\\.^$*+?{}\[\]()|])(?![*+?]|\{[\d,]))+|\\[^a-zA-Z0-9]|.)",
    re.DOTALL,
)
_AT_WILL = re.compile(r"[*?]|\{0?,")
_QUOTED = re.compile(r"\\(.)")
_FEW = re.compile(r"\[([^\\^\[-]{1,200})\]")  # a class that names its characters


class _StrangeError(Exception):
    """Something that is not known here, or has no end."""


def needed_words(pattern: str, lexicon: Mapping[str, Words | None]) -> Words | None:
    """Words one of which stands in every text that an expression is found in; None where none can be named.

    Args:
        pattern: the expression, as `re.compile` takes it but for names in braces.
        lexicon: the needed words of what stands for ``{name}`` in it, by name.
    """
    try:
        reader = _Reader(pattern, lexicon)
        words = reader.alternatives()
        return None if reader.more() else words
    except (_StrangeError, KeyError):
        return None


class _Reader:
    """Reads an expression from left to right. A reading is the needed words of what was read."""

    def __init__(self, pattern: str, lexicon: Mapping[str, Words | None]) -> None:
        self._tokens = [(str(found.lastgroup), found[0]) for found in reversed([*_TOKEN.finditer(pattern)])]
        self._lexicon = lexicon

    def more(self) -> bool:
        """Whether something is left."""
        return bool(self._tokens)

    def alternatives(self) -> Words | None:
        """What stands up to the end of the brackets: the words of all alternatives, if each has some."""
        readings = [self._sequence()]
        while self._next("or"):
            self._tokens.pop()
            readings.append(self._sequence())
        found = [words for words in readings if words]
        return frozenset().union(*found) if len(found) == len(readings) else None

    def _sequence(self) -> Words | None:
        """Parts that must all be there: the words of the one whose shortest word is longest, the fewest of them."""
        best: Words | None = None
        while self._tokens and not self._next("or") and not self._next("close"):
            words = self._part()
            if words and (best is None or _rarity(words) > _rarity(best)):
                best = words
        return best

    def _part(self) -> Words | None:
        kind, said = self._tokens.pop()
        words: Words | None = None
        match kind:
            case "open" | "look":
                inside = self.alternatives()
                if not self._next("close"):
                    raise _StrangeError
                self._tokens.pop()
                words = inside if kind == "open" else None
            case "name":
                words = self._lexicon[said[1:-1]]
            case "any":
                words = frozenset(few[1]) if (few := _FEW.fullmatch(said)) else None
            case "text":
                words = frozenset({_QUOTED.sub(r"\1", said)})
            case _:
                raise _StrangeError
        if self._next("repeated"):
            words = None if _AT_WILL.match(self._tokens.pop()[1]) else words
        return words

    def _next(self, kind: str) -> bool:
        return bool(self._tokens) and self._tokens[-1][0] == kind


def _rarity(words: Words) -> tuple[int, int]:
    """The more, the fewer texts have one of some words."""
    return min(map(len, words)), -len(words)
