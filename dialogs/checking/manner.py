"""How a message is put: whether it reads like an offer to recall or to recover money, by the company of its words.

A linear model over grams, fitted by `scripts/fit-models` to phrases written for this project. It finds offers in words
that no signal knows; what it says counts as one clue among the others.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.text.linear_model import LinearModel, grams

OFFER, RECALL = "offer", "recall"
"""The columns of the model: an offer or not, and of a recall rather than a recovery."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How strongly a text reads like an offer (above 0: more likely than not), of what, and in which words most."""

    strength: float
    recall: bool
    start: int
    end: int


class MannerModel:
    """Judges plain texts by the model in ``content/models/offers.bin``."""

    def __init__(self, data: bytes) -> None:
        """`data`: the bytes of the file.

        Raises:
            ValueError: they are no model, or one of other columns.
        """
        self._model = LinearModel(data)
        if self._model.columns != (OFFER, RECALL):
            raise ValueError(f"a model of {self._model.columns}, not of {OFFER} and {RECALL}")

    def judge(self, text: str, sentences: Sequence[int]) -> Manner:
        """The manner of a plain text; `sentences` are the numbers that `numbered_sentences(text)` gave."""
        if not text:
            return Manner(-math.inf, recall=False, start=0, end=0)
        found = grams(text)
        (offer, recall), weights = self._model.explained(tuple(found), 0)
        by_sentence: dict[int, float] = {}
        for place, weight in zip(found.values(), weights, strict=True):
            if weight:
                by_sentence[sentences[place]] = by_sentence.get(sentences[place], 0.0) + weight
        best = max(by_sentence, key=by_sentence.__getitem__, default=0)
        return Manner(
            strength=offer,
            recall=recall > 0,
            start=bisect.bisect_left(sentences, best),
            end=bisect.bisect_right(sentences, best),
        )
