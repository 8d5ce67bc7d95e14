"""Groups on the double, with the real checker, cards and words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest

from bot.content_files import read_models
from bot.groups.words import GroupWords, reason_ids
from bot.telegram import groups
from bot.telegram.group_replies import GroupContent
from dialogs.cards import Deck
from dialogs.checking import Checker
from dialogs.library.loader import Library
from tests.bot.telegram.conftest import bench, double, file_bytes

__all__ = ["bench", "double", "file_bytes"]

TOOL = "微信转账撤回神器，先付后撤，加V：huitui2026"
RECOVERY = "被骗资金黑客追回，先追回后收费，联系QQ 12345678"


@pytest.fixture(scope="session")
def words(texts: Mapping[str, str]) -> GroupWords:
    return GroupWords.from_files(texts)


@pytest.fixture(scope="session")
def group_content(words: GroupWords, texts: Mapping[str, str], library: Library) -> GroupContent:
    deck = Deck.from_files(texts, library)
    checker = Checker.from_files(texts, read_models()["models/offers.bin"], tuple(library.myths.values()))
    return GroupContent(words, lambda: deck, lambda: checker, reason_ids(texts))


@pytest.fixture(scope="session")
def in_groups(group_content: GroupContent) -> dict[str, Any]:
    """What a bot is started with so that it serves groups."""
    return {"modules": (partial(groups.handlers, content=group_content),)}
