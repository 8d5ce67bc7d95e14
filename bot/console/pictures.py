"""Pictures that a person at a terminal shows, by their paths."""

from __future__ import annotations

from pathlib import Path

from bot.console.paths import typed_file
from dialogs.library.models.channels import ScreenshotWords
from dialogs.messages import ForwardInput

IMAGE = "/image"
SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif"})


def picture_meant(line: str) -> Path | None:
    """The picture that a line is nothing but the path of; None for any other words."""
    path = typed_file(line)
    return path if path and path.suffix.lower() in SUFFIXES else None


def read_picture(path: Path, words: ScreenshotWords) -> tuple[ForwardInput | None, str]:
    """What a picture says, as a message to be checked; None with the reason where nothing was read.

    Raises:
        MissingExtraError: the extra `ocr` is not installed.
    """
    from bot.screenshots import NotAPictureError, ScreenshotError, not_read, read_image, text_to_check

    try:
        found = read_image(path.read_bytes())
    except ScreenshotError as error:
        return None, not_read(words, error)
    except OSError:
        return None, not_read(words, NotAPictureError())
    text = text_to_check(found)
    if not text.strip():
        return None, words.no_text
    return ForwardInput(image_text=text, origin="picture"), "" if found.whole else words.not_whole
