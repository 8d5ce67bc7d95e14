"""Inline mode on the double, with the real cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.inline.handler import inline
from dialogs.cards import Deck, InlineCards
from dialogs.library.library import Library
from dialogs.words import Words
from tests.bot.telegram.conftest import bench, double, file_bytes

__all__ = ["bench", "double", "file_bytes"]


@pytest.fixture(scope="session")
def cards(texts: Mapping[str, str], library: Library) -> InlineCards:
    return InlineCards(Deck.from_files(texts, library), library, Words(library))


@pytest.fixture(scope="session")
def with_inline(cards: InlineCards) -> dict[str, Any]:
    return {"beside": (inline(lambda: cards, ZoneInfo("Asia/Shanghai")),)}
