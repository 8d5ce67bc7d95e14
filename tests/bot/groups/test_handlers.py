"""What in a group is meant for the bot, and how often it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from bot.console.plain import plain_text
from bot.telegram import groups
from dialogs.groups import PER_GROUP, PER_MEMBER, AnswerQuota, GroupContent
from dialogs.messages import ForwardInput, Input
from tests.bot.groups.conftest import TOOL
from tests.bot.telegram.conftest import Bench
from tests.telegram_double.group_calls import USERNAME

InGroups = dict[str, Any]
ASKED = [
    "/check",
    f"/CHECK@{USERNAME.title()}",
    "/check 看 这个",
    "/check\n看这个",
    f"@{USERNAME}",
    f"看下 @{USERNAME.upper()}！",
    f"//check @{USERNAME}",
    f"/check，@{USERNAME}",
]
NOT_ASKED = [
    f"看下@{USERNAME}",
    "/check@other_bot",
    f"/check@other_bot @{USERNAME}",
    f"a@{USERNAME}",
    f"@{USERNAME}2",
    "//check",
    " /check",
    "/check，",
    "/checkers",
]


async def test_what_is_meant_for_us(bench: Bench, in_groups: InGroups) -> None:
    group = bench.double.group(-1001)
    lure = group.member(12).unheard(text=TOOL)
    async with bench.bot(**in_groups):
        for number, text in enumerate(ASKED, start=20):
            await group.member(number).says(text, reply_to=lure)
        for text in NOT_ASKED:
            await group.member(11).says(text, reply_to=lure)
        await bench.double.until(lambda: not bench.double.unacknowledged)
    # Under the advert, for all who see that, and not under who asked.
    assert [sent.answers for sent in group.history] == [lure["message_id"]] * len(ASKED)
    assert all("没有能撤回转账的软件" in sent.text for sent in group.history)


@pytest.mark.parametrize(
    ("before", "after", "hellos"),
    [
        ({"status": "left"}, {"status": "member"}, 1),
        ({"status": "kicked"}, {"status": "administrator"}, 1),
        ({"status": "left"}, {"status": "restricted", "is_member": True}, 1),
        ({"status": "restricted", "is_member": False}, {"status": "restricted", "is_member": True}, 1),
        ({"status": "member"}, {"status": "restricted", "is_member": True}, 0),
        ({"status": "left"}, {"status": "kicked"}, 0),
    ],
)
async def test_hello_is_said_on_coming_and_on_nothing_else(
    bench: Bench, in_groups: InGroups, before: dict[str, Any], after: dict[str, Any], hellos: int
) -> None:
    group = bench.double.group(-1001)
    async with bench.bot(**in_groups):
        await group.bot_changes(before, after)
        await bench.double.until(lambda: not bench.double.unacknowledged)
    assert len(group.history) == hellos


@pytest.mark.parametrize(
    "after", [{"status": "left"}, {"status": "kicked"}, {"status": "restricted", "is_member": False}]
)
async def test_all_about_a_group_goes_with_the_bot(bench: Bench, in_groups: InGroups, after: dict[str, Any]) -> None:
    group = bench.double.group(-1001)
    group.bot_may(can_delete_messages=True)
    async with bench.bot(**in_groups):
        await group.member(1, status="creator").says("/guard warn")
        await group.sees()
        await group.member(2).says(TOOL)
        await group.sees()
        assert bench.query("select count(*) from group_log") == [(1,)]
        await group.bot_changes({"status": "administrator"}, after)
        await bench.double.until(lambda: not bench.double.unacknowledged)
    assert bench.query("select count(*) from group_log") == [(0,)]
    assert bench.query("select left_at > 0 from group_settings") == [(1,)]


async def test_a_picture_that_is_asked_about_is_read(bench: Bench, group_content: GroupContent) -> None:
    asked_for: list[str] = []

    async def read(_person: int, given: Input, files: Sequence[str]) -> tuple[Input, tuple[str, ...]]:
        asked_for.extend(files)
        if files == ("unreadable",):
            return given, ("看不清",)
        assert isinstance(given, ForwardInput)
        return replace(given, image_text=TOOL), ()

    serving = partial(groups.handlers, content=group_content)
    group = bench.double.group(-1001)
    hong, spammer = group.member(11), group.member(12)
    sizes = [{"file_id": "small", "file_size": 9}, {"file_id": "huge", "file_size": 10_000_001}]
    async with bench.bot(modules=(serving,), make_reader=lambda _context: read):
        await hong.says("/check", reply_to=spammer.unheard(photo=sizes))
        assert "没有能撤回转账的软件" in (await group.sees()).text
        picture = {"file_id": "file", "mime_type": "image/png", "file_name": "IMG_1.png"}
        await hong.says("/check", reply_to=spammer.unheard(document=picture))
        assert "没有能撤回转账的软件" in (await group.sees()).text
        await hong.sends(photo=[{"file_id": "own"}], caption="/check 这个")
        assert "没有能撤回转账的软件" in (await group.sees()).text
        huge = {**picture, "file_size": 10_000_001}
        await hong.says("/check", reply_to=spammer.unheard(document=huge))
        assert (await group.sees()).text == plain_text(group_content.words.line("no_words")).strip()
        await hong.says("/check", reply_to=spammer.unheard(photo=[{"file_id": "unreadable"}]))
        assert (await group.sees()).text == plain_text(group_content.words.line("no_words")).strip()
    assert asked_for == ["small", "file", "own", "unreadable"]


def test_a_quota() -> None:
    quota = AnswerQuota(2)
    assert [quota.take("a", number, 0.0) for number in (1, 2, 3, 2)] == [True, True, False, True]
    assert quota.take("b", 4, 0.0)
    assert not quota.take("a", 5, 59.0)
    assert quota.take("a", 6, 60.0)
    for number in range(3000):
        quota.take(number, number, 1000.0 + number)
    assert len(quota._taken) <= 1100


async def test_who_asks_too_much_silences_nobody_else(bench: Bench, in_groups: InGroups) -> None:
    group = bench.double.group(-1001)
    pest, hong = group.member(11), group.member(12)
    lure = group.member(13).unheard(text=TOOL)
    async with bench.bot(**in_groups):
        for _ in range(3 * PER_GROUP):
            await pest.says("/guard off")
        await hong.says("/check", reply_to=lure)
        await bench.double.until(lambda: not bench.double.unacknowledged)
        refusals = [await group.sees() for _ in range(PER_MEMBER)]
        card = await group.sees()
    assert len({sent.text for sent in refusals}) == 1
    assert "没有能撤回转账的软件" in card.text
    assert card.answers == lure["message_id"]
    assert group.unseen == []


async def test_all_members_together_get_what_telegram_sends_in_a_minute(bench: Bench, in_groups: InGroups) -> None:
    group = bench.double.group(-1001)
    async with bench.bot(**in_groups):
        for number in range(20, 40):
            await group.member(number).says("/check")
        await bench.double.until(lambda: not bench.double.unacknowledged)
    assert len(group.history) == PER_GROUP
