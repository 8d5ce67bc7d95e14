"""Reads the words (OCR) and QR codes of a picture, in a process of its own (extra `ocr`).

A picture comes from a stranger. Its size is checked before it is decoded, it is never written to disk, and what a code
in it leads to is shown and never opened.
"""

from bot.screenshots.picture import (
    MAX_BYTES,
    BusyError,
    NotAPictureError,
    PictureTooLargeError,
    ReadTimeoutError,
    ScreenshotError,
    not_read,
)
from bot.screenshots.reader import ImageText, read_image, text_to_check, with_codes
from bot.screenshots.worker import ScreenshotWorker

__all__ = [
    "MAX_BYTES",
    "BusyError",
    "ImageText",
    "NotAPictureError",
    "PictureTooLargeError",
    "ReadTimeoutError",
    "ScreenshotError",
    "ScreenshotWorker",
    "not_read",
    "read_image",
    "text_to_check",
    "with_codes",
]
