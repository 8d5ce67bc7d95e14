"""Many words found in one pass over a text (Aho–Corasick).

The search does at most two steps for each character of the text, whatever the words and the text are, so no
message can make it slow. The words may be any strings; the caller brings text and words to the same form.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Hit(NamedTuple):  # the quickest record to make: a message has thousands of them
    """One word found: its number in the word list, and where it stands (`text[start:end]`)."""

    word: int
    start: int
    end: int


class Automaton:
    """A fixed list of words, ready to be looked for. Empty words are never found."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        self._next: list[dict[str, int]] = [{}]
        self._fail: list[int] = [0]
        self._out: list[tuple[int, ...]] = [()]
        for number, word in enumerate(self.words):
            if word:
                self._add(number, word)
        self._link()

    def _add(self, number: int, word: str) -> None:
        state = 0
        for char in word:
            follower = self._next[state].get(char)
            if follower is None:
                follower = len(self._next)
                self._next[state][char] = follower
                self._next.append({})
                self._fail.append(0)
                self._out.append(())
            state = follower
        self._out[state] = (*self._out[state], number)

    def _link(self) -> None:
        """Breadth first, so that the shorter suffix a state falls back to is always linked before it."""
        queue = deque(self._next[0].values())
        while queue:
            state = queue.popleft()
            for char, follower in self._next[state].items():
                back = self._fail[state]
                while back and char not in self._next[back]:
                    back = self._fail[back]
                self._fail[follower] = self._next[back].get(char, 0)
                self._out[follower] += self._out[self._fail[follower]]
                queue.append(follower)

    def find(self, text: str) -> Iterator[Hit]:
        """All hits in `text`, overlapping ones too, in order of their end; of one end, the longest first."""
        follow, fail, out, words = self._next, self._fail, self._out, self.words
        state = 0
        for end, char in enumerate(text, 1):
            while state and char not in follow[state]:
                state = fail[state]
            state = follow[state].get(char, 0)
            for number in out[state]:
                yield Hit(number, end - len(words[number]), end)


def leftmost_longest(hits: Iterable[Hit]) -> list[Hit]:
    """A choice of hits that do not overlap: from the left, and at one place the longest."""
    chosen: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not chosen or hit.start >= chosen[-1].end:
            chosen.append(hit)
    return chosen
