"""A warning card set by typst as a PNG or a PDF in one of three sizes."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

from bot.extras import optional_module
from bot.papers.tools import EXTRA, PICTURE_PPI, ToolFailedError, typeset
from dialogs.cards import Card, shortened, source_line

Form = Literal["png", "pdf"]
SOURCE = Path(__file__).with_name("poster.typ")
_PIXEL = 72 / PICTURE_PPI  # points that come out as one pixel
_UNBROKEN = 10  # characters of a word without blanks after which a line may break
_LETTER = r"(?:\[\.\]|[!-~\u00a1-\u1fff\ua000-\uabff])"  # of a word without blanks; a broken dot stays whole
_WORD = re.compile(rf"({_LETTER}{{{_UNBROKEN}}})(?={_LETTER})")
# What the Chinese font can draw. Anything else of a lure would be an empty box and is left out.
_DRAWN = re.compile(
    r"[\u0020-\u007e\u00a1-\u00ff\u0391-\u03a1\u03a3-\u03a9\u03b1-\u03c9\u0410-\u044f\u2010-\u2016\u2018-\u201a"
    r"\u201c-\u201e\u2020-\u2022\u2025-\u2027\u2030\u2032\u2033\u2035\u2039-\u203b\u20ac"
    r"\u2103\u2116\u2160-\u2169\u2190-\u2193\u2460-\u2473\u25a0\u25a1\u25cb\u25cf\u2605\u2606"
    r"\u3000-\u3020\u3041-\u3096\u309b-\u30ff\u3105-\u312f\u3131-\u318e\u3400-\u4db5\u4e00-\u9fef\uac00-\ud7a3"
    r"\uf900-\ufa2d\uff01-\uff5e\uffe0-\uffe6]"
)


class Size(StrEnum):
    """For a phone's screen or a story, for a chat or a post, for paper."""

    PHONE = "phone"
    SQUARE = "square"
    A4 = "a4"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The measures of a size, in units of 1/1080 of its width; `unit` is one of them in points."""

    width: float
    height: float
    unit: float
    text: float
    title: float
    code: float
    margin: float
    lure: int  # characters of a lure it shows
    columns: int = 1
    top: float = 0
    bottom: float = 0
    zoom: float = 1  # of its PNG


SHEETS = {
    Size.PHONE: Sheet(1080, 1920, _PIXEL, text=40, title=2.0, code=4.6, margin=64, lure=90, top=40, bottom=16),
    Size.SQUARE: Sheet(1080, 1080, _PIXEL, text=26, title=1.9, code=4.4, margin=48, lure=60, columns=2),
    Size.A4: Sheet(1080, 1527.43, 595.276 / 1080, text=36, title=2.1, code=4.6, margin=76, lure=120, zoom=1.8),
}


def make_poster(card: Card, size: Size | str, form: Form) -> bytes:
    """The poster of a card: a PNG of `phone` has 1080×1920 and of `square` 1080×1080 pixels. The same card is the same
    bytes. Raises MissingExtraError without the extra `papers`, ToolFailedError when typst could not set it.
    """
    sheet = SHEETS[Size(size)]
    zoom = sheet.zoom if form == "png" else 1
    layout = {**asdict(sheet), "unit": sheet.unit * zoom}
    inputs = {
        "card": json.dumps(_data(card, sheet), ensure_ascii=False),
        "layout": json.dumps(layout),
        "qr": qr_svg(card.address) if card.address else "",
    }
    pages = typeset(SOURCE.read_text(encoding="utf-8"), form, inputs)
    if len(pages) != 1:
        raise ToolFailedError("the card does not fit on one page")
    return pages[0]


def qr_svg(address: str) -> str:
    """The QR code of an address, black on white, without a quiet zone: the page around it has to leave four modules.

    Error correction level M: a poster is photographed at an angle and gets dirty.
    Raises MissingExtraError without zxing-cpp.
    """
    zxing = optional_module("zxingcpp", EXTRA)
    return str(zxing.create_barcode(address, zxing.BarcodeFormat.QRCode, ec_level="M").to_svg(add_quiet_zones=False))


def drawable(text: str, longest: int) -> str:
    """A stranger's words as the poster's font can draw them, with places to break a line in long words."""
    plain = "".join(char for char in unicodedata.normalize("NFC", text) if _DRAWN.fullmatch(char))
    # A broken address keeps its brackets together; any other long word may break.
    return _WORD.sub("\\1\u200b", shortened(" ".join(plain.split()), longest)).replace("[.]", "[\u2060.\u2060]")


def _data(card: Card, sheet: Sheet) -> dict[str, object]:
    return {
        "tone": card.tone.value,
        "tag": card.tag,
        "title": card.title,
        "lure": drawable(card.lure, sheet.lure),
        "lure_heading": card.lure_heading,
        "why_heading": card.headings.why,
        "why": card.why,
        "todo_heading": card.headings.todo,
        "todo": card.todo,
        "hotlines": [{"number": line.number, "name": line.name} for line in card.hotlines],
        "product": card.headings.product,
        "date": card.date.isoformat(),
        "sources": source_line(card),
        "scan": card.headings.scan,
        "address": card.address,
    }
