"""Guest mode (Bot API 10.0): one answer in a chat that the bot is not in, and nothing kept."""

from __future__ import annotations

from typing import Any

import pytest

from bot.console.plain import plain_text
from dialogs.library.models.channels import GroupWords
from tests.bot.groups.conftest import TOOL
from tests.bot.telegram.conftest import Bench
from tests.telegram_double import Fault, Group
from tests.telegram_double.group_calls import USERNAME

InGroups = dict[str, Any]


@pytest.fixture
def group(bench: Bench) -> Group:
    return bench.double.group(-1009)


async def answer(bench: Bench, query: str) -> str:
    await bench.double.until(lambda: query in bench.double.guest_answers)
    result = bench.double.guest_answers[query]
    button = result["reply_markup"]["inline_keyboard"][0][0]
    assert button["url"] == f"https://t.me/{USERNAME}?start=check"
    return str(result["input_message_content"]["message_text"])


async def test_a_reply_to_an_advert_gets_its_card(
    bench: Bench, in_groups: InGroups, group: Group, file_bytes: Any
) -> None:
    lure = group.member(12).unheard(text=TOOL)
    async with bench.bot(**in_groups):
        said = await answer(bench, await group.member(11).asks_guest(f"@{USERNAME} 真的吗", reply_to=lure))
        assert said.splitlines()[0] == "骗局｜没有能撤回转账的软件"
        assert "huitui2026" not in said
    assert group.history == []
    assert bench.query("select count(*) from outbox") == [(0,)]
    assert b"-1009" not in file_bytes()


async def test_words_beside_the_mention_and_none(
    bench: Bench, in_groups: InGroups, words: GroupWords, group: Group
) -> None:
    hong = group.member(11)
    async with bench.bot(**in_groups):
        assert "没有能撤回转账的软件" in await answer(bench, await hong.asks_guest(f"@{USERNAME} {TOOL}"))
        plea = await answer(bench, await hong.asks_guest(f"@{USERNAME} 我转错了五千怎么办"))
        assert plea == plain_text(words.line("plea")).strip()
        usage = await answer(bench, await hong.asks_guest(f"@{USERNAME}"))
        assert usage == plain_text(words.line("usage_guest")).strip()
        sticker = group.member(12).unheard(sticker={"file_id": "s"})
        nothing = await answer(bench, await hong.asks_guest(f"@{USERNAME}", reply_to=sticker))
        assert nothing == plain_text(words.line("no_words")).strip()


async def test_too_many_questions_and_a_late_answer_stop_nothing(
    bench: Bench, in_groups: InGroups, group: Group
) -> None:
    async with bench.bot(**in_groups):
        bench.double.fail("answerGuestQuery", Fault(400, description="Bad Request: query is too old"))
        for _ in range(9):
            await group.member(11).asks_guest(f"@{USERNAME}")
        await bench.double.until(lambda: not bench.double.unacknowledged)
        assert len(bench.double.guest_answers) == 5  # six a minute, one of them late
        await answer(bench, await group.member(12).asks_guest(f"@{USERNAME}"))


async def test_it_is_asked_for(bench: Bench, in_groups: InGroups, group: Group) -> None:
    async with bench.bot(**in_groups):
        await group.member(11).says("/check")
        await group.sees()
    polls = [call for method, call in bench.double.calls if method == "getUpdates"]
    assert "guest_message" in polls[0]["allowed_updates"]
