"""How a message is put: whether it reads like an offer to recall or to recover money, by the company of its words.

A linear layer over characters and pairs of characters, fitted by `scripts/fit-offers` to phrases written for this
project. It finds offers in words that no signal knows; what it says counts as one clue among the others.
"""

from __future__ import annotations

import bisect
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dialogs.library.models.checking import OffersFile

FORMAT = "transfer-aid offers 1"
_PIECES = re.compile(r"[\u3400-\u9fff]+|[a-z]+|[0-9]+|[?!]")
_LONG_NUMBER = 5  # digits from which a number is an account or a telephone rather than an amount


@dataclass(frozen=True, slots=True)
class Manner:
    """How strongly a text reads like an offer (above 0: more likely than not), of what, and in which words most."""

    strength: float
    recall: bool
    start: int
    end: int


def grams(text: str) -> Iterator[tuple[str, int]]:
    """The features of a plain text with the place of each: characters, pairs, latin words, kinds of number."""
    for piece in _PIECES.finditer(text):
        word, place = piece.group(), piece.start()
        if word[0] >= "\u3400":
            for i, char in enumerate(word):
                yield char, place + i
                if i + 1 < len(word):
                    yield word[i : i + 2], place + i
        elif word.isdigit():
            yield ("<account>" if len(word) >= _LONG_NUMBER else "<number>"), place
        else:
            yield f"<{word}>", place


class MannerModel:
    """The fitted layer: for each feature what it adds to "an offer", and to "of a recall rather than a recovery"."""

    def __init__(self, bias: tuple[float, float], weights: Mapping[str, tuple[float, float]]) -> None:
        self._bias = bias
        self._weights = weights

    @classmethod
    def of(cls, offers: OffersFile) -> MannerModel:
        """The model in a file that `dump` wrote."""
        shared = {pair: pair for pair in offers.weights.values()}  # most weights are alike: each is kept once
        return cls(offers.bias, {gram: shared[pair] for gram, pair in offers.weights.items()})

    def judge(self, text: str, sentences: Sequence[int]) -> Manner:
        """The manner of a plain text; `sentences` are the numbers that `numbered_sentences(text)` gave."""
        first: dict[str, int] = {}
        for gram, place in grams(text):
            first.setdefault(gram, place)
        if not first:
            return Manner(-math.inf, recall=False, start=0, end=0)
        scale = 1 / math.sqrt(len(first))
        by_sentence: dict[int, float] = {}
        offer = recall = 0.0
        for gram, place in first.items():
            weights = self._weights.get(gram)
            if weights:
                offer += weights[0]
                recall += weights[1]
                by_sentence[sentences[place]] = by_sentence.get(sentences[place], 0.0) + weights[0]
        best = max(by_sentence, key=by_sentence.__getitem__, default=0)
        return Manner(
            strength=self._bias[0] + offer * scale,
            recall=self._bias[1] + recall * scale > 0,
            start=bisect.bisect_left(sentences, best),
            end=bisect.bisect_right(sentences, best),
        )


def dump(bias: tuple[float, float], weights: Iterable[tuple[str, float, float]]) -> str:
    """The text of a model file, the same for the same numbers."""
    rows = {gram: [round(offer, 3), round(recall, 3)] for gram, offer, recall in sorted(weights)}
    data = {"format": FORMAT, "bias": [round(value, 4) for value in bias], "weights": rows}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("],", "],\n") + "\n"
