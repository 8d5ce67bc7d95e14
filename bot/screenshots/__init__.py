"""What a screenshot says: its words by OCR, its QR codes, read in a process of their own (extra `ocr`).

An image comes from strangers. Its size is looked at before it is decoded, it is never written to disk, and what a
code in it leads to is shown and never opened.
"""

from bot.screenshots.evidence import text_to_check, with_codes
from bot.screenshots.failures import NotAnImage, ScreenshotError, TookTooLong, TooLarge
from bot.screenshots.reader import ImageText, read_image, read_image_file
from bot.screenshots.screenshot_worker import ScreenshotWorker
from bot.screenshots.words import ScreenshotWords

__all__ = [
    "ImageText",
    "NotAnImage",
    "ScreenshotError",
    "ScreenshotWords",
    "ScreenshotWorker",
    "TooLarge",
    "TookTooLong",
    "read_image",
    "read_image_file",
    "text_to_check",
    "with_codes",
]
