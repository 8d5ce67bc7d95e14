"""The words of a picture in the order in which people read them, from the boxes in which they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

_SAME_ROW = 0.5  # share of the smaller height by which two boxes must overlap to stand in one row
_CLOSE = 0.85  # of a line's height: a larger gap parts two messages
_ALIGNED = 0.8  # of a line's height: how far the left edges of one message's lines may differ
_ONE_CHARACTER = 1.3  # of a line's height: what a wrapped line may lack of the width of the next
_ALIKE = 1.45  # larger and smaller type do not belong to one message
_ORNAMENT = 1.6  # a lone character so much taller than the lines is an avatar or a sign
_WIDE = "\u2e80"  # from here on characters are written without spaces between words
_ENDS = "。！？!?…；;"


@dataclass(frozen=True, slots=True)
class TextBox:
    """Words in a box, in pixels; top and left are the smaller numbers."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """How tall its type is, about."""
        return max(self.bottom - self.top, 1.0)


def joined_text(boxes: Iterable[TextBox]) -> str:
    """The text of all lines from top to bottom.

    Boxes of one row are joined by a space. A line that wrapped in a chat bubble goes on in the next without a break,
    so that no word is torn; another message, paragraph or size of type begins a new line.
    """
    rows = _rows(_without_ornaments(list(boxes)))
    text, last = "", None
    for row in rows:
        line = row[0] if len(row) == 1 else None
        words = " ".join(box.text for box in row)
        if last is not None and line is not None and _goes_on(last, line):
            text += ("" if max(text[-1], words[0]) >= _WIDE else " ") + words
        else:
            text += ("\n" if text else "") + words
        last = line
    return text


def _rows(lines: Sequence[TextBox]) -> list[list[TextBox]]:
    rows: list[list[TextBox]] = []
    for line in sorted(lines, key=lambda line: line.top + line.bottom):
        if rows and all(_in_one_row(line, other) for other in rows[-1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _in_one_row(one: TextBox, other: TextBox) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    apart = one.left >= other.right - one.height or other.left >= one.right - one.height
    return apart and shared > _SAME_ROW * min(one.height, other.height)


def _goes_on(last: TextBox, line: TextBox) -> bool:
    height = min(last.height, line.height)
    return (
        max(last.height, line.height) < _ALIKE * height
        and line.top - last.bottom < _CLOSE * height
        and abs(line.left - last.left) < _ALIGNED * height
        and last.right > line.right - _ONE_CHARACTER * height
        and last.text[-1] not in _ENDS
    )


def _without_ornaments(lines: list[TextBox]) -> list[TextBox]:
    kept = [line for line in lines if line.text.strip()]
    heights = [line.height for line in kept if len(line.text) > 1]
    tallest = _ORNAMENT * median(heights) if heights else float("inf")
    return [line for line in kept if len(line.text) > 1 or line.height < tallest]
