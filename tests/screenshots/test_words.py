"""What a person is told about an image."""

from __future__ import annotations

from bot.extras import MissingExtraError
from bot.screenshots.picture import (
    BusyError,
    NotAPictureError,
    PictureTooLargeError,
    ReadTimeoutError,
    ScreenshotError,
    not_read,
)
from dialogs.library.load import Content


def test_every_failure_is_said_kindly_and_asks_for_the_words(content: Content) -> None:
    words = content.screenshots
    failures: list[ScreenshotError | MissingExtraError] = [
        PictureTooLargeError(),
        NotAPictureError(),
        ReadTimeoutError(),
        BusyError(),
        MissingExtraError("PIL", "ocr"),
    ]
    said = [not_read(words, failure) for failure in failures]
    assert len(set(said)) == len(failures)
    assert all("打字" in sentence and "{" not in sentence for sentence in said)
    assert "10 MB" in said[0]
    assert "25 百万像素" in said[0]
    assert "ocr" in said[4]
