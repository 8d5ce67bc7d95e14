"""Groups on the double, with the real checker, cards and words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot.content import make_checker
from bot.groups.checks import Checks
from bot.groups.handler import GroupSettings, groups
from bot.groups.words import GroupWords
from bot.telegram.beside import MakeHandler
from dialogs.library.load import Content
from tests.bot.telegram.conftest import bench, double, file_bytes

__all__ = ["bench", "double", "file_bytes"]

TOOL = "微信转账撤回神器，先付后撤，加V：huitui2026"
RECOVERY = "被骗资金黑客追回，先追回后收费，联系QQ 12345678"


@pytest.fixture(scope="session")
def words(content: Content) -> GroupWords:
    return content.groups


@pytest.fixture(scope="session")
def checks(words: GroupWords, content: Content) -> Checks:
    checker = make_checker(content)
    return Checks(words, lambda: content.cards, lambda: checker)


@pytest.fixture(scope="session")
def in_groups(checks: Checks, content: Content) -> dict[str, tuple[MakeHandler, ...]]:
    """What a bot is started with so that it serves groups."""
    return {
        "beside": (groups(checks, GroupSettings(ZoneInfo("Asia/Shanghai"), reasons=content.checking.words.reason_ids)),)
    }
