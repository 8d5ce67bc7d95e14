"""`/guard`: who may set it, when the bot may not, and what it remembers."""

from __future__ import annotations

from typing import Any

import pytest

from dialogs.library.models.channels import GroupLineName, GroupWords, GuardMode
from tests.bot.groups.conftest import CHANNEL, RECOVERY, TOOL, said
from tests.bot.telegram.conftest import Bench
from tests.telegram_double import Fault, Group, Member
from tests.telegram_double.group import BOT
from tests.telegram_double.group_calls import USERNAME

InGroups = dict[str, Any]
OTHER_CHANNEL = -100888


async def answered(group: Group) -> str:
    return (await group.sees()).text.strip()


def mode(bench: Bench) -> list[tuple[Any, ...]]:
    return bench.query("select mode from group_settings")


async def test_the_owner_turns_it_on_and_off(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member
) -> None:
    async with bench.bot(**in_groups):
        await owner.says("/guard")
        assert await answered(group) == said(words, "state", mode="关")
        await owner.says("/guard delete")
        assert await answered(group) == said(words, "set_delete")
        await owner.says(f"/guard@{USERNAME} WARN")
        assert await answered(group) == said(words, "set_warn", minutes=10)
        await owner.says("/guard whatever")
        assert await answered(group) == said(words, "state", mode="提醒")
        await owner.says("/guard off")
        assert await answered(group) == said(words, "set_off")
    assert mode(bench) == [("off",)]


async def test_others_are_refused(bench: Bench, in_groups: InGroups, words: GroupWords, group: Group) -> None:
    who = [group.member(2), group.member(3, status="restricted"), group.writes_as(OTHER_CHANNEL)]
    stranger = Member(group, {"id": 99, "is_bot": False, "first_name": "走了的人"})
    bench.expected_refusals = ["getChatMember: member not found"]
    async with bench.bot(**in_groups):
        for member in (*who, stranger):
            await member.says("/guard delete")
            assert await answered(group) == said(words, "not_admin")
        await group.member(2).says("/guard log")
        assert await answered(group) == said(words, "not_admin")
    assert mode(bench) == []


async def test_admins_anonymous_ones_and_the_linked_channel_are_obeyed(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group
) -> None:
    who = [group.member(2, status="administrator"), group.anonymous_admin(), group.writes_as(CHANNEL)]
    async with bench.bot(**in_groups):
        for member, wanted in zip(who, (GuardMode.WARN, GuardMode.OFF, GuardMode.WARN), strict=True):
            await member.says(f"/guard {wanted}")
            name: GroupLineName = "set_warn" if wanted is GuardMode.WARN else "set_off"
            assert await answered(group) == said(words, name, minutes=10)
    assert mode(bench) == [("warn",)]


async def test_rights_are_asked_for_anew_each_time(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group
) -> None:
    hong = group.member(2, status="administrator")
    async with bench.bot(**in_groups):
        await hong.says("/guard warn")
        await group.sees()
        group.members[2] = {"status": "member"}
        await hong.says("/guard off")
        assert await answered(group) == said(words, "not_admin")
    assert mode(bench) == [("warn",)]


async def test_telegram_does_not_answer_and_nothing_is_changed(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member
) -> None:
    bench.double.fail("getChatMember", *(Fault(500) for _ in range(3)))
    async with bench.bot(**in_groups):
        await owner.says("/guard delete")
        assert await answered(group) == said(words, "not_verified")
        bench.double.fail("getChatMember", Fault(500), Fault(429, retry_after=2))
        await owner.says("/guard delete")  # an error that passes is not noticed
        assert await answered(group) == said(words, "set_delete")
    assert mode(bench) == [("delete",)]


async def test_an_answer_of_no_known_shape_counts_as_none(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group
) -> None:
    hong = group.member(2, status="restricted", can_react_to_messages=None)  # as a server of an older version says it
    async with bench.bot(**in_groups):
        await hong.says("/guard warn")
        assert await answered(group) == said(words, "not_verified")
    assert mode(bench) == []


@pytest.mark.parametrize(
    ("rights", "wanted", "line"),
    [
        ({"status": "member"}, "warn", "cannot_see"),
        ({"status": "member"}, "delete", "cannot_see"),
        ({"status": "administrator", "can_delete_messages": False}, "delete", "cannot_delete"),
        ({"status": "administrator", "can_delete_messages": False}, "warn", "set_warn"),
    ],
)
async def test_it_says_so_when_it_lacks_the_right(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, rights: Any, wanted: str, line: Any
) -> None:
    owner = group.member(1, status="creator")
    group.members[BOT] = rights
    async with bench.bot(**in_groups):
        await owner.says(f"/guard {wanted}")
        assert await answered(group) == said(words, line, minutes=10)
    assert mode(bench) == ([("warn",)] if line == "set_warn" else [])


async def test_with_privacy_mode_off_it_sees_enough_to_warn(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member
) -> None:
    group.members[BOT] = {"status": "member"}
    bench.double.sees_all = True
    async with bench.bot(**in_groups):
        await owner.says("/guard warn")
        assert await answered(group) == said(words, "set_warn", minutes=10)
        await owner.says("/guard delete")
        assert await answered(group) == said(words, "cannot_delete")


async def test_the_log_shows_what_was_done_and_nobody(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member, file_bytes: Any
) -> None:
    spammer = group.member(7766554433)
    async with bench.bot(**in_groups):
        await owner.says("/guard log")
        assert await answered(group) == said(words, "log_empty", days=30)
        await owner.says("/guard delete")
        await group.sees()
        for text in (TOOL, RECOVERY):
            await spammer.says(text)
            await group.sees()
            await bench.clock.advance(61)
        await owner.says("/guard log")
        log = await answered(group)
        lines = [line for line in log.splitlines() if line]
        assert lines[0] == said(words, "log_head", days=30)
        assert lines[2].startswith("2. 11月23日 16:00 删除：假的“转账撤回”（")
        assert lines[1].startswith("1. 11月23日 16:01 删除：收费追款（")
        assert "先办后付" in lines[2]
        assert "「微信转账撤回神器，先付后撤，加V：hu***」" in lines[2]
        assert group.history[-1].labels == ["撤销 1", "判错了 1", "撤销 2", "判错了 2"]
        assert group.history[-1].seen_by == 1  # nobody but the admin who asked reads the words again
        for secret in ("huitui2026", "7766554433", "邻居"):
            assert secret not in log
        for secret in ("huitui2026", "7766554433", "邻居", "神器"):
            assert secret.encode() not in file_bytes()
        for _ in range(30 * 24):
            await bench.clock.advance(3601)
        await owner.says("/guard log")
        assert await answered(group) == said(words, "log_empty", days=30)
        await bench.double.until(lambda: not bench.double.unacknowledged)
    async with bench.bot(**in_groups):  # the hourly purge runs at the start
        await owner.says("/guard")
        await group.sees()
    assert bench.query("select count(*) from group_log") == [(0,)]


async def test_the_log_holds_the_last_twenty(bench: Bench, in_groups: InGroups, group: Group, owner: Member) -> None:
    async with bench.bot(**in_groups):
        await owner.says("/guard delete")
        await group.sees()
        for number in range(23):
            await group.member(2).says(f"{TOOL} {number}")
            await group.sees()
            await bench.clock.advance(61)
        await owner.says("/guard log")
        assert (await answered(group)).count("删除：假的") == 20


async def test_settings_and_log_survive_the_move_to_a_supergroup(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member
) -> None:
    async with bench.bot(**in_groups):
        await owner.says("/guard delete")
        await group.sees()
        await group.member(2).says(TOOL)
        notice = await group.sees()
        await owner.taps("撤销", of=notice)
        await group.sees()
        moved = await group.becomes_supergroup(-100222)
        boss = Member(moved, owner.user)
        await bench.double.until(lambda: not bench.double.unacknowledged)
        await boss.says("/guard")
        assert (await moved.sees()).text.strip() == said(words, "state", mode="删除")
        await boss.says("/guard log")
        assert "管理员已撤销" in (await moved.sees()).text
        await Member(moved, group.member(2).user).says(TOOL)  # spared
        await Member(moved, group.member(2).user).says(RECOVERY)
        assert "收费追款" in (await moved.sees()).text
        assert len(moved.deleted) == 1
    assert len(bench.query("select * from group_settings")) == 1
    assert len({chat for (chat,) in bench.query("select chat from group_log")}) == 1


async def test_after_it_was_removed_only_the_settings_are_left_for_30_days(
    bench: Bench, in_groups: InGroups, group: Group, owner: Member
) -> None:
    async with bench.bot(**in_groups):
        await owner.says("/guard delete")
        await group.sees()
        await group.member(2).says(TOOL)
        await owner.taps("撤销", of=await group.sees())
        await group.sees()
        await group.bot_becomes("kicked", before="administrator")
        await bench.double.until(lambda: not bench.double.unacknowledged)
        for table in ("group_log", "group_reporters", "verdict_feedback", "outbox"):
            assert bench.query(f"select count(*) from {table}") == [(0,)], table  # noqa: S608
        assert mode(bench) == [("delete",)]
        for _ in range(31 * 24):
            await bench.clock.advance(3601)
    async with bench.bot(**in_groups):  # the hourly purge runs at the start
        await bench.double.until(lambda: mode(bench) == [])
    assert bench.query("select count(*) from group_spared") == [(0,)]


async def test_who_adds_it_again_finds_the_settings(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member
) -> None:
    async with bench.bot(**in_groups):
        await owner.says("/guard delete")
        await group.sees()
        await group.bot_becomes("kicked", before="administrator")
        await group.bot_becomes("member", before="kicked")
        assert await answered(group) == said(words, "hello")
        group.members[BOT] = {"status": "member"}
        assert await answered(group) == said(words, "rights_none", mode="删除")  # and does not claim to guard
        await owner.says("/guard")
        assert await answered(group) == said(words, "state_blind", mode="删除")
    assert bench.query("select left_at from group_settings") == [(0,)]


async def test_guard_asked_too_often_meets_silence(bench: Bench, in_groups: InGroups, group: Group) -> None:
    nobody = group.member(2)
    async with bench.bot(**in_groups):
        for _ in range(9):
            await nobody.says("/guard off")
        await bench.double.until(lambda: not bench.double.unacknowledged)
    assert len(group.history) == 6
