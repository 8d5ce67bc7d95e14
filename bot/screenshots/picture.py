"""Opens the bytes of an image file: limits first, then decoding. Says what a person is told about a failure."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from bot.extras import MissingExtraError, optional_module

if TYPE_CHECKING:
    from PIL.Image import Image

    from dialogs.library.models.channels import ScreenshotWords

MAX_BYTES = 10_000_000
MAX_PIXELS = 25_000_000  # a phone's photo has 12 million, a long screenshot of ten screens about as many
MAX_SIDE = 65_535  # pixels: neither JPEG nor the reader of codes takes more
MOST_SCANS = 50  # of a JPEG, each of which goes over the whole picture; a progressive one has about ten
MOST_FRAMES = 8  # only the first is decoded; a photo may bring a few along, an animation is no screenshot
_SCAN = b"\xff\xda"  # the marker before each scan of a JPEG; it cannot occur inside one
FORMATS = ("PNG", "JPEG", "WEBP")


class ScreenshotError(Exception):
    """A picture was not read. Holds nothing of the picture; `not_read` has the words for users."""


class PictureTooLargeError(ScreenshotError):
    """More than `MAX_BYTES`, `MAX_PIXELS` or `MAX_SIDE`, or than the memory of the reading process holds."""


class NotAPictureError(ScreenshotError):
    """The file is not one of `FORMATS`, is cut off, broken, an animation, or in more scans than any camera writes."""


class ReadTimeoutError(ScreenshotError):
    """The time for one picture ran out, or the reading process died of it."""


class BusyError(ScreenshotError):
    """Too many pictures are waiting to be read."""


def not_read(words: ScreenshotWords, error: ScreenshotError | MissingExtraError) -> str:
    """What to tell the person whose image was not read."""
    if isinstance(error, MissingExtraError):
        return words.missing_extra.format(extra=error.extra)
    if isinstance(error, PictureTooLargeError):
        return words.too_large.format(megabytes=MAX_BYTES // 1_000_000, megapixels=MAX_PIXELS // 1_000_000)
    if isinstance(error, BusyError):
        return words.busy
    return words.not_an_image if isinstance(error, NotAPictureError) else words.took_too_long


def open_picture(data: bytes) -> Image:
    """The first frame of an image file, upright, in RGB, transparency on white.

    Only the header is read before the limits are checked, so that a small file which claims or unpacks to a huge
    picture costs nothing.

    Raises MissingExtraError without Pillow, PictureTooLargeError, NotAPictureError.
    """
    if len(data) > MAX_BYTES:
        raise PictureTooLargeError
    image = optional_module("PIL.Image", "ocr")
    try:
        with warnings.catch_warnings(action="ignore"):
            picture: Image = image.open(io.BytesIO(data), formats=FORMATS)
        _check(picture, data)
        return _upright(picture)
    except (image.DecompressionBombError, MemoryError) as error:
        raise PictureTooLargeError from error
    except (OSError, ValueError, SyntaxError, IndexError, KeyError, TypeError, ZeroDivisionError) as error:
        raise NotAPictureError from error  # what decoders raise on broken files


def _check(picture: Image, data: bytes) -> None:
    if picture.width * picture.height > MAX_PIXELS or max(picture.size) > MAX_SIDE:
        raise PictureTooLargeError
    # An MPO is a JPEG with more pictures behind the first.
    scans = data.count(_SCAN) if picture.format in {"JPEG", "MPO"} else 1
    if scans > MOST_SCANS or getattr(picture, "n_frames", 1) > MOST_FRAMES:
        raise NotAPictureError


def _upright(picture: Image) -> Image:
    """The picture itself wherever it can be: a copy of the largest takes 100 MB."""
    optional_module("PIL.ImageOps", "ocr").exif_transpose(picture, in_place=True)
    if not picture.has_transparency_data:
        return picture if picture.mode == "RGB" else picture.convert("RGB")
    clear = picture if picture.mode in {"RGBA", "LA"} else picture.convert("RGBA")
    white: Image = optional_module("PIL.Image", "ocr").new("RGB", clear.size, "white")
    white.paste(clear, mask=clear)
    return white
