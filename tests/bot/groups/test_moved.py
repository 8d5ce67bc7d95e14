"""Groups that moved to another id, or in which the bot may not write for a while: what was asked is not lost."""

from __future__ import annotations

from typing import Any

from tests.bot.groups.conftest import TOOL
from tests.bot.telegram.conftest import Bench
from tests.telegram_double import Fault, Group

InGroups = dict[str, Any]


async def test_an_answer_under_way_follows_a_group_that_becomes_a_supergroup(
    bench: Bench, in_groups: InGroups, group: Group
) -> None:
    await group.member(2).says(f"/check {TOOL}")
    moved = await group.becomes_supergroup(-100222)
    async with bench.bot(**in_groups):
        assert "没有能撤回转账的软件" in (await moved.sees()).text
        await bench.double.until(lambda: bench.query("select count(*) from outbox") == [(0,)])
    assert group.history == []


async def test_what_may_not_be_written_is_dropped_and_the_next_is_said(
    bench: Bench, in_groups: InGroups, group: Group
) -> None:
    silenced = Fault(400, description="Bad Request: not enough rights to send text messages to the chat")
    bench.double.fail("sendMessage", silenced, silenced, silenced)
    async with bench.bot(**in_groups):
        await group.member(2).says(f"/check {TOOL}")
        await bench.double.until(lambda: not bench.double.waiting_faults("sendMessage"))
        await group.member(3).says("/check")
        assert "这样用" in (await group.sees()).text
        await bench.double.until(lambda: bench.query("select count(*) from outbox") == [(0,)])
    assert len(group.history) == 1
