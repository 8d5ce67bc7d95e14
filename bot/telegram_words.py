"""What the bot says in Telegram beside the dialog's own words, from the content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.groups.words import GroupWords, reason_ids
from bot.screenshots.words import ScreenshotWords
from dialogs.library.parsing import parsed

FILE = "zh-Hans/telegram.yaml"


@dataclass(frozen=True, slots=True)
class TelegramWords:
    """The words of the adapter itself, of groups and of pictures; `reasons` are the ids of the checker's reasons by
    their words.
    """

    adapter: Mapping[str, Any]
    groups: GroupWords
    screenshots: ScreenshotWords
    reasons: Mapping[str, str]

    @classmethod
    def from_files(cls, texts: Mapping[str, str]) -> TelegramWords:
        """The words in the texts of the content files. Raises ContentError with every problem of the first bad file."""
        return cls(
            adapter=parsed(texts[FILE]),
            groups=GroupWords.from_files(texts),
            screenshots=ScreenshotWords.from_files(texts),
            reasons=reason_ids(texts),
        )
