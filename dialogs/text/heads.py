"""Several classifiers over the same grams in one linear model: each column is named ``head:class``.

A head is a question with a closed list of answers ("how was it paid", "is this a danger"). Its classes exclude each
other: their probabilities come from a softmax over the head's columns and sum to 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from functools import cache

from dialogs.text.linear_model import LinearModel, grams

Probabilities = Mapping[str, float]
SEPARATOR = ":"


class Heads:
    """Reads plain texts with every head of a model. Built once, then pure."""

    _totals: Callable[[str], list[float]]

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
        self._totals = self._totals_of

    def for_one_message(self) -> Heads:
        """The same heads, which reckon the totals of each text once. To be let go with the message: texts are kept."""
        remembering = copy(self)
        remembering._totals = cache(self._totals_of)  # noqa: SLF001 - a copy of its own
        return remembering

    def _totals_of(self, text: str) -> list[float]:
        return self._model.totals(grams(text))

    @property
    def classes(self) -> Mapping[str, tuple[str, ...]]:
        """The classes of every head."""
        return {head: tuple(columns) for head, columns in self._columns.items()}

    def knows(self, text: str) -> bool:
        """Whether the model was fitted to any gram of a plain text."""
        return self._model.knows(grams(text))

    def read(self, text: str, heads: Iterable[str] | None = None) -> Mapping[str, Probabilities]:
        """The probability of each class of some heads, or of all, for a plain text."""
        totals = self._totals(text)
        wanted = self._columns if heads is None else {head: self._columns[head] for head in heads}
        return {head: _softmax({name: totals[n] for name, n in columns.items()}) for head, columns in wanted.items()}


def _softmax(totals: Mapping[str, float]) -> dict[str, float]:
    most = max(totals.values())
    powers = {name: math.exp(total - most) for name, total in totals.items()}
    sum_of_all = math.fsum(powers.values())
    return {name: power / sum_of_all for name, power in powers.items()}
