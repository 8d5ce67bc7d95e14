"""Many expressions at once: of a text, only those are looked for whose words it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, TypeVar

from dialogs.text.expression import Expression
from dialogs.text.needed_words import Words
from dialogs.text.word_index import WordIndex

K = TypeVar("K", bound=Hashable)


class WordedExpressions(Generic[K]):
    """Expressions by name, each with the words that it needs (`dialogs.text.needed_words`). Iterates over both."""

    def __init__(self, expressions: Iterable[tuple[K, Expression, Words | None]]) -> None:
        """`expressions`: name, expression, and its needed words; one that has none is looked for in every text."""
        self._expressions: list[tuple[K, Expression]] = []
        self._always: list[int] = []
        by_word: dict[str, list[int]] = defaultdict(list)
        for place, (name, expression, words) in enumerate(expressions):
            self._expressions.append((name, expression))
            if words is None:
                self._always.append(place)
            for word in words or ():
                by_word[word].append(place)
        self._index, self._by_word = WordIndex(by_word), tuple(by_word.values())

    def __iter__(self) -> Iterator[tuple[K, Expression]]:
        return iter(self._expressions)

    def possible(self, text: str) -> Iterator[tuple[K, Expression]]:
        """The expressions that may be found in a text, in their order; no other one can."""
        met = {hit.word for hit in self._index.find(text)}
        places = {*self._always, *(place for word in met for place in self._by_word[word])}
        return (self._expressions[place] for place in sorted(places))

    def found(self, text: str) -> tuple[K, ...]:
        """The names of the expressions that are found in a text, in their order."""
        return tuple(name for name, expression in self.possible(text) if expression.search(text))
