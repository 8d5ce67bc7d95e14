"""Where every line of a message stands on a phone 390 pixels wide: measured with the Chinese font, and drawn by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from tests.screenshots.pictures import emoji, font

WIDTH = 390
BUBBLE = 335  # 86 % of it
TYPE, LINE = 16, 22
INSIDE = 12  # between the bubble's edge and the words
QUOTE = 12  # by which a quote is moved in
FOLDED = 3  # lines of a folded quote
ROW, GAP = 40, 4  # buttons
FOOT = 16  # the time
BETWEEN = 8

_NO_LINE_STARTS = "，。、；：！？」』）》”….,;:!?)%"
_NO_LINE_ENDS = "「『（《“("
_IN_WORDS = "'’"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of words: its pieces with their style, whether it stands in a quote, and whether that goes on."""

    pieces: tuple[tuple[str, bool], ...]
    quoted: bool = False
    cut: bool = False  # more of the quote is folded away below it


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message as it stands on the screen. `mine` is what the person says."""

    rows: tuple[Row, ...]
    buttons: tuple[tuple[str, ...], ...] = ()
    mine: bool = False

    @property
    def height(self) -> int:
        """In pixels, buttons and the space below included."""
        return len(self.rows) * LINE + FOOT + INSIDE + len(self.buttons) * (ROW + GAP) + BETWEEN


def bubble_of(
    text: str, entities: Sequence[Mapping[str, Any]] = (), buttons: Sequence[Sequence[Mapping[str, Any]]] = ()
) -> Bubble:
    """The bubble of a message the bot sent."""
    return Bubble(tuple(_rows(text, entities)), tuple(tuple(one["text"] for one in row) for row in buttons))


def _rows(text: str, entities: Sequence[Mapping[str, Any]]) -> list[Row]:
    """The lines, broken where they are full; of a folded quote as many as are seen."""
    units = text.encode("utf-16-le")
    spans = [(e["type"], e["offset"], e["offset"] + e["length"]) for e in entities]
    bold = [(start, stop) for kind, start, stop in spans if kind == "bold"]
    place, folded, rows = 0, 0, list[Row]()
    for line in text.split("\n"):
        end = place + len(line.encode("utf-16-le")) // 2
        inside = {kind for kind, start, stop in spans if start <= place < stop or (start < end and place < stop)}
        quoted = bool(inside & {"blockquote", "expandable_blockquote"})
        styled = [(char, any(start <= at < stop for start, stop in bold)) for char, at in _placed(line, place)]
        place = end + 1
        for pieces in _broken(styled, BUBBLE - 2 * INSIDE - (QUOTE if quoted else 0)):
            folded = folded + 1 if "expandable_blockquote" in inside else 0
            if folded <= FOLDED:
                rows.append(Row(pieces, quoted))
            else:
                rows[-1] = Row(rows[-1].pieces, quoted, cut=True)
    assert place * 2 == len(units) + 2
    return rows


def _placed(line: str, place: int) -> Iterator[tuple[str, int]]:
    """Each character with its place in the message, which is counted in UTF-16."""
    for char in line:
        yield char, place
        place += 1 if char <= "\uffff" else 2


def _broken(chars: Sequence[tuple[str, bool]], room: float) -> Iterator[tuple[tuple[str, bool], ...]]:
    line, taken = list[tuple[str, bool]](), 0.0
    for styled in chars:
        line.append(styled)
        taken += _width(*styled)
        if taken > room and len(line) > 1:
            cut = _place_to_break(line)
            yield tuple(line[:cut])
            line = line[cut + 1 :] if line[cut][0] == " " else line[cut:]
            taken = sum(_width(*one) for one in line)
    yield tuple(line)


@cache
def _width(char: str, bold: bool) -> float:  # noqa: FBT001
    return _face(char, TYPE, bold).getlength(char)


def _face(char: str, size: int, bold: bool) -> ImageFont.FreeTypeFont:  # noqa: FBT001
    return emoji(size) if "\U0001f000" <= char <= "\U0001faff" else font(size, 700 if bold else 400)


def _length(face: ImageFont.FreeTypeFont, char: str) -> float:
    return face.getlength(char)


def _place_to_break(line: Sequence[tuple[str, bool]]) -> int:
    """Where the next line begins: the last place that splits no word and no mark from what it belongs to."""
    for cut in range(len(line) - 1, 0, -1):
        before, after = line[cut - 1][0], line[cut][0]
        word = all((char.isascii() and char.isalnum()) or char in _IN_WORDS for char in (before, after))
        if not (word or after in _NO_LINE_STARTS or before in _NO_LINE_ENDS):
            return cut
    return len(line) - 1


def drawn(bubbles: Sequence[Bubble]) -> Image.Image:
    """The chat as a picture, twice as fine as its pixels."""
    zoom, height = 2, sum(one.height for one in bubbles) + BETWEEN
    picture = Image.new("RGB", (WIDTH * zoom, height * zoom), "#d9e3ea")
    draw, top = ImageDraw.Draw(picture), BETWEEN
    for one in bubbles:
        left = WIDTH - BUBBLE - BETWEEN if one.mine else BETWEEN
        box = (left, top, left + BUBBLE, top + len(one.rows) * LINE + FOOT + INSIDE)
        draw.rounded_rectangle([zoom * side for side in box], 20, fill="#e3fbd0" if one.mine else "#ffffff")
        for number, row in enumerate(one.rows):
            at, base = left + INSIDE + (QUOTE if row.quoted else 0), top + INSIDE // 2 + number * LINE
            if row.quoted:
                bar = (left + INSIDE, base, left + INSIDE + 3, base + LINE)
                draw.rectangle([zoom * side for side in bar], fill="#3b8fd6")
            across = float(at * zoom)
            for char, bold in row.pieces:
                face = _face(char, TYPE * zoom, bold)
                draw.text((across, base * zoom), char, "#111111", face)
                across += face.getlength(char)
            if row.cut:
                side, down = zoom * (box[2] - INSIDE), zoom * (base + LINE // 2)
                draw.line([(side - 10, down - 3), (side - 3, down + 4), (side + 4, down - 3)], "#3b8fd6", 4)
        under = box[3] + GAP
        for labels in one.buttons:
            wide = (BUBBLE - GAP * (len(labels) - 1)) / len(labels)
            for place, label in enumerate(labels):
                start = left + place * (wide + GAP)
                draw.rounded_rectangle(
                    [zoom * side for side in (start, under, start + wide, under + ROW)], 14, fill="#7f97a8"
                )
                faces = [_face(char, 15 * zoom, False) for char in label]  # noqa: FBT003
                across = zoom * (start + wide / 2) - sum(map(_length, faces, label)) / 2
                for char, face in zip(label, faces, strict=True):
                    draw.text((across, zoom * (under + ROW / 2)), char, "#ffffff", face, anchor="lm")
                    across += face.getlength(char)
            under += ROW + GAP
        top += one.height
    return picture
