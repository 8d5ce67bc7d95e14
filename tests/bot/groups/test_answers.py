"""Who is answered in a group, where, and for whose eyes."""

from __future__ import annotations

from typing import Any

import pytest

from bot.telegram.delivery import SEEN_FOR
from dialogs.library.models.channels import GroupLineName, GroupWords
from tests.bot.groups.conftest import RECOVERY, TOOL, quiet_so_far, said
from tests.bot.telegram.conftest import Bench
from tests.telegram_double import Fault, Group, Member
from tests.telegram_double.group import BOT
from tests.telegram_double.group_calls import USERNAME

InGroups = dict[str, Any]


@pytest.fixture
def group(bench: Bench) -> Group:
    return bench.double.group(-1001)


async def test_usage_is_for_its_readers_eyes_where_the_bot_is_an_admin(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group
) -> None:
    group.bot_may()
    async with bench.bot(**in_groups):
        await group.member(2).says("/check")
        shown = await group.sees()
    assert (shown.text, shown.seen_by) == (said(words, "usage"), 2)
    assert group.taken_back == []


async def test_elsewhere_everybody_sees_it_for_a_minute(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group
) -> None:
    async with bench.bot(**in_groups):
        asked = await group.member(2).says("/check")
        shown = await group.sees()
        assert (shown.text, shown.seen_by, shown.answers) == (said(words, "usage"), None, asked["message_id"])
        await bench.double.until(lambda: not bench.double.unacknowledged)
        await bench.clock.advance(SEEN_FOR + 1)
        await bench.double.until(lambda: group.taken_back == [shown.message_id])


async def test_what_an_anonymous_admin_or_a_channel_asked_is_answered_in_public(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group
) -> None:
    group.bot_may()
    async with bench.bot(**in_groups):
        for who in (group.anonymous_admin(), group.writes_as(-100888)):
            await who.says("/check")
            shown = await group.sees()
            assert (shown.text, shown.seen_by) == (said(words, "usage"), None)


@pytest.mark.parametrize(
    "plea",
    [
        f"@{USERNAME} 我被骗了怎么办",
        f"@{USERNAME} 救命，他还在让我转钱",
        f"转错了5000，能要回来吗 @{USERNAME}",
        f"@{USERNAME.upper()} 我畀人呃咗三萬",
    ],
)
async def test_a_plea_is_answered_with_one_line_and_the_way_to_the_private_chat(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, plea: str
) -> None:
    async with bench.bot(**in_groups):
        asked = await group.member(2).says(plea)
        shown = await group.sees()
    assert shown.text == said(words, "plea")
    assert "110" in shown.text
    assert shown.answers == asked["message_id"]
    assert shown.rows[0][0]["url"] == f"https://t.me/{USERNAME}?start=check"


@pytest.mark.parametrize("text", [f"谢谢 @{USERNAME}", f"@{USERNAME} 早上好", f"大家可以用 @{USERNAME} 呀"])
async def test_a_mention_that_asks_for_nothing_meets_silence(
    bench: Bench, in_groups: InGroups, group: Group, text: str
) -> None:
    async with bench.bot(**in_groups):
        await group.member(2).says(text)
        assert await quiet_so_far(bench, group)


async def test_a_mention_of_a_trap_gets_its_card_and_one_alone_says_how(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group
) -> None:
    async with bench.bot(**in_groups):
        await group.member(2).says(f"@{USERNAME} {TOOL}")
        assert "没有能撤回转账的软件" in (await group.sees()).text
        await group.member(2).says(f"@{USERNAME}")
        assert (await group.sees()).text == said(words, "usage")


async def test_a_reply_to_the_bot_is_heard(bench: Bench, in_groups: InGroups, words: GroupWords, group: Group) -> None:
    hong = group.member(2)
    ours = Member(group, {"id": BOT, "is_bot": True, "first_name": "转账急救", "username": USERNAME}).unheard(
        text="骗局"
    )
    async with bench.bot(**in_groups):
        await hong.says("那我已经付了三千怎么办", reply_to=ours)
        assert (await group.sees()).text == said(words, "plea")
        await hong.says(RECOVERY, reply_to=ours)
        assert "收费帮你追回" in (await group.sees()).text
        await hong.says("谢谢", reply_to=ours)
        assert await quiet_so_far(bench, group)


@pytest.mark.parametrize("caption", ["/check", f"/check@{USERNAME} 这是真的吗", f"@{USERNAME}", f"这个 @{USERNAME}"])
async def test_a_caption_asks_about_its_picture(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, caption: str
) -> None:
    async with bench.bot(**in_groups):  # without a reader of pictures: it says so, and is not silent
        asked = await group.member(2).sends(photo=[{"file_id": "p"}], caption=caption)
        shown = await group.sees()
    assert shown.text == said(words, "no_words")
    assert shown.answers in {None, asked["message_id"]}


async def test_start_in_a_group_says_hello(bench: Bench, in_groups: InGroups, words: GroupWords, group: Group) -> None:
    async with bench.bot(**in_groups):
        await group.member(2).says(f"/start@{USERNAME}")
        shown = await group.sees()
    assert shown.text == said(words, "hello")
    assert shown.rows[0][0]["url"] == f"https://t.me/{USERNAME}?startgroup=warn&admin=delete_messages"


async def test_one_link_sets_a_group_up(bench: Bench, in_groups: InGroups, words: GroupWords, group: Group) -> None:
    """What Telegram does when somebody follows it: the bot is added with the right, then /start is said for them."""
    owner = group.member(1, status="creator")
    async with bench.bot(**in_groups):
        group.bot_may(can_delete_messages=True)
        await group.bot_changes({"status": "left"}, group.members[BOT])
        await group.sees()
        await group.member(2).says(f"/start@{USERNAME} warn")
        assert (await group.sees()).text == said(words, "not_admin")
        await owner.says(f"/start@{USERNAME} warn")
        assert (await group.sees()).text == said(words, "set_warn", minutes=10)
    assert bench.query("select mode from group_settings") == [("warn",)]


async def test_members_take_nothing_of_the_admins_commands(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member
) -> None:
    group.bot_may(can_delete_messages=True)
    lure = group.member(9).unheard(text=TOOL)
    async with bench.bot(**in_groups):
        await owner.says("/guard delete")
        await group.sees()
        for number in range(20, 38):
            await group.member(number).says("/check", reply_to=lure)
        for _ in range(8):
            await owner.says("/check", reply_to=lure)  # and his own questions take nothing, either
        await owner.says("/guard off")
        await bench.double.until(lambda: group.history[-1].text == said(words, "set_off"))
    assert bench.query("select mode from group_settings") == [("off",)]


async def test_who_asks_about_nothing_is_told_the_truth_when_members_are_hidden(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member
) -> None:
    group.hides_members = True
    bench.expected_refusals = ["getChatMember: member list is inaccessible"]
    async with bench.bot(**in_groups):
        await owner.says("/guard warn")
        assert (await group.sees()).text == said(words, "not_verified")
    assert bench.query("select mode from group_settings") == []


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ({"status": "member"}, {"status": "administrator", "can_delete_messages": True}, "rights_full"),
        ({"status": "member"}, {"status": "administrator"}, "rights_see"),
        (
            {"status": "administrator", "can_delete_messages": True},
            {"status": "administrator", "can_pin_messages": True},
            "rights_see",
        ),
        ({"status": "administrator", "can_delete_messages": True}, {"status": "member"}, "rights_none"),
        ({"status": "administrator"}, {"status": "restricted", "is_member": True}, "rights_none"),
        ({"status": "administrator"}, {"status": "administrator", "can_pin_messages": True}, None),
    ],
)
async def test_every_change_of_rights_is_said_and_nothing_is_claimed(
    bench: Bench, in_groups: InGroups, words: GroupWords, before: Any, after: Any, line: Any
) -> None:
    group = bench.double.group(-1001)
    group.bot_may(can_delete_messages=True)
    owner = group.member(1, status="creator")
    async with bench.bot(**in_groups):
        await owner.says("/guard delete")
        await group.sees()
        group.members[BOT] = after
        await group.bot_changes(before, after)
        if line is None:
            assert await quiet_so_far(bench, group)
            return
        assert (await group.sees()).text == said(words, line, mode="删除")
        await owner.says("/guard")
        truth: GroupLineName = "state_no_delete" if line == "rights_see" else "state_blind"
        assert (await group.sees()).text == said(words, "state" if line == "rights_full" else truth, mode="删除")


async def test_privacy_mode_that_was_switched_after_the_start_is_noticed(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member
) -> None:
    async with bench.bot(**in_groups):
        await owner.says("/guard warn")
        assert (await group.sees()).text == said(words, "cannot_see")
        bench.double.sees_all = True
        await owner.says("/guard warn")
        assert (await group.sees()).text == said(words, "set_warn", minutes=10)


async def test_a_wrong_warning_taken_back_ends_its_silence(
    bench: Bench, in_groups: InGroups, group: Group, owner: Member
) -> None:
    group.bot_may()
    async with bench.bot(**in_groups):
        await owner.says("/guard warn")
        await group.sees()
        await group.member(2).says(TOOL)
        await owner.taps("撤销", of=await group.sees())
        await group.sees()
        await group.member(3).says(RECOVERY)
        assert "收费帮你追回" in (await group.sees()).text


async def test_telegram_fails_while_a_notice_is_taken_away(bench: Bench, in_groups: InGroups, group: Group) -> None:
    async with bench.bot(**in_groups):
        await group.member(2).says("/check")
        await group.sees()
        await bench.double.until(lambda: not bench.double.unacknowledged)
        bench.double.fail("deleteMessage", Fault(500))
        await bench.clock.advance(SEEN_FOR + 1)
        await bench.double.until(lambda: not bench.double.waiting_faults("deleteMessage"))
    assert group.taken_back == []
