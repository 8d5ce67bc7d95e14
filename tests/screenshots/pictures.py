"""Pictures drawn for the tests: a phone's chat screen in light and dark, a QR code in it, and hostile files."""

from __future__ import annotations

import importlib.util
import io
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import zxingcpp
from PIL import Image, ImageDraw, ImageFont

PHONE = (1080, 2340)
_SIMPLIFIED = 2  # the place of the Simplified Chinese face in the collection


@dataclass(frozen=True)
class Look:
    """The colours of a chat app."""

    page: str
    bar: str
    theirs: str
    mine: str
    ink: str
    my_ink: str
    quiet: str


LIGHT = Look("#ededed", "#f7f7f7", "#ffffff", "#95ec69", "#191919", "#191919", "#b2b2b2")
DARK = Look("#111111", "#191919", "#2c2c2c", "#3eb575", "#d5d5d5", "#061b10", "#5d5d5d")


def font_file() -> Path:
    """The Chinese font of the papers."""
    found = importlib.util.find_spec("manimgx_fonts_cjk")
    assert found is not None
    assert found.submodule_search_locations
    return next(Path(found.submodule_search_locations[0]).glob("*.ttc"))


@cache
def font(size: int, weight: int = 400) -> ImageFont.FreeTypeFont:
    """That font at a size in pixels; bold is a weight of 700."""
    face = ImageFont.truetype(str(font_file()), size, index=_SIMPLIFIED)
    face.set_variation_by_axes([weight])
    return face


@cache
def emoji(size: int) -> ImageFont.FreeTypeFont:
    """The font that has what the Chinese one has not, at a size in pixels."""
    return ImageFont.truetype(str(font_file().parents[1] / "manimgx_fonts" / "NotoEmoji[wght].ttf"), size)


def wrapped(text: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Lines as a chat app breaks them."""
    lines = [""]
    for char in text:
        if face.getlength(lines[-1] + char) > width:
            lines.append("")
        lines[-1] += char
    return lines


def chat(
    messages: Sequence[tuple[str, str]], look: Look = LIGHT, code: str = "", size: tuple[int, int] = PHONE
) -> Image.Image:
    """A chat screen: `messages` are (who, words), who is ``me``, ``you`` or ``time``; `code` is a QR code's content."""
    picture = Image.new("RGB", size, look.page)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0], 240), fill=look.bar)
    draw.text((60, 36), "21:35", fill=look.ink, font=font(40))
    draw.text((size[0] / 2, 170), "转账互助群(203)", fill=look.ink, font=font(50), anchor="mm")
    face, top = font(48), 300
    for who, words in messages:
        if who == "time":
            draw.text((size[0] / 2, top + 20), words, fill=look.quiet, font=font(36), anchor="mm")
            top += 80
            continue
        lines = wrapped(words, face, 640)
        wide, high = max(face.getlength(line) for line in lines) + 72, 68 * len(lines) + 52
        left = 160.0 if who == "you" else size[0] - 160 - wide
        avatar = 30 if who == "you" else size[0] - 130
        draw.rounded_rectangle((avatar, top, avatar + 100, top + 100), 14, fill="#7a8fb0")
        bubble, ink = (look.theirs, look.ink) if who == "you" else (look.mine, look.my_ink)
        draw.rounded_rectangle((left, top, left + wide, top + high), 16, fill=bubble)
        for place, line in enumerate(lines):
            draw.text((left + 36, top + 26 + 68 * place), line, fill=ink, font=face)
        top += high + 60
    if code:
        drawn = Image.fromarray(zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode).to_image(8)).convert("RGB")
        picture.paste(drawn, (160, top))
    return picture


def saved(picture: Image.Image, form: str = "PNG", **options: object) -> bytes:
    """The file of a picture."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header claims any size."""
    return _png(width, height, 2, zlib.compress(b"\0" * 4096))


def clear_png(width: int, height: int) -> bytes:
    """A PNG with transparency, all of it the same: a hundred thousandth of the memory it unpacks to."""
    return _png(width, height, 6, zlib.compress(bytes((4 * width + 1) * height), 1))


def _png(width: int, height: int, colours: int, data: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def jpeg_of_scans(scans: int, size: tuple[int, int] = (64, 64)) -> bytes:
    """A progressive JPEG whose last scan is repeated until it has so many."""
    whole = saved(Image.new("RGB", size, "white"), "JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * (scans - whole.count(b"\xff\xda") + 1) + whole[-2:]


def animation(form: str, frames: int) -> bytes:
    """An animated picture in two colours."""
    first, second = (Image.new("RGB", (60, 60), colour) for colour in ("white", "red"))
    return saved(first, form, save_all=True, append_images=([second, first] * frames)[: frames - 1], duration=40)


def bill(rows: Sequence[tuple[str, str]], title: str, amount: str, look: Look = LIGHT) -> Image.Image:
    """A payment as a wallet's bill shows it: whom to and how much in the middle, below it labels with their values."""
    width, height = PHONE
    picture = Image.new("RGB", (width, height), look.theirs)
    draw = ImageDraw.Draw(picture)
    for text, size, top in ((title, 46, 260), (amount, 84, 350)):
        draw.text((width / 2, top), text, look.ink, font(size), anchor="ma")
    for number, (label, value) in enumerate(rows):
        top = 560 + 110 * number
        draw.text((60, top), label, look.quiet, font(40))
        draw.text((340, top), value, look.ink, font(40))
    return picture
