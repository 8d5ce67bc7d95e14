"""Several classifiers over the same grams in one linear model: each column is named ``head:class``.

A head is a question with a closed list of answers ("how was it paid", "is this a danger"). Its classes exclude each
other: their probabilities come from a softmax over the head's columns and sum to 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from functools import cache

from dialogs.text.linear_model import LinearModel, grams

Probabilities = Mapping[str, float]
SEPARATOR = ":"


class Heads:
    """Reads plain texts with every head of a model. Built once, then pure."""

    _reader: Callable[[str], Callable[[str], Probabilities]]

    def __init__(self, data: bytes) -> None:
        """Read a file that `dialogs.text.linear_model.dump` wrote.

        Raises:
            ValueError: it is not of that format, or a column has no head.
        """
        self._model = LinearModel(data)
        self._columns: dict[str, dict[str, int]] = {}
        for number, column in enumerate(self._model.columns):
            head, separator, name = column.partition(SEPARATOR)
            if not separator:
                raise ValueError(f"the column {column} names no head")
            self._columns.setdefault(head, {})[name] = number
        self._reader = self._reader_of

    def for_one_message(self) -> Heads:
        """The same heads, which read each text once. To be let go with the message: texts are kept."""
        remembering = copy(self)
        remembering._reader = cache(lambda text: cache(self._reader_of(text)))  # noqa: SLF001 - a copy of its own
        return remembering

    def _reader_of(self, text: str) -> Callable[[str], Probabilities]:
        """What gives the probabilities of a head."""
        totals = self._model.totals(grams(text))

        def read(head: str) -> Probabilities:
            columns = self._columns[head]
            return dict(zip(columns, _softmax([totals[number] for number in columns.values()]), strict=True))

        return read

    @property
    def classes(self) -> Mapping[str, tuple[str, ...]]:
        """The classes of every head."""
        return {head: tuple(columns) for head, columns in self._columns.items()}

    def knows(self, text: str) -> bool:
        """Whether the model was fitted to any gram of a plain text."""
        return self._model.knows(grams(text))

    def read(self, text: str, heads: Iterable[str] | None = None) -> Mapping[str, Probabilities]:
        """The probability of each class of some heads, or of all, for a plain text."""
        read = self._reader(text)
        return {head: read(head) for head in (self._columns if heads is None else heads)}


def _softmax(totals: Sequence[float]) -> list[float]:
    most, exp = max(totals), math.exp
    powers = [exp(total - most) for total in totals]
    sum_of_all = math.fsum(powers)
    return [power / sum_of_all for power in powers]
