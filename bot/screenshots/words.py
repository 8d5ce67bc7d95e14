"""The sentences about images, from `content/zh-Hans/screenshots.yaml`."""

from __future__ import annotations

from collections.abc import Mapping

from bot.papers.tools import MissingExtra
from bot.screenshots.failures import NotAnImage, ScreenshotError, TooLarge
from bot.screenshots.picture import MAX_BYTES, MAX_PIXELS
from dialogs.library.files import LOCALE
from dialogs.library.loader import parse_yaml, validated
from dialogs.library.problems import ContentError, Problem
from dialogs.library.schema import Text, record

FILE = f"{LOCALE}/screenshots.yaml"
_MILLION = 1_000_000


@record
class ScreenshotWords:
    """What is said while an image is read, about what was read, and when it could not be."""

    working: Text
    no_text: Text
    not_whole: Text
    missing_extra: Text
    too_large: Text
    not_an_image: Text
    took_too_long: Text

    @classmethod
    def from_files(cls, files: Mapping[str, str]) -> ScreenshotWords:
        """The words in the texts of the content files. Raises ContentError."""
        problems: list[Problem] = []
        words = validated(FILE, cls, parse_yaml(FILE, files.get(FILE, ""), problems), "", problems)
        if words is None:
            raise ContentError(problems)
        return words

    def about(self, error: ScreenshotError | MissingExtra) -> str:
        """What to tell the person whose image was not read."""
        if isinstance(error, MissingExtra):
            return self.missing_extra.format(extra=error.extra)
        if isinstance(error, TooLarge):
            return self.too_large.format(megabytes=MAX_BYTES // _MILLION, megapixels=MAX_PIXELS // _MILLION)
        return self.not_an_image if isinstance(error, NotAnImage) else self.took_too_long
