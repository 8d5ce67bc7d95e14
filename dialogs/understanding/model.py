"""A linear model over characters and cues, as `scripts/fit-situation` writes it.

One file: a line of JSON (names, biases, cue weights), a line for each gram, then one row of bytes for each gram:
its inverse document frequency and its signed weight in each column, quantised to eight bits.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FORMAT = "transfer-aid situation model 1"
INSIDE, OUTSIDE = "in", "out"
_OFFSET = 128  # of a weight, so that it fits an unsigned byte


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
        words = text.decode().split("\n")
        self._width = self._columns + 1
        if len(rows) != len(words) * self._width:
            raise ValueError(f"{len(words)} grams but {len(rows)} bytes of {self._width} columns")
        self._start = {word: i * self._width for i, word in enumerate(words)}
        self._rows = rows

    @property
    def situations(self) -> tuple[str, ...]:
        """The situations that it tells apart."""
        return self._situations

    def score(self, grams: Iterable[str], cues: Iterable[str]) -> Scores:
        """The probabilities for a text of these grams and cues."""
        start, rows, width = self._start, self._rows, self._width
        found = [rows[start[gram] : start[gram] + width] for gram in grams if gram in start]
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
