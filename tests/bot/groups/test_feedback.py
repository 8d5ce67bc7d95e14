"""Admins say whether a card is right; the words go along only where they agree to that."""

from __future__ import annotations

from typing import Any

import pytest

from dialogs.library.models.channels import GroupWords
from tests.bot.groups.conftest import RECOVERY, TOOL, pressed
from tests.bot.telegram.conftest import Bench
from tests.telegram_double import Fault, Group, Member, Sent

InGroups = dict[str, Any]
KEPT = "select verdict, agreed, length(words), text is not null from verdict_feedback"


@pytest.fixture
def group(bench: Bench) -> Group:
    return bench.double.group(-1001)


async def card(group: Group, **lure: Any) -> Sent:
    spammer, asker = group.member(7766554433), group.member(2)
    await asker.says("/check", reply_to=spammer.unheard(**(lure or {"text": TOOL})))
    return await group.sees()


def now(group: Group) -> Sent:
    """The last card as it stands now."""
    return group.history[-1]


@pytest.mark.parametrize(("label", "agreed"), [("判对了", 1), ("判错了", 0)])
async def test_an_admins_word_is_kept_without_the_words(
    bench: Bench, in_groups: InGroups, words: GroupWords, file_bytes: Any, label: str, agreed: int
) -> None:
    group = bench.double.group(-1001)
    owner = group.member(1, status="creator")
    async with bench.bot(**in_groups):
        shown = await card(group)
        assert await pressed(bench, owner, label, shown) == words.notices["judged"]
        assert len(bench.double.alerts) == 1  # it asks for consent: it stays until it is read
        await bench.double.until(lambda: now(group).labels == ["私聊问我", "交原话", "不交"])
        assert bench.query(KEPT) == [("fake_recall_tool", agreed, 16, 0)]
        [(model,)] = bench.query("select model from verdict_feedback")
        assert len(model) == 12
        assert await pressed(bench, owner, "不交", now(group)) == words.notices["words_not_kept"]
        await bench.double.until(lambda: now(group).labels == ["私聊问我"])
        for secret in ("huitui2026", "神器", "7766554433"):
            assert secret.encode() not in file_bytes()
    assert bench.query(KEPT) == [("fake_recall_tool", agreed, 16, 0)]


async def test_the_words_are_kept_masked_only_after_a_button_of_their_own(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member, file_bytes: Any
) -> None:
    async with bench.bot(**in_groups):
        await pressed(bench, owner, "判错了", await card(group, text=RECOVERY))
        await bench.double.until(lambda: "交原话" in now(group).labels)
        assert await pressed(bench, owner, "交原话", now(group)) == words.notices["words_kept"]
        assert bench.query(KEPT) == [("recovery_scam", 0, 16, 1)]
        assert "黑客追回".encode() not in file_bytes()


async def test_words_typed_behind_the_command_can_be_handed_over_too(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member
) -> None:
    async with bench.bot(**in_groups):
        await group.member(2).says(f"/check {TOOL}")
        await pressed(bench, owner, "判对了", await group.sees())
        await bench.double.until(lambda: "交原话" in now(group).labels)
        assert await pressed(bench, owner, "交原话", now(group)) == words.notices["words_kept"]


async def test_words_that_are_gone_or_were_changed_are_not_kept(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member
) -> None:
    async with bench.bot(**in_groups):
        await pressed(bench, owner, "判对了", await card(group))
        await bench.double.until(lambda: "交原话" in now(group).labels)
        group.deleted.append(now(group).answers)
        assert await pressed(bench, owner, "交原话", now(group)) == words.notices["words_gone"]
    assert bench.query(KEPT) == [("fake_recall_tool", 1, 16, 0)]


async def test_nobody_else_is_heard(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member
) -> None:
    async with bench.bot(**in_groups):
        shown = await card(group)
        assert await pressed(bench, group.member(5), "判错了", shown) == words.notices["not_admin"]
        bench.double.fail("getChatMember", *(Fault(500) for _ in range(3)))
        assert await pressed(bench, owner, "判错了", shown) == words.notices["not_verified"]
        for data in (
            "ok:",
            "no:zz:fake_recall_tool",
            "ok:" + "0" * 32 + ":made_up",
            "give:",
            "give:1",
            "miss:",
            "hold",
        ):
            query = await owner.sends_data(data, shown)
            await bench.double.until(lambda query=query: query in bench.double.notices)
    assert bench.query(KEPT) == []


async def test_an_entry_of_the_log_is_called_wrong_and_taken_back(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member
) -> None:
    group.bot_may(can_delete_messages=True)
    async with bench.bot(**in_groups):
        await owner.says("/guard delete")
        await group.sees()
        await group.member(2).says(TOOL)
        await group.sees()
        await owner.says("/guard log")
        log = await group.sees()
        assert await pressed(bench, group.member(2), "判错了 1", log) == words.notices["not_admin"]
        assert await pressed(bench, owner, "判错了 1", log) == words.notices["misjudged"]
        assert bench.query(KEPT) == [("fake_recall_tool", 0, 16, 0)]
        assert await pressed(bench, owner, "撤销 1", log) == words.notices["undone"]
    assert bench.query("select count(*) from group_spared") == [(1,)]
