"""Linear models over pieces of plain text: the one format of everything that `scripts/fit-models` fits.

A text is the set of its grams: runs of one to three tokens, a token being a Chinese character, a latin word, a number,
a question or exclamation mark, or a pause. A gram that a model knows counts with its inverse document frequency; the
values of one text have the length 1. Grams are known by a hash into `BUCKETS` buckets: a model holds no text, and
neither does a matrix of texts to fit it to.

A file is a line of JSON (columns, biases, cues, steps of the rounding, what it was fitted to) and a zlib stream: for
each known bucket its number, frequency value and how many weights it has, then their columns in sixteen bits and the
weights in eight. Weights that round to zero are left out.
"""

from __future__ import annotations

import json
import math
import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from operator import add
from typing import Any

from dialogs.text.expression import Expression

FORMAT = "transfer-aid linear model 2"
BUCKETS = 1 << 18
_LONG_NUMBER = 5  # digits from which a number is an account or a telephone rather than an amount
_MOST_BUCKETS = 65_535  # known to one model
_MOST_COLUMNS = 65_535
_MOST_WEIGHTS = 255  # of one bucket: the largest are kept
_FULL = 4  # a bucket with a weight in more than one column of so many is a full one: those that are met most
_ZERO = 128  # is added to each weight of a full one, so that none is negative
_MOST_PACKED = 256  # whose weights, each below 256, add up to sixteen bits
_TOKENS = Expression(r"[\u3400-\u4dbf\u4e00-\u9fff]|[a-z]+|[0-9]+(?:\.[0-9]+)?|[?!]")
_PAUSE, _START, _END, _NUMBER, _ACCOUNT = " ", "^", "$", "0", "00000"
_EDGES = frozenset({_PAUSE, _START, _END})
_SAYS_NOTHING = _EDGES | {_NUMBER, "?", "!"}


@dataclass(frozen=True, slots=True)
class Weights:
    """What a fit found: `rows` maps a bucket to its inverse document frequency and its weight in each column.

    `cues` adds to the columns for named properties of a text that are no grams.
    `fitted_to` names the inputs of the fit with their checksums.
    """

    columns: tuple[str, ...]
    bias: tuple[float, ...]
    rows: Mapping[int, tuple[float, Sequence[float]]]
    cues: Mapping[str, Sequence[float]] = field(default_factory=dict)
    fitted_to: Mapping[str, str] = field(default_factory=dict)


def grams(text: str) -> dict[str, int]:
    """The grams of a plain text, each with the place of its first character where it stands first."""
    tokens, places = [_START], [0]
    end = 0
    for found in _TOKENS.finditer(text):
        start = found.start()
        if start > end:
            tokens.append(_PAUSE)
            places.append(end)
        token, end = found[0], found.end()
        if token.isdecimal() or token[0].isdecimal():
            token = _ACCOUNT if len(token) >= _LONG_NUMBER and token.isdecimal() else _NUMBER
        elif len(token) > 1:
            token = f"<{token}>"
        tokens.append(token)
        places.append(start)
    tokens.append(_END)
    places.append(max(0, len(text) - 1))
    taken: dict[str, int] = {}
    before = last = ""
    for place, token in enumerate(tokens):
        if token not in _EDGES:  # which say something only beside others
            taken.setdefault(token, places[place])
        if place:
            taken.setdefault(last + token, places[place - 1])
        if place > 1:
            taken.setdefault(before + last + token, places[place - 2])
        before, last = last, token
    return taken


def bucket(gram: str) -> int:
    """The number of a gram's bucket, the same on every machine."""
    return zlib.crc32(gram.encode("utf-8", "replace")) & (BUCKETS - 1)


class LinearModel:
    """A fitted model, read from the bytes of its file."""

    def __init__(self, data: bytes) -> None:
        """Read a file that `dump` wrote.

        Raises:
            ValueError: it is not of this format, or cut off.
        """
        head, _, body = data.partition(b"\n")
        try:
            header: dict[str, Any] = dict(json.loads(head))
            _require(header["format"] == FORMAT, f"{header['format']}")
            self.columns = tuple(str(name) for name in header["columns"])
            self.bias = tuple(float(value) for value in header["bias"])
            self.cues: Mapping[str, Sequence[float]] = header["cues"]
            self.fitted_to: Mapping[str, str] = header["fitted_to"]
            self._weight_step, self._idf_step = float(header["weight_step"]), float(header["idf_step"])
            self._unpack(int(header["buckets"]), int(header["weights"]), zlib.decompress(body))
        except (ValueError, LookupError, TypeError, zlib.error) as error:
            raise ValueError(f"not a {FORMAT}: {error}") from error

    def _unpack(self, known: int, weights: int, body: bytes) -> None:
        fits = len(body) == 6 * known + 3 * weights and known <= _MOST_BUCKETS
        _require(fits, f"{len(body)} bytes for {known} buckets and {weights} weights")
        numbers, columns = array("I", body[: 4 * known]), array("H", body[6 * known : 6 * known + 2 * weights])
        if sys.byteorder == "big":
            numbers.byteswap()
            columns.byteswap()
        # Slot 0 is that of no gram.
        starts = array("I", accumulate(body[5 * known : 6 * known], initial=0))
        starts.insert(0, 0)
        _require(starts[-1] == weights, "the weights do not fit the buckets")
        _require(len(self.columns) == len(self.bias), "the weights do not fit the columns")
        # A place for every bucket, not a dictionary of the known ones: half a MiB in place of three.
        slots = array("H", bytes(2 * BUCKETS))
        for slot, number in enumerate(numbers, 1):
            slots[number] = slot
        self._square_of = [(value * self._idf_step) ** 2 for value in range(256)]
        self._frequencies = b"\0" + body[4 * known : 5 * known]
        self._slots, self._starts, self._columns = slots, starts, columns
        self._weights = array("b", body[6 * known + 2 * weights :])
        self._packed: dict[int, int] = {}

    def knows(self, found: Iterable[str]) -> bool:
        """Whether any of the grams is known, those of edges, pauses, figures and marks aside."""
        return any(self._known(gram for gram in found if not _SAYS_NOTHING.issuperset(gram)))

    def totals(self, found: Iterable[str], cues: Iterable[str] = ()) -> list[float]:
        """For each column its bias and what the grams and cues of a text add to it."""
        return self._totals(self._known(found), cues)

    def explained(self, found: Sequence[str], column: int) -> tuple[list[float], list[float]]:
        """The totals of a text, and what each of its grams says for one column, to be compared with one another."""
        known = self._known(found)
        return self._totals(known), [self._weight(slot, column) for slot in known]

    def _known(self, found: Iterable[str]) -> list[int]:
        """The slot of each gram, 0 for one that is not known."""
        slots, crc32 = self._slots, zlib.crc32
        return [slots[crc32(gram.encode("utf-8", "replace")) & (BUCKETS - 1)] for gram in found]

    def _totals(self, known: Iterable[int], cues: Iterable[str] = ()) -> list[float]:
        starts, columns, weights, full = self._starts, self._columns, self._weights, len(self.columns) // _FULL
        sums, packed = [0] * len(self.columns), []
        square, square_of, frequencies = 0.0, self._square_of, self._frequencies
        for slot in known:
            if slot:
                square += square_of[frequencies[slot]]
                here = slice(starts[slot], starts[slot + 1])
                if here.stop - here.start > full:
                    packed.append(self._packed.get(slot) or self._pack(slot))
                else:
                    for column, weight in zip(columns[here], weights[here], strict=True):
                        sums[column] += weight
        for start in range(0, len(packed), _MOST_PACKED):
            sums = list(map(add, sums, self._sum_of(packed[start : start + _MOST_PACKED])))
        scale = self._weight_step / math.sqrt(square) if square else 0.0
        totals = [bias + total * scale for bias, total in zip(self.bias, sums, strict=True)]
        for cue in cues:
            if row := self.cues.get(cue):
                totals = [total + weight for total, weight in zip(totals, row, strict=True)]
        return totals

    def _pack(self, slot: int) -> int:
        """The weights of a gram as one number, sixteen bits a column, kept: a sum of such numbers adds all columns."""
        row = array("H", [_ZERO]) * len(self.columns)
        here = slice(self._starts[slot], self._starts[slot + 1])
        for column, weight in zip(self._columns[here], self._weights[here], strict=True):
            row[column] += weight
        self._packed[slot] = int.from_bytes(row.tobytes(), sys.byteorder)
        return self._packed[slot]

    def _sum_of(self, packed: Sequence[int]) -> list[int]:
        """The sums of the columns of at most `_MOST_PACKED` packed rows."""
        fields = array("H", sum(packed).to_bytes(2 * len(self.columns), sys.byteorder))
        zero = _ZERO * len(packed)
        return [field - zero for field in fields]

    def _weight(self, slot: int, column: int) -> float:
        for place in range(self._starts[slot], self._starts[slot + 1]):
            if self._columns[place] == column:
                return self._weights[place] * self._weight_step
        return 0.0

    def unlike(self, other: LinearModel) -> float:
        """The largest difference between two models in any weight, bias or cue; infinite for other columns.

        Two machines fit the same to the last digits only: two steps of the rounding are no difference (`steps`).
        """
        if self.columns != other.columns or self.cues.keys() != other.cues.keys():
            return math.inf
        pairs = [(self.bias, other.bias), *((self.cues[name], other.cues[name]) for name in self.cues)]
        apart = [abs(one - two) for mine, theirs in pairs for one, two in zip(mine, theirs, strict=True)]
        mine, theirs = self._cells(), other._cells()
        apart += [abs(mine.get(cell, 0.0) - theirs.get(cell, 0.0)) for cell in mine.keys() | theirs.keys()]
        return max(apart, default=0.0)

    @property
    def step(self) -> float:
        """The step to which weights are rounded."""
        return self._weight_step

    def _cells(self) -> dict[tuple[int, int], float]:
        return {
            (number, self._columns[place]): self._weights[place] * self._weight_step
            for number, slot in enumerate(self._slots)
            if slot
            for place in range(self._starts[slot], self._starts[slot + 1])
        }


def _require(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - a condition
    if not holds:
        raise ValueError(otherwise)


def dump(fitted: Weights) -> bytes:
    """The bytes of a model file, the same for the same numbers.

    Raises:
        ValueError: more buckets or columns than the format holds.
    """
    if len(fitted.rows) > _MOST_BUCKETS or len(fitted.columns) > _MOST_COLUMNS:
        raise ValueError(f"{len(fitted.rows)} buckets, {len(fitted.columns)} columns: too many")
    largest = max((abs(weight) for _, row in fitted.rows.values() for weight in row), default=1.0) or 1.0
    # Rounded before use: what the head says is what the rows are counted in.
    step = float(f"{largest / 127:.6g}")
    idf_step = float(f"{max((idf for idf, _ in fitted.rows.values()), default=1.0) / 255:.6g}")
    numbers, frequencies, counts, columns, weights = array("I"), bytearray(), bytearray(), array("H"), array("b")
    for number, (idf, row) in sorted(fitted.rows.items()):
        cells = [(column, round(weight / step)) for column, weight in enumerate(row)]
        kept = [(column, max(-127, min(127, level))) for column, level in cells if level]
        if len(kept) > _MOST_WEIGHTS:
            kept = sorted(sorted(kept, key=lambda cell: (-abs(cell[1]), cell[0]))[:_MOST_WEIGHTS])
        numbers.append(number)
        frequencies.append(max(1, min(255, round(idf / idf_step))))
        counts.append(len(kept))
        columns.extend(column for column, _ in kept)
        weights.extend(level for _, level in kept)
    if sys.byteorder == "big":
        numbers.byteswap()
        columns.byteswap()
    head = {
        "format": FORMAT,
        "columns": list(fitted.columns),
        "bias": [round(value, 4) for value in fitted.bias],
        "cues": {name: [round(value, 3) for value in row] for name, row in sorted(fitted.cues.items())},
        "weight_step": step,
        "idf_step": idf_step,
        "buckets": len(counts),
        "weights": len(columns),
        "fitted_to": dict(fitted.fitted_to),
    }
    body = numbers.tobytes() + bytes(frequencies) + bytes(counts) + columns.tobytes() + weights.tobytes()
    top = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    return top.encode() + b"\n" + zlib.compress(body, 9)
