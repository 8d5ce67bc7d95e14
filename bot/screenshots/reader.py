"""Reads the words and the QR codes in a picture, and puts the words in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import median
from typing import TYPE_CHECKING, Any

from bot.extras import MissingExtraError, optional_module
from bot.screenshots.picture import NotAPictureError, open_picture

if TYPE_CHECKING:
    from PIL.Image import Image

    from dialogs.checking import CheckResult

_WIDTH = 720  # pixels across a phone's screenshot; its type is still twice as tall as the reader needs
_LONGEST = 1680  # pixels down one piece of it; a phone's screen is one piece
_TALL = 1.6  # height by width from which on a picture is taken for a phone's
_AREA = 1_750_000  # pixels of any other picture, a photo or a computer's screen
_LEAST = 96  # pixels either way; a narrower strip is set on a page, or the engine would blow it up
_OVERLAP = 100  # two lines of type: every line stands whole in one of two neighbouring pieces
_MOST_PIECES = 6  # about five screens; what is below is not read
_MOST_CODES = 10
_LONGEST_CODE = 500  # characters
_LONGEST_TEXT = 10_000
_THREADS = 1  # the other cores are the bot's
_OPTIONS = {
    "Global.log_level": "critical",
    "Global.use_cls": False,  # screenshots stand upright, photos are turned by their EXIF note
    "Global.max_side_len": 2 * _LONGEST,
    "Det.limit_type": "max",  # pieces have their size already; never enlarge one
    "Det.limit_side_len": 2 * _LONGEST,
    "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
    "EngineConfig.onnxruntime.inter_op_num_threads": _THREADS,
}
_SAME_ROW = 0.5  # share of the smaller height by which two boxes must overlap to stand in one row
_CLOSE = 0.85  # of a line's height: a larger gap parts two messages
_ALIGNED = 0.8  # of a line's height: how far the left edges of one message's lines may differ
_ONE_CHARACTER = 1.3  # of a line's height: what a wrapped line may lack of the width of the next
_ALIKE = 1.45  # larger and smaller type do not belong to one message
_ORNAMENT = 1.6  # a lone character so much taller than the lines is an avatar or a sign
_WIDE = "\u2e80"  # from here on characters are written without spaces between words
_ENDS = "。！？!?…；;"
CODE = "qr_code"


@dataclass(frozen=True, slots=True)
class ImageText:
    """The words of an image in reading order and the contents of its QR codes; `whole` is False where it was too long.

    All of it is a stranger's: evidence to be checked, escaped wherever it is shown, kept nowhere.
    """

    text: str
    codes: tuple[str, ...] = ()
    whole: bool = True


def read_image(data: bytes, opened: Callable[[bytes], Image] = open_picture) -> ImageText:
    """Everything that can be read in an image file, in this process and without any time limit.

    Raises:
        MissingExtraError: the extra `ocr` is not installed.
        PictureTooLargeError, NotAPictureError: see `open_picture`, which `opened` stands for.
    """
    codes, pieces, whole = _prepared(opened(data))
    text = joined_text(box for piece in pieces for box in _boxes(piece))
    return ImageText(text[:_LONGEST_TEXT], codes, whole and len(text) <= _LONGEST_TEXT)


def _prepared(picture: Image) -> tuple[tuple[str, ...], Iterator[Piece], bool]:
    """The codes, the pieces, and whether these are all of it: the picture itself need not be kept for the reading."""
    return read_codes(picture), *_pieces(picture)


def read_codes(picture: Image) -> tuple[str, ...]:
    """The contents of the QR codes in a picture, each once; nothing is opened."""
    zxing = optional_module("zxingcpp", "ocr")
    found = zxing.read_barcodes(picture.convert("L"), formats=zxing.BarcodeFormat.QRCode)
    contents = (str(code.text).strip()[:_LONGEST_CODE] for code in found[:_MOST_CODES])
    return tuple(dict.fromkeys(content for content in contents if content))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a picture: where it begins, and which part of it is its own and not its neighbour's, in its pixels."""

    picture: Image
    offset: int
    first: int
    last: int


def _pieces(picture: Image) -> tuple[Iterator[Piece], bool]:
    tall = picture.height >= _TALL * picture.width
    scale = min(1.0, _WIDTH / picture.width if tall else (_AREA / (picture.width * picture.height)) ** 0.5)
    scale = min(scale, 2 * _LONGEST / picture.width)
    small = picture.resize((max(1, round(picture.width * scale)), max(1, round(picture.height * scale))))
    if min(small.size) < _LEAST:
        small = optional_module("PIL.ImageOps", "ocr").pad(
            small, (max(small.width, _LEAST), max(small.height, _LEAST)), color="white"
        )
    step = _LONGEST - _OVERLAP
    starts = range(0, max(small.height - _OVERLAP, 1), step)

    def cut() -> Iterator[Piece]:
        for place, top in enumerate(starts[:_MOST_PIECES]):
            bottom = min(top + _LONGEST, small.height)
            first = _OVERLAP // 2 if place else 0
            last = bottom - top - (_OVERLAP // 2 if bottom < small.height else 0)
            yield Piece(small.crop((0, top, small.width, bottom)), top, first, last)

    return cut(), len(starts) <= _MOST_PIECES


def _boxes(piece: Piece) -> Iterator[TextBox]:
    numpy = optional_module("numpy", "ocr")
    colours = numpy.asarray(piece.picture)[:, :, ::-1]  # blue first, as the reader wants it
    try:
        result = _engine()(numpy.ascontiguousarray(colours))
    except MissingExtraError:
        raise
    except Exception as error:  # whatever an engine says of a strange picture, it could not be read
        raise NotAPictureError from error
    texts = getattr(result, "txts", None)
    for box, text in zip(result.boxes, texts, strict=True) if texts else ():
        across, down = [float(x) for x, _ in box], [float(y) for _, y in box]
        if piece.first <= (min(down) + max(down)) / 2 < piece.last:
            top, bottom = min(down) + piece.offset, max(down) + piece.offset
            yield TextBox(str(text), min(across), top, max(across), bottom)


@lru_cache(maxsize=1)
def _engine() -> Any:
    """The OCR engine with the models of its package; nothing is downloaded for them."""
    return optional_module("rapidocr", "ocr").RapidOCR(params=dict(_OPTIONS))


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


def text_to_check(read: ImageText) -> str:
    """The words of a picture and the contents of its codes, each on a line of its own, as one message."""
    return "\n".join(filter(None, (read.text, *read.codes)))


def with_codes(result: CheckResult, codes: Sequence[str]) -> CheckResult:
    """A verdict with the contents of QR codes among its artifacts, defused so that they lead nowhere."""
    from dialogs.cards import defused  # here, so that the reading process starts without the checker and the cards
    from dialogs.checking import Artifact

    found = tuple(Artifact(CODE, defused(code)) for code in codes)
    return replace(result, artifacts=(*result.artifacts, *found)) if found else result
