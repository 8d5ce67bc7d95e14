"""Paths as people type them at a terminal (bare, pasted, or dragged into the window), and the pictures they lead to."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from dialogs.library.models.channels import ScreenshotWords
from dialogs.messages import ForwardInput

IMAGE = "/image"
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif"})
_LONGEST = 4096  # characters
_QUOTED = re.compile(r"(?P<mark>['\"])(?P<path>.*)(?P=mark)")
_ESCAPED = re.compile(r"\\(.)")


def typed_file(line: str) -> Path | None:
    """The file a line names: bare, in quotes, with backslashes before blanks, as ``file://…``; None where none is."""
    words = line.strip()
    if not words or len(words) > _LONGEST or not words.isprintable():
        return None
    ways = [words, _unquoted(words)]
    if words.startswith("file://"):
        ways.append(unquote(words.removeprefix("file://")))
    return next((path for way in ways if (path := _there(way))), None)


def picture_meant(line: str) -> Path | None:
    """The picture that a line is nothing but the path of; None for any other words."""
    path = typed_file(line)
    return path if path and path.suffix.lower() in _SUFFIXES else None


def read_picture(path: Path, words: ScreenshotWords) -> tuple[ForwardInput | None, str]:
    """What a picture says, as a message to be checked; None with the reason where nothing was read.
    Raises MissingExtraError: the extra `ocr` is not installed.
    """
    from bot.screenshots.picture import NotAPictureError, ScreenshotError, not_read
    from bot.screenshots.reader import read_image, text_to_check

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


def place_of(typed: str) -> Path | None:
    """The folder or file to be written that was typed, in any of these ways; None where nothing was."""
    words = typed.strip()
    if not words:
        return None
    place = Path(_unquoted(words))
    try:
        return place.expanduser()
    except RuntimeError:  # a ~ of nobody
        return place


def _unquoted(words: str) -> str:
    quoted = _QUOTED.fullmatch(words)
    return quoted["path"] if quoted else _ESCAPED.sub(r"\1", words)


def _there(way: str) -> Path | None:
    try:
        path = Path(way).expanduser()
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):  # a name that is too long, a ~ of nobody
        return None
