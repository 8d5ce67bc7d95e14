"""Many words found in one pass over a text, by the two characters with which they begin.

At each place of the text one look-up says which lengths the words have that may begin there, and one for each length
whether they do: sixteen at most with the words we have, so that no message can make it slow. (An Aho–Corasick automaton
needs two steps a character, but a dictionary for each of its states: several times the memory.) The words may be
any strings; the caller brings text and words to the same form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from operator import add, itemgetter
from sys import intern
from typing import NamedTuple

_BEGINNING = 2


class Hit(NamedTuple):  # the quickest record to make: a message has thousands of them
    """One word found: its number in the word list, and where it stands (`text[start:end]`)."""

    word: int
    start: int
    end: int


_end_of = itemgetter(2)


class WordIndex:
    """A fixed list of words, ready to be looked for. Empty words are never found."""

    def __init__(self, words: Iterable[str]) -> None:
        """`words`: none of them twice, but for empty ones.

        Raises:
            ValueError: one stands twice, or is longer than 255 characters.
        """
        self.words = tuple(intern(word) for word in words)  # many are in other lists as well
        self._numbers = {word: number for number, word in enumerate(self.words) if word}
        if len(self._numbers) != sum(map(bool, self.words)):
            raise ValueError("a word stands twice in the list")
        self._characters = {word: number for word, number in self._numbers.items() if len(word) == 1}
        lengths: dict[str, set[int]] = defaultdict(set)
        for word in self._numbers.keys() - self._characters.keys():
            lengths[word[:_BEGINNING]].add(len(word))
        kept: dict[bytes, bytes] = {}  # most beginnings have the lengths of another one
        self._lengths = {start: kept.setdefault(found := bytes(sorted(some)), found) for start, some in lengths.items()}

    def find(self, text: str) -> list[Hit]:
        """All hits in `text`, overlapping ones too, in order of their end; of one end, the longest first."""
        numbers, lengths, characters, end = self._numbers, self._lengths, self._characters, len(text)
        hits: list[Hit] = []
        for start, beginning in enumerate(map(add, text, text[1:])):
            if beginning in lengths:
                for length in lengths[beginning]:
                    word = text[start : start + length]
                    if word in numbers and start + length <= end:
                        hits.append(Hit(numbers[word], start, start + length))
        hits += [Hit(characters[one], at, at + 1) for at, one in enumerate(text) if one in characters]
        hits.sort(key=_end_of)  # stable: of one end the longer began earlier, and is there already
        return hits


def leftmost_longest(hits: Iterable[Hit]) -> list[Hit]:
    """A choice of hits that do not overlap: from the left, and at one place the longest."""
    chosen: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not chosen or hit.start >= chosen[-1].end:
            chosen.append(hit)
    return chosen
