"""Reads the words and the codes in a picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.papers.tools import MissingExtra
from bot.screenshots.extra import module
from bot.screenshots.failures import NotAnImage
from bot.screenshots.lines import Line, joined_lines
from bot.screenshots.picture import MAX_BYTES, open_picture

if TYPE_CHECKING:
    from PIL.Image import Image

_WIDTH = 720  # pixels across a phone's screenshot; its type is still twice as tall as the reader needs
_LONGEST = 1680  # pixels down one piece of it; a phone's screen is one piece
_TALL = 1.6  # height by width from which on a picture is taken for a phone's
_AREA = 1_750_000  # pixels of any other picture, a photo or a computer's screen
_LEAST = 96  # pixels either way; a narrower strip is set on a page, or the engine would blow it up
_OVERLAP = 100  # two lines of type: every line stands whole in one of two neighbouring pieces
_MOST_PIECES = 6  # about five screens; what is below is not read
_MOST_CODES = 10
_LONGEST_CODE = 500  # characters
_LONGEST_TEXT = 20_000
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


@dataclass(frozen=True, slots=True)
class ImageText:
    """The words of an image in reading order and the contents of its QR codes; `whole` is False where it was too long.

    All of it is a stranger's: evidence to be checked, escaped wherever it is shown, kept nowhere.
    """

    text: str
    codes: tuple[str, ...] = ()
    whole: bool = True


def read_image(data: bytes) -> ImageText:
    """Everything that can be read in an image file, in this process and without any time limit.

    Raises:
        MissingExtra: the extra `ocr` is not installed.
        TooLarge, NotAnImage: see `open_picture`.
    """
    picture = open_picture(data)
    codes = read_codes(picture)
    pieces, whole = _pieces(picture)
    text = joined_lines(line for piece in pieces for line in _lines(piece))
    return ImageText(text[:_LONGEST_TEXT], codes, whole and len(text) <= _LONGEST_TEXT)


def read_image_file(file: Path) -> ImageText:
    """The same for a file on this machine, which is not read when it is too large.

    Raises:
        OSError: the file cannot be read.
        MissingExtra, TooLarge, NotAnImage: see `read_image`.
    """
    with file.open("rb") as opened:
        return read_image(opened.read(MAX_BYTES + 1))


def read_codes(picture: Image) -> tuple[str, ...]:
    """The contents of the QR codes in a picture, each once; nothing is opened."""
    zxing = module("zxingcpp")
    found = zxing.read_barcodes(picture.convert("L"), formats=zxing.BarcodeFormat.QRCode)
    contents = (str(code.text).strip()[:_LONGEST_CODE] for code in found[:_MOST_CODES])
    return tuple(dict.fromkeys(content for content in contents if content))


def load() -> None:
    """Load the models, which otherwise happens with the first image. Raises MissingExtra."""
    list(_lines(Piece(module("PIL.Image").new("RGB", (64, 64), "white"), 0, 0, 64)))


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
        small = module("PIL.ImageOps").pad(small, (max(small.width, _LEAST), max(small.height, _LEAST)), color="white")
    step = _LONGEST - _OVERLAP
    starts = range(0, max(small.height - _OVERLAP, 1), step)

    def cut() -> Iterator[Piece]:
        for place, top in enumerate(starts[:_MOST_PIECES]):
            bottom = min(top + _LONGEST, small.height)
            first = _OVERLAP // 2 if place else 0
            last = bottom - top - (_OVERLAP // 2 if bottom < small.height else 0)
            yield Piece(small.crop((0, top, small.width, bottom)), top, first, last)

    return cut(), len(starts) <= _MOST_PIECES


def _lines(piece: Piece) -> Iterator[Line]:
    numpy = module("numpy")
    colours = numpy.asarray(piece.picture)[:, :, ::-1]  # blue first, as the reader wants it
    try:
        result = _engine()(numpy.ascontiguousarray(colours))
    except MissingExtra:
        raise
    except Exception as error:  # whatever an engine says of a strange picture, it could not be read
        raise NotAnImage from error
    texts = getattr(result, "txts", None)
    for box, text in zip(result.boxes, texts, strict=True) if texts else ():
        across, down = [float(x) for x, _ in box], [float(y) for _, y in box]
        if piece.first <= (min(down) + max(down)) / 2 < piece.last:
            top, bottom = min(down) + piece.offset, max(down) + piece.offset
            yield Line(str(text), min(across), top, max(across), bottom)


@lru_cache(maxsize=1)
def _engine() -> Any:
    """The OCR engine with the models of its package; nothing is downloaded for them."""
    return module("rapidocr").RapidOCR(params=dict(_OPTIONS))
