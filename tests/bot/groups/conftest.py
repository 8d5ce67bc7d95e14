"""Groups on the double, with the real checker, cards and words."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import pytest

from bot.groups.checks import Checks
from bot.groups.handler import GroupSettings, groups
from bot.groups.words import GroupWords, reason_ids
from bot.telegram.beside import MakeHandler
from dialogs.cards import Deck
from dialogs.checking import Checker
from dialogs.library.library import Library
from tests.bot.telegram.conftest import bench, double, file_bytes

__all__ = ["bench", "double", "file_bytes"]

TOOL = "微信转账撤回神器，先付后撤，加V：huitui2026"
RECOVERY = "被骗资金黑客追回，先追回后收费，联系QQ 12345678"


@pytest.fixture(scope="session")
def words(texts: Mapping[str, str]) -> GroupWords:
    return GroupWords.from_files(texts)


@pytest.fixture(scope="session")
def checks(words: GroupWords, texts: Mapping[str, str], library: Library) -> Checks:
    deck = Deck.from_files(texts, library)
    checker = Checker.from_files(texts, tuple(library.myths.values()))
    return Checks(words, lambda: deck, lambda: checker)


@pytest.fixture(scope="session")
def in_groups(checks: Checks, texts: Mapping[str, str]) -> dict[str, tuple[MakeHandler, ...]]:
    """What a bot is started with so that it serves groups."""
    return {"beside": (groups(checks, GroupSettings(ZoneInfo("Asia/Shanghai"), reasons=reason_ids(texts))),)}
