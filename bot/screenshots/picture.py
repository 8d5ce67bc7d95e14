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
FORMATS = ("PNG", "JPEG", "WEBP")


class ScreenshotError(Exception):
    """A picture was not read. Holds nothing of the picture; `not_read` has the words for users."""


class PictureTooLargeError(ScreenshotError):
    """The file has more than `MAX_BYTES` or the picture more than `MAX_PIXELS`."""


class NotAPictureError(ScreenshotError):
    """The file is not one of `FORMATS`, is cut off or broken."""


class ReadTimeoutError(ScreenshotError):
    """The time for one picture ran out, the reading process died of it, or the queue is full."""


def not_read(words: ScreenshotWords, error: ScreenshotError | MissingExtraError) -> str:
    """What to tell the person whose image was not read."""
    if isinstance(error, MissingExtraError):
        return words.missing_extra.format(extra=error.extra)
    if isinstance(error, PictureTooLargeError):
        return words.too_large.format(megabytes=MAX_BYTES // 1_000_000, megapixels=MAX_PIXELS // 1_000_000)
    return words.not_an_image if isinstance(error, NotAPictureError) else words.took_too_long


def open_picture(data: bytes) -> Image:
    """The first frame of an image file, upright, in RGB, transparency on white.

    Only the header is read before the limits are checked, so that a small file which claims or unpacks to a huge
    picture costs nothing.

    Raises:
        MissingExtraError: without Pillow.
        PictureTooLargeError: more than `MAX_BYTES` or `MAX_PIXELS`.
        NotAPictureError: not one of `FORMATS`, cut off or broken.
    """
    if len(data) > MAX_BYTES:
        raise PictureTooLargeError
    image = optional_module("PIL.Image", "ocr")
    try:
        with warnings.catch_warnings(action="ignore"):
            picture: Image = image.open(io.BytesIO(data), formats=FORMATS)
        if picture.width * picture.height <= MAX_PIXELS:
            return _upright(picture)
    except image.DecompressionBombError as error:
        raise PictureTooLargeError from error
    except (OSError, ValueError, SyntaxError, IndexError, KeyError, TypeError, ZeroDivisionError, MemoryError) as error:
        raise NotAPictureError from error  # what decoders raise on broken files
    raise PictureTooLargeError


def _upright(picture: Image) -> Image:
    picture.load()
    turned: Image = optional_module("PIL.ImageOps", "ocr").exif_transpose(picture)
    if turned.has_transparency_data:
        clear = turned.convert("RGBA")
        white: Image = optional_module("PIL.Image", "ocr").new("RGBA", clear.size, "white")
        white.alpha_composite(clear)
        turned = white
    return turned.convert("RGB")
