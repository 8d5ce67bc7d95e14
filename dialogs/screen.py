"""What a phone shows at once: words put together into messages that fit, by an estimate of their height."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from dialogs.dialog import Line
from dialogs.messages import Option, Reply
from dialogs.text.expression import Expression
from dialogs.words import Said, merge_facts

LINE = 19.0
"""Chinese characters on a line of a chat bubble: a phone 390 pixels wide, type of 16."""
SCREEN = 21
"""Lines of a message that are seen without scrolling, with three rows of buttons under them (640 pixels in all)."""
SCREENFUL = 29
"""Lines of all that a phone shows of a chat (640 pixels)."""
FOLDED = 3
"""Lines that a folded quote shows; a longer quote is folded."""

SPLIT = "<!-- split -->"
MAX_LENGTH = 500  # characters a message may have (design.md, Tone)

_EDGES, _ROW = 1.6, 2.0  # of a bubble and of a row of buttons, in lines
_SHORT_LABEL = 9  # the width of so many Chinese characters lets two buttons share a row
_COLUMN = 2  # so many buttons stay one below the other
_MARKS = Expression(r"\*\*|`|\\(?=[^\w\s])|<!--.*?-->|^#+ ", re.DOTALL | re.MULTILINE)


def width(text: str) -> float:
    """The width of a line of text, in Chinese characters."""
    return (len(text) + sum(map("WFA".__contains__, map(unicodedata.east_asian_width, text)))) / 2


def height(markdown: str) -> int:
    """The lines that a Markdown text takes, quotes of more than `FOLDED` lines folded."""
    total = 0
    for quoted, lines in groupby(_MARKS.sub("", markdown.strip()).split("\n"), lambda line: line.startswith(">")):
        rows = [line[1:].strip() if quoted else line for line in lines]
        room = LINE - 1 if quoted else LINE
        taken = sum(max(1, math.ceil(width(row) / room)) for row in rows)
        total += min(taken, FOLDED) if quoted and len(rows) > FOLDED else taken
    return total


def unfolded(markdown: str) -> str:
    """The text without the lines of its quotes that are folded away."""
    kept: list[str] = []
    for quoted, lines in groupby(markdown.split("\n"), lambda line: line.startswith(">")):
        rows = list(lines)
        kept += rows[:FOLDED] if quoted else rows
    return "\n".join(kept)


def rows_of(options: Sequence[Option]) -> list[list[Option]]:
    """Options in rows of buttons: one in a row; of more than two, neighbours with short labels share one."""
    rows: list[list[Option]] = []
    room = False
    for option in options:
        short = len(options) > _COLUMN and width(option.label) <= _SHORT_LABEL
        if room and short:
            rows[-1].append(option)
        else:
            rows.append([option])
        room = short and not room
    return rows


def fitted(replies: Sequence[Reply]) -> tuple[Reply, ...]:
    """What is said at once, with as much of the less urgent in folded quotes as it takes to fit on a screen.

    The last is folded first; where that is not enough, neighbours become one quote.
    """
    shown = list(replies)
    for place in reversed(range(len(shown))):
        if _taken(shown) > SCREENFUL and shown[place].less_urgent and height(shown[place].text) > FOLDED:
            shown[place] = _folded(shown[place])
    for place in reversed(range(len(shown) - 1)):
        upper, lower = shown[place : place + 2]
        if _taken(shown) > SCREENFUL and upper.less_urgent and lower.less_urgent:
            shown[place : place + 2] = [_folded(replace(upper, text=f"{upper.text}\n{lower.text}"))]
    return tuple(shown)


def room_beside(lines: Iterable[Line], head: Said | None = None) -> int:
    """The lines left on a screen for a message with three rows of buttons, what is less urgent beside it folded.

    `head` is what stands before the message, in it.
    """
    heights = ((height(one.said.text), one.less_urgent) for one in lines)
    beside = sum(min(taken, FOLDED) + _EDGES if folds else taken + _EDGES for taken, folds in heights)
    above = height(head.text) + 1 if head else 0
    return min(SCREEN, math.floor(SCREENFUL - _EDGES - 3 * _ROW - beside - above))


def _taken(replies: Iterable[Reply]) -> float:
    heights = (min(height(one.text), FOLDED) if one.folded else height(one.text) for one in replies)
    return sum(heights) + sum(_EDGES + _ROW * len(rows_of(one.options)) for one in replies)


def _folded(reply: Reply) -> Reply:
    """The reply as a folded quote; without blank lines, of which there would be one among the three seen."""
    lines = [line.removeprefix(">").strip() for line in reply.text.strip().split("\n")]
    return replace(reply, text="\n".join(f"> {line}" for line in lines if line), folded=True)


def joined(pieces: Iterable[Said]) -> list[Line]:
    """Pieces put together into as few messages as the length limit allows; only a ``SPLIT`` line divides a piece."""
    lines: list[Line] = []
    parts = (Said(part.strip(), piece.facts) for piece in pieces for part in piece.text.split(SPLIT))
    for piece in parts:
        if not piece.text:
            continue
        if lines and len(lines[-1].said.text) + 2 + len(piece.text) <= MAX_LENGTH:
            last = lines[-1].said
            lines[-1] = Line(Said(f"{last.text}\n\n{piece.text}", merge_facts((last.facts, piece.facts))))
        else:
            lines.append(Line(piece))
    return lines
