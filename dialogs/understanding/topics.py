"""Which known questions a text asks, by the characters it shares with their wordings."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

_QUESTION = re.compile(
    r"[?？]|吗|么|嘛|呢|怎么|怎样|如何|咋|哪|啥|什么|多少|多久|几|能不能|可不可以|会不会|是不是|有没有|要不要|可以|能|会|是真的|真假|靠谱|对不对|行不行"
)
_DROPPED = re.compile(r"[^\u3400-\u9fffa-z0-9]")
_THRESHOLD = 0.5
_LONGEST = 60  # a text longer than that tells a story; its questions are read sentence by sentence
_MOST = 2
_SENTENCES = re.compile(r"[。!?;\n]|(?<=[吗呢])[,，\s]|,")


def asks(text: str) -> bool:
    """Whether normalised `text` asks something."""
    return bool(_QUESTION.search(text))


class Topics:
    """An index over the wordings in which each topic is asked."""

    def __init__(self, asks: Mapping[str, Sequence[str]]) -> None:
        """`asks`: topic id to normalised wordings."""
        wordings = [(topic, _grams(text)) for topic, texts in asks.items() for text in texts]
        known = Counter(gram for _, grams in wordings for gram in grams)
        self._weight = {gram: math.log((1 + len(wordings)) / (1 + n)) + 1 for gram, n in known.items()}
        self._unknown = math.log(1 + len(wordings)) + 1
        self._wordings: list[tuple[str, float]] = []
        self._where: dict[str, list[int]] = {}
        for index, (topic, grams) in enumerate(wordings):
            self._wordings.append((topic, self._norm(grams)))
            for gram in grams:
                self._where.setdefault(gram, []).append(index)

    def find(self, text: str) -> tuple[str, ...]:
        """The topics that normalised `text` asks about, the nearest first; none when it asks nothing."""
        best: dict[str, float] = {}
        for part in self._parts(text):
            for topic, score in self._scores(part):
                if score >= _THRESHOLD:
                    best[topic] = max(score, best.get(topic, 0.0))
        ranked = sorted(best, key=lambda topic: (-best[topic], topic))
        top = best[ranked[0]] if ranked else 0.0
        return tuple(topic for topic in ranked[:_MOST] if best[topic] > top - 0.1)

    def _parts(self, text: str) -> Iterator[str]:
        if not asks(text):
            return
        if len(text) <= _LONGEST:
            yield text
        for part in _SENTENCES.split(text):
            if len(part) > 3 and part != text and asks(part):
                yield part

    def _scores(self, text: str) -> Iterator[tuple[str, float]]:
        grams = _grams(text)
        norm = self._norm(grams)
        shared: dict[int, float] = {}
        for gram in grams:
            weight = self._weight.get(gram, 0.0) ** 2
            for index in self._where.get(gram, ()):
                shared[index] = shared.get(index, 0.0) + weight
        for index, dot in shared.items():
            topic, length = self._wordings[index]
            yield topic, dot / (norm * length)

    def _norm(self, grams: frozenset[str]) -> float:
        return math.sqrt(sum(self._weight.get(gram, self._unknown) ** 2 for gram in grams)) or 1.0


def _grams(text: str) -> frozenset[str]:
    plain = _DROPPED.sub("", text)
    return frozenset(plain[i : i + n] for n in (1, 2, 3) for i in range(len(plain) - n + 1))
