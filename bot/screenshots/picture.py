"""From the bytes of a file to a picture: limits first, then decoding."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from bot.screenshots.extra import module
from bot.screenshots.failures import NotAnImage, TooLarge

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 10_000_000
MAX_PIXELS = 25_000_000  # a phone's photo has 12 million, a long screenshot of ten screens about as many
FORMATS = ("PNG", "JPEG", "WEBP")


def open_picture(data: bytes) -> Image:
    """The first frame of an image file, upright, in RGB, transparency on white.

    Only the header is read before the limits are checked, so that a small file which claims or unpacks to a huge
    picture costs nothing.

    Raises:
        MissingExtra: without Pillow.
        TooLarge: more than `MAX_BYTES` or `MAX_PIXELS`.
        NotAnImage: not one of `FORMATS`, cut off or broken.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge
    picture = _header(data)
    if picture.width * picture.height > MAX_PIXELS:
        raise TooLarge
    try:
        return _upright(picture)
    except (OSError, ValueError, SyntaxError, IndexError, KeyError, TypeError, ZeroDivisionError, MemoryError) as error:
        raise NotAnImage from error  # what decoders raise on broken files


def _header(data: bytes) -> Image:
    image = module("PIL.Image")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            picture: Image = image.open(io.BytesIO(data), formats=FORMATS)
        except image.DecompressionBombError as error:
            raise TooLarge from error
        except (OSError, ValueError, SyntaxError, IndexError, KeyError, TypeError) as error:
            raise NotAnImage from error
    return picture


def _upright(picture: Image) -> Image:
    picture.load()
    turned: Image = module("PIL.ImageOps").exif_transpose(picture)
    if turned.has_transparency_data:
        clear = turned.convert("RGBA")
        white: Image = module("PIL.Image").new("RGBA", clear.size, "white")
        white.alpha_composite(clear)
        turned = white
    return turned.convert("RGB")
