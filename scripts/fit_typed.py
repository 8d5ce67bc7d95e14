"""Fits the models that read typed messages: answers to the open question, and what else a message asks for.

answers.bin has one head for each question of the dialog: its options, UNKNOWN ("I don't know") and OTHER (no answer
to it). messages.bin has the heads danger, request and feeling, each with NONE. Imported by scripts/fit-models.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PHRASES = "zh-Hans/phrases/"
UNKNOWN, OTHER, NONE = "unknown", "other_words", "none"
NEGATIVES = 2500
NEGATIVE_WEIGHT = 0.15
AMBIGUOUS = frozenset({"yes", "no", "skip", "again", "none"})  # requests that are answers, too
STRENGTH = 40.0


@dataclass(frozen=True)
class Phrase:
    text: str
    label: str
    weight: float = 1.0


def flat(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        for value in part.values():
            yield from flat(value)
    elif isinstance(part, list):
        for value in part:
            yield from flat(value)
    elif part is not None:
        yield str(part)


def drawn(name: str, texts: Iterable[str], taken: set[str], most: int) -> list[str]:
    left = [text for text in dict.fromkeys(texts) if text not in taken]
    random.Random(name).shuffle(left)
    return left[:most]


def answer_heads(answers, requests, danger, fears, asks) -> dict[str, list[Phrase]]:
    found = {}
    for question, parts in answers.items():
        own = [Phrase(str(t), option) for option, texts in parts["options"].items() for t in texts or ()]
        own += [Phrase(str(t), UNKNOWN) for t in parts.get("unknown") or ()]
        own += [Phrase(str(t), OTHER) for t in parts.get("other") or ()]
        taken = {p.text for p in own}
        rest = [t for q, other in answers.items() if q != question for o, ts in other["options"].items() if o != UNKNOWN for t in ts or ()]
        rest += [t for name, ts in requests.items() if name not in AMBIGUOUS for t in flat(ts)]
        rest += [*flat(fears), *asks]
        if question != "still_in_contact":
            rest += [t for name, ts in danger.items() for t in flat(ts)]
        own += [Phrase(str(t), OTHER, NEGATIVE_WEIGHT) for t in drawn(question, map(str, rest), taken, NEGATIVES)]
        found[question] = own
    return found


def message_heads(answers, requests, danger, fears, asks) -> dict[str, list[Phrase]]:
    options = [t for parts in answers.values() for t in flat(parts["options"])]
    others = [t for parts in answers.values() for t in flat(parts.get("other"))]
    still = list(flat(answers["still_in_contact"]))
    d = [Phrase(t, kind) for kind, ts in danger.items() for t in flat(ts)]
    taken = {p.text for p in d} | set(still)
    calm = [*options, *flat(fears), *flat(requests), *asks]
    d += [Phrase(t, NONE, NEGATIVE_WEIGHT) for t in drawn("danger", calm, taken, 6000)]
    r = [Phrase(t, kind) for kind, ts in requests.items() for t in flat(ts)]
    taken = {p.text for p in r}
    r += [Phrase(t, NONE, NEGATIVE_WEIGHT) for t in drawn("request", [*options, *flat(fears), *flat(danger), *asks], taken, 6000)]
    f = [Phrase(t, kind) for kind, ts in fears.items() for t in flat(ts)]
    taken = {p.text for p in f} | set(others)
    f += [Phrase(t, NONE, NEGATIVE_WEIGHT) for t in drawn("feeling", [*options, *flat(requests), *asks], taken, 4000)]
    return {"danger": d, "request": r, "feeling": f}
