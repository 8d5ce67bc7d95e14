"""`@bot 撤回` in any chat: cards, myths and first steps to post."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.inline import CACHED, article
from dialogs.cards import CardKind, InlineCards
from tests.bot.telegram.conftest import Bench
from tests.dialogs.talk import NOW
from tests.telegram_double import Fault
from tests.telegram_double.group_calls import USERNAME, _check_result

WithInline = dict[str, Any]


async def types(bench: Bench, query: str, *, user: int = 42, **more: Any) -> str:
    number = bench.double.new_query()
    bench.double.inline_queries.add(number)
    asker = {"id": user, "is_bot": False, "first_name": "小明"}
    await bench.double.post_update(inline_query={"id": number, "from": asker, "query": query, "offset": "", **more})
    return number


async def answer(bench: Bench, number: str) -> Mapping[str, Any]:
    await bench.double.until(lambda: number in bench.double.inline_answers)
    return bench.double.inline_answers[number]


async def test_a_word_brings_cards_myths_and_steps(bench: Bench, with_inline: WithInline) -> None:
    async with bench.bot(**with_inline):
        given_ = await answer(bench, await types(bench, "撤回"))
    ids = [result["id"] for result in given_["results"]]
    assert ids[0] == "card:fake_recall_tool"
    assert any(name.startswith("plan:") for name in ids)
    assert any(name.startswith("myth.") for name in ids)
    assert given_["cache_time"] == CACHED
    assert given_["is_personal"] is False
    card = given_["results"][0]["input_message_content"]
    assert "110" in card["message_text"]
    assert f"https://t.me/{USERNAME}?start=card" in card["message_text"]
    assert "2026-11-23" in card["message_text"]
    assert {"type": "bold", "offset": 0, "length": 13} in card["entities"]


@pytest.mark.parametrize("query", ["", " ", "𓀀𓀀𓀀", "月亮上有人吗"])
async def test_without_a_query_or_with_an_unknown_one_come_the_general_cards(
    bench: Bench, with_inline: WithInline, query: str
) -> None:
    async with bench.bot(**with_inline):
        given_ = await answer(bench, await types(bench, query))
    assert {f"card:{kind}" for kind in CardKind} <= {result["id"] for result in given_["results"]}


async def test_there_is_no_second_page(bench: Bench, with_inline: WithInline) -> None:
    async with bench.bot(**with_inline):
        given_ = await answer(bench, await types(bench, "撤回", offset="12"))
    assert given_["results"] == []


async def test_a_query_that_is_too_old_or_refused_is_let_go(bench: Bench, with_inline: WithInline) -> None:
    bench.expected_refusals = [
        "answerInlineQuery: query is too old and response timeout expired or query ID is invalid"
    ]
    async with bench.bot(**with_inline):
        old = await types(bench, "撤回")
        bench.double.inline_queries.discard(old)
        await bench.double.until(lambda: not bench.double.unacknowledged)
        bench.double.fail("answerInlineQuery", Fault(500))
        await types(bench, "撤回")
        await bench.double.post_update(inline_query="?")
        await bench.double.post_update(inline_query={"query": 7})
        await bench.double.until(lambda: not bench.double.unacknowledged)
        await answer(bench, await types(bench, "追回"))
    assert len(bench.double.inline_answers) == 1


async def test_nothing_is_stored_of_a_query(bench: Bench, with_inline: WithInline, file_bytes: Any) -> None:
    async with bench.bot(**with_inline):
        await answer(bench, await types(bench, "我叫王小明撤回", user=7766554433))
    assert bench.query("select count(*) from cases") == [(0,)]
    assert bench.query("select count(*) from seen_updates") == [(0,)]
    for secret in ("王小明", "7766554433"):
        assert secret.encode() not in file_bytes()


async def test_people_do_not_wait_for_each_other(bench: Bench, with_inline: WithInline) -> None:
    first: list[str] = []

    def fault(method: str, parameters: Mapping[str, Any]) -> Fault | None:
        stuck = method == "answerInlineQuery" and parameters["inline_query_id"] in first
        return Fault(silent=True) if stuck else None

    bench.double.choose_fault = fault
    async with bench.bot(**with_inline):
        # What waits at the start is taken one by one: wait for the second look.
        await bench.double.until(lambda: [call for call, _ in bench.double.calls].count("getUpdates") > 1)
        first.append(await types(bench, "撤回", user=1))
        await answer(bench, await types(bench, "撤回", user=2))
        assert first[0] not in bench.double.inline_answers
        bench.double._release.set()


@given(st.text(max_size=300))
def test_every_answer_is_of_a_shape_that_telegram_takes(cards: InlineCards, query: str) -> None:
    results = [
        result.to_dict()
        for one in cards.find(query, NOW, "https://t.me/b?start=card")
        if (result := article(one.id, one.title, one.text, one.description))
    ]
    assert 0 < len(results) <= 50
    assert len({result["id"] for result in results}) == len(results)
    for result in results:
        _check_result(result)
