"""Groups on the double, with the real checker, cards and words."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from bot.content import make_checker, read_models
from bot.telegram import groups
from bot.telegram.group_replies import GroupContent
from dialogs.library.load import Content
from dialogs.library.models.channels import GroupWords
from tests.bot.telegram.conftest import bench, double, empty_store, file_bytes

__all__ = ["bench", "double", "empty_store", "file_bytes"]

TOOL = "微信转账撤回神器，先付后撤，加V：huitui2026"
RECOVERY = "被骗资金黑客追回，先追回后收费，联系QQ 12345678"


@pytest.fixture(scope="session")
def words(content: Content) -> GroupWords:
    return content.groups


@pytest.fixture(scope="session")
def group_content(words: GroupWords, content: Content) -> GroupContent:
    checker = make_checker(content, read_models())
    return GroupContent(words, lambda: content.cards, lambda: checker, content.checking.words.reason_ids)


@pytest.fixture(scope="session")
def in_groups(group_content: GroupContent) -> dict[str, Any]:
    """What a bot is started with so that it serves groups."""
    return {"modules": (partial(groups.handlers, content=group_content),)}
