"""The little language in which signals say what to look for, and its matcher.

A pattern is a row of parts. A part is plain text, a choice ``(一|二)``, one that may be missing ``(一|二)?``, or a
word list ``{name}``; a part ``#`` is any number. Parts follow each other at once, after at most three characters
where ``~`` stands between them, ten where ``…`` does and twenty where ``……`` does (three times as many before a latin
word); never across the end of a sentence. ``先{recover}…{pay}`` finds 「先追回，成功之后再收费」.

All words of all patterns are found in one pass; each find then does a bounded amount of work, so that the time
grows with the length of the text and with nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import product
from struct import Struct
from typing import NamedTuple

from dialogs.text.expression import Expression
from dialogs.text.spellings import is_latin
from dialogs.text.word_index import Hit, WordIndex

_NEAR, _FAR = 3, 10
_LATIN_STRETCH = 3  # a latin word takes about three times the room of a Chinese one
_ANY_NUMBER = "#"
_GAPS = {"~": _NEAR, "…": _FAR}
_TOKEN = Expression(r"\{[a-z0-9_]+\}|\([^()]+\)\??|[~…#]|[^{}()~…?#]+")
_AT_FIRST = -1
_PACKED = Struct("=iiih?")
_REMEMBERED = 4  # places kept for each beginning of a pattern
_MOST_MERGED = 64
_NUMBER = Expression(r"[0-9]+(?:[.,][0-9]+)*|[一二两三四五六七八九十百千万几半]+")


class PatternError(ValueError):
    """A pattern that cannot be read."""


class Found(NamedTuple):
    """One pattern found: its number, whose it is, and where it stands (`text[start:end]`)."""

    pattern: int
    owner: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Part:
    words: tuple[str, ...]
    gap: int  # the most characters between this part and the one before


class _Role(NamedTuple):
    """What a word is to one pattern: its part at `place`; `reach` is the gap before it, `_AT_FIRST` at the beginning.

    `stage` numbers the parts of all patterns through, so that what must have been found before is at ``stage - 1``.
    """

    place: int
    pattern: int
    owner: int
    stage: int
    reach: int
    last: bool

    def packed(self) -> bytes:
        """As kept: twelve thousand such records would take eight times the memory. Its place is not needed any more."""
        return _PACKED.pack(*self[1:])


def parse(pattern: str, lists: Mapping[str, Sequence[str]], plain: Callable[[str], str] = str) -> tuple[_Part, ...]:
    """The parts of a pattern, with each word in the form that `plain` gives it.

    Raises PatternError on an unknown list or a part that is missing.
    """
    parts: list[_Part] = []
    gap = 0
    if "".join(_TOKEN.findall(pattern)) != pattern:
        raise PatternError(f"{pattern}: brackets do not match")
    for token in _TOKEN.findall(pattern):
        if token in _GAPS:
            gap += _GAPS[token]
            continue
        parts.append(_Part(_choices(token, lists, pattern), gap))
        gap = 0
    # Only whole words have a plain spelling of their own: 片 and 子 have none.
    merged = tuple(_Part(tuple(dict.fromkeys(map(plain, part.words))), part.gap) for part in _merged(parts))
    if not parts or gap or any("" in part.words for part in merged):
        raise PatternError(f"{pattern}: a word is missing, or an optional one stands alone")
    return merged


def _choices(token: str, lists: Mapping[str, Sequence[str]], pattern: str) -> tuple[str, ...]:
    if token.startswith("{"):
        if token[1:-1] not in lists:
            raise PatternError(f"{pattern}: no word list {token}")
        return tuple(lists[token[1:-1]])
    if len(token) > 1 and any(mark in token for mark in (_ANY_NUMBER, *_GAPS)):
        raise PatternError(f"{pattern}: a number or a gap may not stand in a choice")
    inside = token.removeprefix("(").removesuffix("?").removesuffix(")")
    return (*inside.split("|"), *([""] if token.endswith(")?") else []))


def _merged(parts: Iterable[_Part]) -> Iterable[_Part]:
    """Short neighbours joined into whole words, which are rarer and so quicker to look for."""
    waiting: _Part | None = None
    for part in parts:
        optional = "" in part.words or (waiting is not None and "" in waiting.words)
        size = len(part.words) * (len(waiting.words) if waiting else 0)
        numeric = _ANY_NUMBER in part.words or (waiting is not None and _ANY_NUMBER in waiting.words)
        if waiting and not part.gap and not numeric and (optional or size <= _MOST_MERGED):
            words = tuple(a + b for a, b in product(waiting.words, part.words))
            waiting = _Part(words, waiting.gap)
            continue
        if waiting:
            yield waiting
        waiting = part
    if waiting:
        yield waiting


class Patterns:
    """All patterns of all owners, ready to be looked for."""

    def __init__(
        self,
        patterns: Iterable[tuple[int, str]],
        lists: Mapping[str, Sequence[str]],
        plain: Callable[[str], str] = str,
    ) -> None:
        """`patterns` are pairs of an owner's number and one of its patterns; `plain` as for `parse`."""
        roles: dict[str, list[_Role]] = defaultdict(list)
        stage = 0
        for number, (owner, pattern) in enumerate(patterns):
            parts = parse(pattern, lists, plain)
            for place, part in enumerate(parts):
                for word in dict.fromkeys(part.words):
                    stretch = _LATIN_STRETCH if is_latin(word[:1]) else 1
                    reach = part.gap * stretch if place else _AT_FIRST
                    roles[word].append(_Role(place, number, owner, stage, reach, place + 1 == len(parts)))
                stage += 1
        self._number = tuple(roles).index(_ANY_NUMBER) if _ANY_NUMBER in roles else None
        self._index = WordIndex(word if word != _ANY_NUMBER else "" for word in roles)
        # Later parts first, so that one find cannot serve as two parts of one pattern.
        later_first = (sorted(places, key=lambda role: -role.place) for places in roles.values())
        self._roles = [b"".join(role.packed() for role in places) for places in later_first]

    def find(self, text: str, numbers: Sequence[int]) -> Iterable[Found]:
        """Every pattern found in `text`; `numbers` is what `numbered_sentences(text)` gave."""
        begun: dict[int, list[tuple[int, int]]] = {}
        for hit in self._hits(text):
            if not _whole_word(text, hit):
                continue
            for pattern, owner, stage, reach, last in _PACKED.iter_unpack(self._roles[hit.word]):
                if reach == _AT_FIRST:
                    start = hit.start
                elif stage - 1 not in begun or (found := _start(begun[stage - 1], reach, hit, numbers)) is None:
                    continue
                else:
                    start = found
                if last:
                    yield Found(pattern, owner, start, hit.end)
                else:
                    places = begun.setdefault(stage, [])
                    places.append((start, hit.end))
                    del places[:-_REMEMBERED]

    def _hits(self, text: str) -> Iterable[Hit]:
        """All words and, where a pattern asks for them, all numbers of the text, in order of their end."""
        if self._number is None:
            return self._index.find(text)
        number = self._number
        numbers = (Hit(number, *found.span()) for found in _NUMBER.finditer(text))
        return merge(self._index.find(text), numbers, key=lambda hit: hit.end)


def _start(begun: Sequence[tuple[int, int]], reach: int, hit: Hit, numbers: Sequence[int]) -> int | None:
    """Where the pattern began whose next part is `hit`, or None."""
    for start, end in reversed(begun):
        if 0 <= hit.start - end <= reach and numbers[start] == numbers[hit.end - 1]:
            return start
    return None


def _whole_word(text: str, hit: Hit) -> bool:
    """Whether a hit is not the inside of a longer latin word or number."""
    first, last = text[hit.start], text[hit.end - 1]
    if hit.start and _same_run(text[hit.start - 1], first):
        return False
    return hit.end >= len(text) or not _same_run(last, text[hit.end])


def _same_run(left: str, right: str) -> bool:
    both = left + right
    return both.isascii() and (both.isalpha() or both.isdigit())
