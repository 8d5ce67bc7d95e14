"""The sentences about images, from `content/zh-Hans/screenshots.yaml`."""

from __future__ import annotations

from collections.abc import Mapping

from bot.extras import MissingExtraError
from bot.screenshots.picture import (
    MAX_BYTES,
    MAX_PIXELS,
    NotAPictureError,
    PictureTooLargeError,
    ScreenshotError,
)
from dialogs.library.loader import LOCALE, ContentError, Problem, parse_yaml, validated
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

    def about(self, error: ScreenshotError | MissingExtraError) -> str:
        """What to tell the person whose image was not read."""
        if isinstance(error, MissingExtraError):
            return self.missing_extra.format(extra=error.extra)
        if isinstance(error, PictureTooLargeError):
            return self.too_large.format(megabytes=MAX_BYTES // _MILLION, megapixels=MAX_PIXELS // _MILLION)
        return self.not_an_image if isinstance(error, NotAPictureError) else self.took_too_long
