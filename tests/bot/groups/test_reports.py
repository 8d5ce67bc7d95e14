"""`/report`: members show, admins decide, nobody is named."""

from __future__ import annotations

from typing import Any

from bot.console.plain import plain_text
from dialogs.groups import MOST_WRONG, REPORTS
from dialogs.library.models.channels import GroupWords
from tests.bot.groups.conftest import RECOVERY, TOOL, pressed, quiet_so_far
from tests.bot.telegram.conftest import Bench
from tests.telegram_double import Fault, Group, Member

InGroups = dict[str, Any]
HOUR = 3601


async def test_admins_see_it_with_what_the_bot_thinks_and_delete_it(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member, file_bytes: Any
) -> None:
    async with bench.bot(**in_groups):
        lure = await group.member(9).says(RECOVERY)
        await group.member(7766554433).says("/report 请踢", reply_to=lure)
        shown = await group.sees()
        assert shown.text == plain_text(words.line("reported", verdict="收费追款")).strip()
        assert (shown.answers, shown.labels) == (lure["message_id"], ["删掉", "没问题"])
        assert await pressed(bench, group.member(9), "没问题", shown) == words.notices["not_admin"]
        assert await pressed(bench, owner, "删掉", shown) == words.notices["report_removed"]
        await bench.double.until(lambda: group.taken_back == [shown.message_id])  # the question goes with it
        for secret in ("7766554433", "12345678", "黑客追回"):
            assert secret.encode() not in file_bytes()
    assert group.deleted == [lure["message_id"]]


async def test_reports_in_vain_are_counted_and_then_not_passed_on(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member
) -> None:
    pest, hong = group.member(7), group.member(8)
    async with bench.bot(**in_groups):
        for number in range(MOST_WRONG):
            harmless = await hong.says(f"今晚吃火锅 {number}")
            await pest.says("/report", reply_to=harmless)
            assert await pressed(bench, owner, "没问题", await group.sees()) == words.notices["report_fine"]
            await bench.clock.advance(HOUR)
        await pest.says("/report", reply_to=hong.unheard(text=TOOL))
        shown = await group.sees()
        assert (shown.text, shown.seen_by) == (plain_text(words.line("report_stopped")).strip(), 7)
        await hong.says("/report", reply_to=pest.unheard(text=TOOL))
        assert (await group.sees()).labels == ["删掉", "没问题"]
    assert group.deleted == []


async def test_somebody_reports_a_few_times_an_hour_and_the_same_words_once(
    bench: Bench, in_groups: InGroups, group: Group
) -> None:
    async with bench.bot(**in_groups):
        await group.member(2).says("/report", reply_to=group.member(9).unheard(text=TOOL))
        await group.sees()
        await group.member(3).says("/report", reply_to=group.member(9).unheard(text=TOOL))
        assert await quiet_so_far(bench, group)
        for number in range(REPORTS + 2):
            await group.member(4).says("/report", reply_to=group.member(9).unheard(text=f"{RECOVERY} {number}"))
        await bench.double.until(lambda: not bench.double.unacknowledged)
        assert bench.query("select count(*) from group_log where action = 'report'") == [(1 + REPORTS,)]


async def test_a_report_of_nothing_says_how(bench: Bench, in_groups: InGroups, words: GroupWords, group: Group) -> None:
    async with bench.bot(**in_groups):
        await group.member(2).says(f"/report {TOOL}")
        shown = await group.sees()
    assert (shown.text, shown.seen_by) == (plain_text(words.line("report_usage")).strip(), 2)


async def test_without_the_right_or_an_answer_nothing_is_claimed(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group, owner: Member
) -> None:
    bench.expected_refusals = ["deleteMessage: message can't be deleted"]
    async with bench.bot(**in_groups):
        lure = await group.member(9).says(RECOVERY)
        await group.member(2).says("/report", reply_to=lure)
        shown = await group.sees()
        bench.double.fail("getChatMember", *(Fault(500) for _ in range(3)))
        assert await pressed(bench, owner, "删掉", shown) == words.notices["not_verified"]
        group.bot_may(can_delete_messages=False)
        assert await pressed(bench, owner, "删掉", shown) == words.notices["cannot_delete"]
        for data in ("gone:", f"gone:{'f' * 16}:1", "fine:x:y", "gone:a:b:c"):
            query = await owner.sends_data(data, shown)
            await bench.double.until(lambda query=query: query in bench.double.notices)
            assert bench.double.notices[query] == words.notices["too_late"], data
    assert group.deleted == []
