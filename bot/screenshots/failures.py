"""Why an image could not be read. None of these holds anything of the image."""

from __future__ import annotations


class ScreenshotError(Exception):
    """An image was not read. What to tell the person is in the content (`bot.screenshots.words`)."""


class TooLarge(ScreenshotError):  # noqa: N818 - what is wrong is the name
    """More bytes or more pixels than are decoded."""


class NotAnImage(ScreenshotError):  # noqa: N818
    """No PNG, JPEG or WebP, or a broken one."""


class TookTooLong(ScreenshotError):  # noqa: N818
    """The time for one image ran out, or the reading process died of it."""
