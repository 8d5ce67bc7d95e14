"""Groups on the double, with the real checker, cards and words."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from bot.console.plain import plain_text
from bot.content import read_models
from bot.telegram import groups
from bot.telegram.inline import guest_handlers
from dialogs.assembly import checker_model, make_checker, make_understander
from dialogs.group_talk import needs_help
from dialogs.groups import GroupContent
from dialogs.library.load import Content
from dialogs.library.models.channels import GroupLineName, GroupWords
from tests.bot.telegram.conftest import Bench, bench, double, empty_store, file_bytes
from tests.telegram_double import Group, Member, Sent

__all__ = ["bench", "double", "empty_store", "file_bytes"]

CHANNEL = -100777
TOOL = "微信转账撤回神器，先付后撤，加V：huitui2026"
RECOVERY = "被骗资金黑客追回，先追回后收费，联系QQ 12345678"


@pytest.fixture(scope="session")
def words(content: Content) -> GroupWords:
    return content.groups


@pytest.fixture(scope="session")
def group_content(words: GroupWords, content: Content) -> GroupContent:
    models = read_models()
    checker = make_checker(content, models)
    return GroupContent(
        words,
        lambda: content.cards,
        lambda: checker,
        content.checking.words.reason_ids,
        checker_model(models),
        partial(needs_help, make_understander(content, models)),
    )


@pytest.fixture(scope="session")
def in_groups(group_content: GroupContent) -> dict[str, Any]:
    """What a bot is started with so that it serves groups."""
    made = (partial(groups.handlers, content=group_content), partial(guest_handlers, content=group_content))
    return {"modules": made}


@pytest.fixture
def group(bench: Bench) -> Group:
    """A group with topics and a linked channel, in which the bot may delete."""
    made = bench.double.group(-1001, linked=CHANNEL, topics=(42,))
    made.bot_may(can_delete_messages=True)
    made.member(1, status="creator")
    return made


@pytest.fixture
def owner(group: Group) -> Member:
    return group.member(1, status="creator")


def said(words: GroupWords, name: GroupLineName, **values: object) -> str:
    """A line as it is seen."""
    return plain_text(words.line(name, **values)).strip()


async def guard(group: Group, mode: str) -> None:
    """The owner turns the guard on."""
    await group.member(1, status="creator").says(f"/guard {mode}")
    await group.sees()


async def pressed(bench: Bench, who: Member, label: str, of: Sent) -> str | None:
    """What is shown to somebody who presses a button."""
    query = await who.taps(label, of=of)
    await bench.double.until(lambda: query in bench.double.notices)
    return bench.double.notices[query]


async def quiet_so_far(bench: Bench, group: Group) -> bool:
    """Whether all that was said has been settled without a word."""
    await bench.double.until(lambda: not bench.double.unacknowledged)
    await group.member(1, status="creator").says("/check")
    return "这样用" in (await group.sees()).text
