"""Inline mode on the double, with the real cards."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from bot.telegram.inline import inline_handlers
from dialogs.cards import InlineCards
from dialogs.library.load import Content
from dialogs.text.plain import Normaliser
from dialogs.words import Words
from tests.bot.telegram.conftest import bench, double, empty_store, file_bytes

__all__ = ["bench", "double", "empty_store", "file_bytes"]


@pytest.fixture(scope="session")
def cards(content: Content, normaliser: Normaliser) -> InlineCards:
    return InlineCards(content.cards, content.library, Words(content.library), normaliser.in_chinese)


@pytest.fixture(scope="session")
def with_inline(cards: InlineCards) -> dict[str, Any]:
    """What a bot is started with so that it answers inline queries."""
    return {"modules": (partial(inline_handlers, load_cards=lambda: cards),)}
