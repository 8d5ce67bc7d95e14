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
SCREENFUL = 640 / 22
"""Lines of all that a phone shows of a chat (640 pixels)."""
FOLDED = 3
"""Lines that a folded quote shows; a longer quote is folded."""

SPLIT = "<!-- split -->"
MAX_LENGTH = 500  # characters a message may have (design.md, Tone)

LONGEST_QUOTE = 3500
"""Characters of what is put together in one folded quote: Telegram divides messages of more than 4,096."""

_EDGES, _ROW = 36 / 22, 2.0  # of a bubble and of a row of buttons, in lines
_SHORT_LABEL = 9  # the width of so many Chinese characters lets two buttons share a row
_LOST, _LOST_BY_WORDS = 0.1, 1.0  # of a line, in Chinese characters
_MOSTLY_NARROW = 0.6  # the width of a character
_SPARE = 1.5  # lines by which an estimate may be short
_COLUMN = 2  # so many buttons stay one below the other
_ASCII = Expression(r"[\x00-\x7f]+")
_WIDE = Expression(r"[\u3000-\u303e\u4e00-\u9fff\uff01-\uff60]+")
_MARKS = Expression(r"\*\*|`|\\(?=[^\w\s])|<!--.*?-->|^#+ ", re.DOTALL | re.MULTILINE)


def width(text: str) -> float:
    """The width of a line of text, in Chinese characters."""
    if text.isascii():
        return len(text) / 2
    others = _ASCII.sub("", text)  # most of a text is narrow or wide by its script, and need not be looked up
    rest = _WIDE.sub("", others)
    wide = len(others) - len(rest) + sum(unicodedata.east_asian_width(char) in "WFA" for char in rest)
    return (len(text) + wide) / 2


def height(markdown: str, *, folded: bool = False) -> int:
    """The lines that a Markdown text takes, quotes of more than `FOLDED` lines folded, or all its quotes."""
    total = 0
    for quoted, lines in groupby(_MARKS.sub("", markdown.strip()).split("\n"), lambda line: line.startswith(">")):
        rows = [line[1:].strip() if quoted else line for line in lines]
        room = LINE - 1 if quoted else LINE
        taken = sum(_rows(row, room) for row in rows)
        total += min(taken, FOLDED) if quoted and (folded or len(rows) > FOLDED) else taken
    return total


def _rows(row: str, room: float) -> int:
    """The lines that words take; the end of each stays empty where a mark may not begin the next, or a word is long."""
    wide = width(row)
    lost = _LOST_BY_WORDS if wide < _MOSTLY_NARROW * len(row) else _LOST
    return max(1, math.ceil((wide + lost * (math.ceil(wide / room) - 1)) / room))


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

    The last is folded first, from its end, or all of it if something urgent stands above it; where that is not enough,
    neighbours become one quote, and alarms one message.
    """
    shown = list(replies)
    for place in reversed(range(len(shown))):
        if (over := _taken(shown) - SCREENFUL) > 0 and shown[place].less_urgent:
            below = any(not one.less_urgent for one in shown[:place])
            shown[place] = _folded(shown[place], math.inf if below else over)
    for place in reversed(range(len(shown) - 1)):
        upper, lower = shown[place : place + 2]
        both = replace(upper, text=f"{upper.text.strip()}\n\n{lower.text.strip()}")
        room = len(both.text) <= LONGEST_QUOTE
        if _taken(shown) > SCREENFUL and upper.less_urgent and lower.less_urgent and room:
            shown[place : place + 2] = [_folded(both, math.inf)]
    for place in reversed(range(len(shown) - 1)):
        upper, lower = shown[place : place + 2]
        if _taken(shown) > SCREENFUL and all(_is_alarm(one) for one in (upper, lower)):
            shown[place : place + 2] = [replace(upper, text=f"{upper.text.strip()}\n\n{lower.text.strip()}")]
    return tuple(shown)


def room_beside(lines: Iterable[Line], head: Said | None = None) -> int:
    """The lines left on a screen for a message with three rows of buttons, what is less urgent beside it folded.

    `head` is what stands before the message, in it.
    """
    above = height(head.text) + 1 if head else 0
    return min(SCREEN, math.floor(SCREENFUL - _EDGES - 3 * _ROW - sum(map(_least, lines)) - above))


def rows_left(line: Line) -> int:
    """How many more rows of buttons a message may have on one screen."""
    return max(0, math.floor((SCREENFUL - _least(line) - _SPARE) / _ROW))


def overflows(lines: Iterable[Line]) -> bool:
    """Whether lines said at once take more than a screen, however much of the less urgent is folded."""
    return sum(map(_least, lines)) > SCREENFUL


def _least(line: Line) -> float:
    """The lines that a message takes with its buttons, folded if it is less urgent."""
    tall = height(line.said.text)
    return (min(tall, FOLDED) if line.less_urgent else tall) + _EDGES + _ROW * len(rows_of(line.options))


def _is_alarm(reply: Reply) -> bool:
    return not (reply.less_urgent or reply.options or reply.files or reply.in_place)


def _taken(replies: Iterable[Reply]) -> float:
    return sum(height(one.text, folded=one.folded) + _EDGES + _ROW * len(rows_of(one.options)) for one in replies)


def _folded(reply: Reply, over: float) -> Reply:
    """The reply with so much of its end in a folded quote that it is `over` lines lower, or with all of it.

    A quote has no blank lines, of which there would be one among the three seen; a table is not cut.
    """
    lines = reply.text.strip().split("\n")
    table = max((place for place, line in enumerate(lines, 1) if line.startswith("|")), default=0)
    ways = [_folded_behind(lines, kept) for kept in range(len(lines) - 1, table - 1, -1)]
    room = height(reply.text, folded=reply.folded) - over
    text = next((one for one in ways if height(one, folded=True) <= room), ways[-1] if ways else reply.text)
    lower = height(text, folded=True) < height(reply.text, folded=reply.folded)
    return replace(reply, text=text, folded=True) if lower else reply


def _folded_behind(lines: Sequence[str], kept: int) -> str:
    """The first lines as they are, the others as a quote."""
    before = "\n".join(lines[:kept]).strip()
    quote = "\n".join(f"> {bare}" for line in lines[kept:] if (bare := line.removeprefix(">").strip()))
    return f"{before}\n\n{quote}".strip()


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
