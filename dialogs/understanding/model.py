"""A linear model over characters and cues, as `scripts/fit-situation` writes it.

One file: a line of JSON (names, biases, cue weights), a line for each gram, then one row of bytes for each gram:
its inverse document frequency and its signed weight in each column, quantised to eight bits.

In memory the grams lie in a few long strings, one for each first character: a dictionary with a string and a number for
each gram takes ten times as much.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

FORMAT = "transfer-aid situation model 1"
INSIDE, OUTSIDE = "in", "out"
_OFFSET = 128  # of a weight, so that it fits an unsigned byte
_REST = 2  # characters that a gram has at most after its first
_NOTHING = "\0"  # stands where a gram has fewer


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model makes of a text; each mapping adds up to 1."""

    scope: Mapping[str, float]  # INSIDE and OUTSIDE
    situations: Mapping[str, float]  # given that it is inside


class Model:
    """The fitted model, read from the bytes of its file."""

    def __init__(self, data: bytes) -> None:
        """Read the file's bytes.

        Raises:
            ValueError: they are no model of this format.
        """
        head, _, rest = data.partition(b"\n")
        try:
            header: dict[str, Any] = json.loads(head)
        except ValueError as error:
            raise ValueError(f"not a {FORMAT}: {error}") from error
        if header.get("format") != FORMAT:
            raise ValueError(f"not a {FORMAT}")
        self._scopes: tuple[str, ...] = tuple(header["scopes"])
        self._situations: tuple[str, ...] = tuple(header["situations"])
        self._columns = len(self._scopes) + len(self._situations)
        self._bias: tuple[float, ...] = tuple(header["bias"])
        self._cues: Mapping[str, Sequence[float]] = header["cues"]
        self._weight_step: float = header["weight_step"]
        self._idf_step: float = header["idf_step"]
        text, _, rows = rest.partition(b"\n\n")
        self._width = self._columns + 1
        self._grams, count = _by_first_character(text.decode())
        if len(rows) != count * self._width:
            raise ValueError(f"{count} grams but {len(rows)} bytes of {self._width} columns")
        self._rows = rows

    @property
    def situations(self) -> tuple[str, ...]:
        """The situations that it tells apart."""
        return self._situations

    def score(self, grams: Iterable[str], cues: Iterable[str]) -> Scores:
        """The probabilities for a text of these grams and cues."""
        found = list(self._rows_of(grams))
        totals = list(self._bias)
        if found:
            idf, *weights = zip(*found, strict=True)
            length = math.sqrt(sum(i * i for i in idf)) * self._idf_step
            shift = _OFFSET * len(found)
            scale = self._weight_step / length
            totals = [bias + (sum(column) - shift) * scale for bias, column in zip(totals, weights, strict=True)]
        for cue in cues:
            row = self._cues.get(cue)
            if row:
                totals = [total + weight for total, weight in zip(totals, row, strict=True)]
        split = len(self._scopes)
        return Scores(_softmax(self._scopes, totals[:split]), _softmax(self._situations, totals[split:]))

    def _rows_of(self, grams: Iterable[str]) -> Iterator[bytes]:
        """The rows of those grams that it knows."""
        known, rows, width = self._grams, self._rows, self._width
        for gram in grams:
            if gram[0] in known:
                first, rests = known[gram[0]]
                rest = gram[1:].ljust(_REST, _NOTHING)
                place = rests.find(rest)
                while place % _REST and place > 0:  # half of one and half of the next
                    place = rests.find(rest, place + 1)
                if place >= 0:
                    row = (first + place // _REST) * width
                    yield rows[row : row + width]


def _by_first_character(text: str) -> tuple[dict[str, tuple[int, str]], int]:
    """For each first character the number of its first gram and what follows it in each; and how many grams there are.

    Args:
        text: the grams, a line each, those with the same first character together.

    Raises:
        ValueError: those with the same first character are apart, or one is too long.
    """
    found: dict[str, tuple[int, str]] = {}
    count = 0
    for character, grams in groupby(text.split("\n"), key=itemgetter(slice(1))):
        rests = [gram[1:].ljust(_REST, _NOTHING) for gram in grams]
        joined = "".join(rests)
        if character in found or len(joined) != _REST * len(rests):
            raise ValueError(f"the grams that begin with {character!r} are apart, or too long")
        found[character] = (count, joined)
        count += len(rests)
    return found, count


def _softmax(names: Sequence[str], totals: Sequence[float]) -> dict[str, float]:
    most = max(totals)
    raised = [math.exp(total - most) for total in totals]
    whole = sum(raised)
    return {name: value / whole for name, value in zip(names, raised, strict=True)}


def dump(
    *,
    scopes: Sequence[str],
    situations: Sequence[str],
    bias: Sequence[float],
    cues: Mapping[str, Sequence[float]],
    words: Mapping[str, tuple[float, Sequence[float]]],
) -> bytes:
    """The bytes of a model file.

    Args:
        scopes: names of the first columns.
        situations: names of the other columns.
        bias: for each column.
        cues: for each cue, what it adds to each column.
        words: for each gram, its inverse document frequency and its weight (times that) in each column.
    """
    weight_step = max(abs(w) for _, row in words.values() for w in row) / (_OFFSET - 1)
    idf_step = max(idf for idf, _ in words.values()) / 255
    # Rounded before use: what the file says is what the rows are counted in.
    step, idf_unit = float(f"{weight_step:.6g}"), float(f"{idf_step:.6g}")
    header = {
        "format": FORMAT,
        "scopes": list(scopes),
        "situations": list(situations),
        "bias": [round(b, 4) for b in bias],
        "cues": {name: [round(w, 3) for w in row] for name, row in sorted(cues.items())},
        "weight_step": step,
        "idf_step": idf_unit,
    }
    names = sorted(words)
    rows = bytearray()
    for name in names:
        idf, weights = words[name]
        rows.append(min(255, round(idf / idf_unit)))
        rows.extend(max(0, min(255, round(w / step) + _OFFSET)) for w in weights)
    top = json.dumps(header, ensure_ascii=False, separators=(",", ":"))
    return top.encode() + b"\n" + "\n".join(names).encode() + b"\n\n" + bytes(rows)
