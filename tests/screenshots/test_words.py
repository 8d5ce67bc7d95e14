"""What a person is told about an image."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.papers.tools import MissingExtra
from bot.screenshots import NotAnImage, ScreenshotError, ScreenshotWords, TookTooLong, TooLarge
from bot.screenshots.words import FILE
from dialogs.library.problems import ContentError


def test_every_failure_is_said_kindly_and_asks_for_the_words(texts: Mapping[str, str]) -> None:
    words = ScreenshotWords.from_files(texts)
    failures: list[ScreenshotError | MissingExtra] = [
        TooLarge(),
        NotAnImage(),
        TookTooLong(),
        MissingExtra("PIL", "ocr"),
    ]
    said = [words.about(failure) for failure in failures]
    assert len(set(said)) == len(failures)
    assert all("打字" in sentence and "{" not in sentence for sentence in said)
    assert "10 MB" in said[0]
    assert "25 百万像素" in said[0]
    assert "ocr" in said[3]


def test_a_missing_sentence_is_found(texts: Mapping[str, str]) -> None:
    with pytest.raises(ContentError, match="too_large"):
        ScreenshotWords.from_files({FILE: texts[FILE].replace("too_large:", "too_big:")})
