"""Watching: only plain traps, never a member, and whatever was wrong can be taken back."""

from __future__ import annotations

from typing import Any

from bot.console.plain import plain_text
from dialogs.library.models.channels import GroupWords
from tests.bot.groups.conftest import CHANNEL, RECOVERY, TOOL, guard, pressed, quiet_so_far
from tests.bot.telegram.conftest import Bench
from tests.telegram_double import Fault, Group, Member
from tests.telegram_double.group import BOT, SERVICE
from tests.telegram_double.group_calls import USERNAME

InGroups = dict[str, Any]
FRAUD = "我是京东客服，您的百万保障今天到期，不取消每月扣费2000元，请下载会议软件共享屏幕，把钱转到安全账户，验证码发我"
FAINT = "有人私聊我说能帮我追回被骗的钱"
WARNING = "警方提醒：所谓“微信转账撤回神器”都是骗人的，不要相信"


async def test_warn_posts_one_card_for_the_same_words_and_then_holds_back(
    bench: Bench, in_groups: InGroups, group: Group
) -> None:
    async with bench.bot(**in_groups):
        await guard(group, "warn")
        lure = await group.member(2).says(TOOL, topic=42)
        card = await group.sees()
        assert "没有能撤回转账的软件" in card.text
        assert (card.answers, card.topic) == (lure["message_id"], 42)
        assert card.labels == ["私聊问我", "撤销"]
        await group.member(2).says(TOOL)
        assert await quiet_so_far(bench, group)
        await group.member(3).says(RECOVERY)  # a different advert is another matter
        assert "收费帮你追回" in (await group.sees()).text
        await bench.clock.advance(601)
        await group.member(3).says(RECOVERY)
        assert "收费帮你追回" in (await group.sees()).text
    assert group.deleted == []
    assert len(bench.query("select * from group_log")) == 3


async def test_many_different_adverts_are_all_logged_and_few_are_warned_of(
    bench: Bench, in_groups: InGroups, group: Group
) -> None:
    async with bench.bot(**in_groups):
        await guard(group, "warn")
        for number in range(12):
            await group.member(2).says(f"{TOOL} {number}")
        await bench.double.until(lambda: not bench.double.unacknowledged)
        assert bench.query("select count(*) from group_log where action = 'warn'") == [(12,)]
    assert sum("没有能撤回转账的软件" in sent.text for sent in group.history) == 6


async def test_the_cool_down_survives_a_restart(bench: Bench, in_groups: InGroups, group: Group) -> None:
    async with bench.bot(**in_groups):
        await guard(group, "warn")
        await group.member(2).says(TOOL)
        await group.sees()
    async with bench.bot(**in_groups):
        await group.member(2).says(TOOL)
        assert await quiet_so_far(bench, group)


async def test_delete_removes_the_message_and_leaves_one_line(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group
) -> None:
    async with bench.bot(**in_groups):
        await guard(group, "delete")
        lure = await group.member(2).sends(photo=[{"file_id": "p"}], caption=TOOL, topic=42)
        notice = await group.sees()
        assert notice.text == plain_text(words.line("removed", verdict="假的“转账撤回”")).strip()
        assert (notice.labels, notice.topic, notice.answers) == (["撤销"], 42, None)
    assert group.deleted == [lure["message_id"]]
    touched = {"banChatMember", "restrictChatMember", "unbanChatMember", "banChatSenderChat"}
    assert not touched & {method for method, _ in bench.double.calls}


async def test_other_fraud_is_only_warned_of(bench: Bench, in_groups: InGroups, group: Group) -> None:
    async with bench.bot(**in_groups):
        await guard(group, "delete")
        await group.member(2).says(FRAUD)
        assert "很像诈骗" in (await group.sees()).text
    assert group.deleted == []


async def test_what_is_not_plain_or_not_a_members_is_left_alone(
    bench: Bench, in_groups: InGroups, group: Group, owner: Member
) -> None:
    ourselves = Member(group, {"id": BOT, "is_bot": True, "first_name": "转账急救", "username": USERNAME})
    robot = Member(group, {"id": 77, "is_bot": True, "first_name": "别的机器人", "username": "other_bot"})
    post = Member(group, SERVICE, {"sender_chat": {"id": CHANNEL, "type": "channel", "title": "频道"}})
    async with bench.bot(**in_groups):
        await guard(group, "delete")
        await group.member(2).says(FAINT)
        await group.member(2).says(WARNING)
        await group.member(2).says("我被骗了，有人说能追回，先付后追，是真的吗？")
        await owner.says(TOOL)
        await group.member(3, status="administrator").says(RECOVERY)
        await group.anonymous_admin().says(TOOL)
        await group.writes_as(CHANNEL).says(TOOL)
        await post.says(TOOL, is_automatic_forward=True)
        await ourselves.says(TOOL)
        await robot.says(TOOL)
        await group.member(2).says(TOOL, via_bot={"id": BOT, "is_bot": True, "first_name": "转账急救"})
        assert await quiet_so_far(bench, group)
    assert group.deleted == []
    assert bench.query("select count(*) from group_log") == [(0,)]


async def test_somebody_elses_channel_is_no_admin(bench: Bench, in_groups: InGroups, group: Group) -> None:
    async with bench.bot(**in_groups):
        await guard(group, "delete")
        lure = await group.writes_as(-100888).says(TOOL, forward_origin={"type": "hidden_user", "date": 1})
        await group.sees()
    assert group.deleted == [lure["message_id"]]


async def test_off_means_off(bench: Bench, in_groups: InGroups, group: Group) -> None:
    async with bench.bot(**in_groups):
        await guard(group, "delete")
        await guard(group, "off")
        await group.member(2).says(TOOL)
        assert await quiet_so_far(bench, group)
    assert group.deleted == []


async def test_an_admin_takes_a_judgement_back(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member, file_bytes: Any
) -> None:
    async with bench.bot(**in_groups):
        await guard(group, "delete")
        await group.member(2).says(TOOL)
        notice = await group.sees()
        assert await pressed(bench, group.member(2), "撤销", notice) == words.notices["not_admin"]
        bench.double.fail("getChatMember", *(Fault(500) for _ in range(3)))
        assert await pressed(bench, owner, "撤销", notice) == words.notices["not_verified"]
        assert await pressed(bench, owner, "撤销", notice) == words.notices["undone"]
        answer = await group.sees()
        assert answer.text == plain_text(words.line("undone")).strip()
        assert "回不来" in answer.text
        assert await pressed(bench, owner, "撤销", notice) == words.notices["undo_again"]
        await group.member(3).says(f"  {TOOL.upper()}\n")  # the same words, dressed otherwise
        assert await quiet_so_far(bench, group)
        other = await group.member(3).says(RECOVERY)
        await group.sees()
        assert TOOL.encode() not in file_bytes()
    assert group.deleted[1:] == [other["message_id"]]


async def test_a_warning_can_be_taken_back_too(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member
) -> None:
    async with bench.bot(**in_groups):
        await guard(group, "warn")
        await group.member(2).says(TOOL)
        assert await pressed(bench, owner, "撤销", await group.sees()) == words.notices["undone"]
        assert (await group.sees()).text == plain_text(words.line("undone_warn")).strip()
        await bench.clock.advance(601)
        await group.member(2).says(TOOL)
        assert await quiet_so_far(bench, group)


async def test_made_up_buttons_and_other_groups_entries_do_nothing(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member
) -> None:
    other = bench.double.group(-1002)
    stranger = other.member(1, status="creator")
    async with bench.bot(**in_groups):
        await guard(group, "delete")
        await group.member(2).says(TOOL)
        notice = await group.sees()
        assert await pressed(bench, stranger, "撤销", notice) == words.notices["too_late"]
        for data in ("undo:", "undo:' or 1=1 --", "undo:" + "f" * 60, "3.k:yes", ""):
            query = await owner.sends_data(data, notice)
            await bench.double.until(lambda query=query: query in bench.double.notices)
    assert bench.query("select count(*) from group_spared") == [(0,)]


async def test_a_right_lost_later_turns_deleting_into_warning_and_says_so(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group
) -> None:
    bench.expected_refusals = ["deleteMessage: message can't be deleted"] * 2
    async with bench.bot(**in_groups):
        await guard(group, "delete")
        group.bot_may(can_delete_messages=False)
        await group.member(2).says(TOOL)
        assert "没有能撤回转账的软件" in (await group.sees()).text
        assert (await group.sees()).text == plain_text(words.line("not_removed")).strip()
        await group.member(2).says(TOOL)
        assert await quiet_so_far(bench, group)


async def test_a_message_somebody_deleted_first_is_still_reported(
    bench: Bench, in_groups: InGroups, group: Group
) -> None:
    bench.expected_refusals = ["deleteMessage: message to delete not found"]
    async with bench.bot(**in_groups):
        await guard(group, "delete")
        lure = group.member(2).unheard(text=TOOL)
        group.deleted.append(lure["message_id"])
        await bench.double.post_update(message=lure)
        assert "删了一条消息" in (await group.sees()).text


async def test_telegram_busy_delays_and_telegram_broken_leaves_the_message(
    bench: Bench, in_groups: InGroups, group: Group
) -> None:
    async with bench.bot(**in_groups):
        await guard(group, "delete")
        bench.double.fail("deleteMessage", Fault(429, retry_after=3))
        await group.member(2).says(TOOL)
        await group.sees()
        assert len(group.deleted) == 1
        bench.double.fail("deleteMessage", *(Fault(500) for _ in range(3)))
        await group.member(2).says(RECOVERY)
        assert await quiet_so_far(bench, group)
    assert len(group.deleted) == 1


async def test_a_flood_of_lures_is_deleted_without_a_flood_of_notices(
    bench: Bench, in_groups: InGroups, group: Group
) -> None:
    async with bench.bot(**in_groups):
        await guard(group, "delete")
        for number in range(12):
            await group.member(2).says(f"{TOOL} {number}")
        await bench.double.until(lambda: len(group.deleted) == 12)
        await bench.double.until(lambda: not bench.double.unacknowledged)
    assert sum("删了一条" in sent.text for sent in group.history) == 6
    assert bench.query("select count(*) from group_log") == [(12,)]


async def test_a_warning_survives_being_told_to_wait(bench: Bench, in_groups: InGroups, group: Group) -> None:
    async with bench.bot(**in_groups):
        await guard(group, "warn")
        bench.double.fail("sendMessage", Fault(429, retry_after=30, description="Too Many Requests: retry after 30"))
        await group.member(2).says(TOOL)
        assert "没有能撤回转账的软件" in (await group.sees()).text
    assert 30 in bench.clock.sleeps


async def test_a_doubtful_offer_is_left_to_the_admins_with_a_button(
    bench: Bench, in_groups: InGroups, group: Group, owner: Member
) -> None:
    async with bench.bot(**in_groups):
        await guard(group, "delete")
        lure = await group.member(2).says(f"{TOOL}。详情点头像")
        card = await group.sees()
        assert card.labels == ["私聊问我", "撤销", "删掉"]
        assert group.deleted == []
        query = await owner.taps("删掉", of=card)
        await bench.double.until(lambda: query in bench.double.notices)
    assert group.deleted == [lure["message_id"]]
