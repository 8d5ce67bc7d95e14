"""Reads the words and the QR codes in a picture, and puts the words in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.extras import MissingExtraError, optional_module
from bot.screenshots.picture import NotAPictureError, open_picture
from dialogs.text.reading_order import TextBox, joined_text

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
    Raises MissingExtraError, and what `open_picture` raises, which `opened` stands for.
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


def text_to_check(read: ImageText) -> str:
    """The words of a picture and the contents of its codes, each on a line of its own, as one message."""
    return "\n".join(filter(None, (read.text, *read.codes)))


def with_codes(result: CheckResult, codes: Sequence[str]) -> CheckResult:
    """A verdict with the contents of QR codes among its artifacts, defused so that they lead nowhere."""
    from dialogs.cards import defused  # here, so that the reading process starts without the checker and the cards
    from dialogs.checking import Artifact

    found = tuple(Artifact(CODE, defused(code)) for code in codes)
    return replace(result, artifacts=(*result.artifacts, *found)) if found else result
