"""What a person is told about an image that was not read; the sentences are in `zh-Hans/screenshots.yaml`."""

from __future__ import annotations

from bot.extras import MissingExtraError
from bot.screenshots.picture import (
    MAX_BYTES,
    MAX_PIXELS,
    NotAPictureError,
    PictureTooLargeError,
    ScreenshotError,
)
from dialogs.library.models.channels import ScreenshotWords

_MILLION = 1_000_000


def not_read(words: ScreenshotWords, error: ScreenshotError | MissingExtraError) -> str:
    """What to tell the person whose image was not read."""
    if isinstance(error, MissingExtraError):
        return words.missing_extra.format(extra=error.extra)
    if isinstance(error, PictureTooLargeError):
        return words.too_large.format(megabytes=MAX_BYTES // _MILLION, megapixels=MAX_PIXELS // _MILLION)
    return words.not_an_image if isinstance(error, NotAPictureError) else words.took_too_long
