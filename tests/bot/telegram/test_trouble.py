"""What can go wrong between a person and the dialog, and what the person notices of it: nothing, or an answer."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.telegram import outbox, private
from bot.telegram.bot import PollingSettings, ServingError
from dialogs.case import Case
from dialogs.messages import Input, Reply, Turn
from tests.bot.telegram.conftest import Bench
from tests.bot.telegram.small_dialog import WORDS, take_turn
from tests.telegram_double import Fault

SECRET = "我叫王小明转了5000块给李四"


async def test_a_dialog_that_fails_still_answers_and_the_chat_goes_on(
    bench: Bench, capfd: pytest.CaptureFixture[str]
) -> None:
    ming = bench.double.person(1001)
    async with bench.bot():
        await ming.says("炸")
        await ming.says("/start")
        assert (await ming.sees()).text == WORDS.try_again
        assert (await ming.sees()).text == "先别再转钱。"
        assert (await ming.sees()).text == "对方收款了吗？"
    assert bench.double.unacknowledged == []
    captured = capfd.readouterr()
    assert (captured.out + captured.err).count("turn failed") == private._TRIES
    assert "BrokenError" in captured.out + captured.err
    assert "带有隐私的句子" not in captured.out + captured.err


async def test_an_error_that_passes_is_not_noticed(bench: Bench) -> None:
    ming = bench.double.person(1001)
    failures = iter([OSError("once"), OSError("twice")])

    def shaky(case: Case, given: Input, now: dt.datetime) -> Turn:
        if error := next(failures, None):
            raise error
        return take_turn(case, given, now)

    async with bench.bot(shaky):
        await ming.says("/help")
        assert (await ming.sees()).text == "直接说发生了什么。"
        assert ming.unseen == []


async def test_an_update_that_ends_the_process_is_set_aside_in_the_end(bench: Bench) -> None:
    ming, hong = bench.double.person(1001), bench.double.person(1002)

    class PowerCut(BaseException):
        """Ends a process without giving it a say, as far as its code can tell."""

    def deadly(case: Case, given: Input, now: dt.datetime) -> Turn:
        if getattr(given, "text", "") == "毒":
            raise PowerCut
        return take_turn(case, given, now)

    await ming.says("毒")
    await hong.says("/help")
    starts = 0
    while bench.double.unacknowledged:
        starts += 1
        assert starts < 10
        await bench.one_life(deadly)
    assert starts == private._STARTS + 1  # the last one sets it aside
    assert (await ming.sees()).text == WORDS.try_again
    assert (await hong.sees()).text == "直接说发生了什么。"


async def test_malformed_updates_do_no_harm(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot():
        await bench.double.post_update()
        await bench.double.post_update(message={"chat": {"id": "x", "type": "private"}, "text": "a"})
        await bench.double.post_update(message={"text": "a"})
        await bench.double.post_update(message=["a"])
        await bench.double.post_update(callback_query={"message": {"chat": {"id": 1001, "type": "private"}}})
        await ming.says("\ud83d半个")
        assert (await ming.sees()).text == "先别再转钱。"
        assert (await ming.sees()).text == "对方收款了吗？"
    assert bench.double.unacknowledged == []


async def test_a_flood_is_asked_once_to_slow_down_and_delays_nobody(bench: Bench) -> None:
    flood, hong = bench.double.person(1001), bench.double.person(1002)
    async with bench.bot(settings={"drain": 0.0}):
        await hong.says("/help")
        await hong.sees()
        for number in range(300):
            await flood.says(f"第{number}条")
        await hong.says("/help")
        assert (await hong.sees()).text == "直接说发生了什么。"
        assert len(flood.history) < 100
        await bench.double.until(lambda: not bench.double.unacknowledged)
        assert (await flood.sees()).text == "先别再转钱。"
    (seen,) = bench.query("select count(*) from seen_updates")
    assert seen == (302,)
    told = bench.query("select count(*) from outbox")
    assert told[0][0] < 150


async def test_a_lost_answer_repeats_one_message_and_loses_none(bench: Bench) -> None:
    ming = bench.double.person(1001)
    bench.double.fail("sendMessage", Fault(status=0, after=True))
    async with bench.bot():
        await ming.says("/start")
        assert [(await ming.sees()).text for _ in range(3)] == ["先别再转钱。", "先别再转钱。", "对方收款了吗？"]


async def test_retry_after_holds_back_its_own_chat_only(bench: Bench) -> None:
    ming, hong = bench.double.person(1001), bench.double.person(1002)
    held = Fault(status=429, retry_after=30, description="Too Many Requests: retry after 30")
    bench.double.fail("sendMessage", held)
    async with bench.bot():
        await ming.says("/start")
        await ming.sees()
        await hong.says("/help")
        await hong.sees()
        await ming.sees()
    assert 30.0 in bench.clock.sleeps


async def test_what_never_goes_out_while_others_do_is_dropped(bench: Bench) -> None:
    ming, hong = bench.double.person(1001), bench.double.person(1002)
    tries, talking = 0, set[asyncio.Future[int]]()

    def choose(_method: str, parameters: Mapping[str, Any]) -> Fault | None:
        nonlocal tries
        if parameters.get("chat_id") != 1001:
            return None
        tries += 1
        if tries == 20:
            talking.add(asyncio.ensure_future(hong.says("/help")))
        return Fault(status=500, description="Internal Server Error")

    bench.double.choose_fault = choose
    async with bench.bot():
        await ming.says("/help")
        await hong.sees()
        await bench.double.until(lambda: bench.query("SELECT count(*) FROM outbox") == [(0,)])
    assert tries >= 40
    assert ming.history == []
    pauses = [seconds for seconds in bench.clock.sleeps if seconds > 0.2]
    assert pauses[0] < 1 < pauses[3] < pauses[7]
    assert 30 < max(pauses) <= outbox._LONGEST_PAUSE


async def test_silence_is_given_up_and_tried_again(bench: Bench) -> None:
    ming = bench.double.person(1001)
    bench.double.fail("sendMessage", Fault(silent=True))
    async with bench.bot(settings={"timeout": 0.05}):
        await ming.says("/help")
        assert (await ming.sees()).text == "直接说发生了什么。"


async def test_somebody_who_blocked_the_bot_gets_nothing_more(bench: Bench) -> None:
    ming, hong = bench.double.person(1001), bench.double.person(1002)
    async with bench.bot():
        await ming.says("/start")
        await ming.sees(), await ming.sees()
        bench.double.blocked.add(1001)
        await ming.says("no")
        await ming.says("code")
        await hong.says("/help")
        await hong.sees()
        await bench.double.until(lambda: not bench.double.unacknowledged)
    assert len(ming.history) == 2
    assert bench.query("select count(*) from outbox") == [(0,)]
    assert bench.query("select reachable from cases") != []


async def test_a_block_is_remembered_and_an_unblock_needs_nothing(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot():
        await ming.says("/start")
        await ming.sees(), await ming.sees()
        await ming.blocks_the_bot()
        await bench.double.until(lambda: not bench.double.unacknowledged)
    assert bench.query("select reachable from cases") == [(0,)]
    bench.double.blocked.clear()
    async with bench.bot():
        await ming.says("no")
        assert (await ming.sees()).text == "用什么转的？"
    assert bench.query("select reachable from cases") == [(1,)]


async def test_a_message_telegram_refuses_goes_out_in_plain_words(bench: Bench) -> None:
    ming = bench.double.person(1001)
    refusal = Fault(status=400, description="Bad Request: can't parse entities")
    bench.double.fail("sendMessage", refusal)
    async with bench.bot():
        await ming.says("/start")
        first = await ming.sees()
        assert (first.text, first.entities) == ("先别再转钱。", ())
        assert (await ming.sees()).text == "对方收款了吗？"
        bench.double.fail("sendMessage", refusal, refusal, refusal)  # hopeless in every dress: the next one follows
        await ming.says("no")
        await ming.says("/help")
        assert (await ming.sees()).text == "直接说发生了什么。"


async def test_what_was_not_sent_before_a_restart_is_sent_after_it(bench: Bench) -> None:
    ming = bench.double.person(1001)
    down = Fault(status=502)
    bench.double.choose_fault = lambda method, _parameters: down if method == "sendMessage" else None
    async with bench.bot(settings={"drain": 0.0}):
        await ming.says("/start")
        await bench.double.until(lambda: not bench.double.unacknowledged)
    assert ming.history == []
    bench.double.choose_fault = lambda _method, _parameters: None
    async with bench.bot():
        assert [(await ming.sees()).text for _ in range(2)] == ["先别再转钱。", "对方收款了吗？"]
    assert bench.query("select count(*) from outbox") == [(0,)]


async def test_a_locked_database_makes_people_wait_and_loses_nothing(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot():
        await ming.says("/start")
        await ming.sees(), await ming.sees()
        intruder = sqlite3.connect(bench.database, isolation_level=None)
        intruder.execute("BEGIN IMMEDIATE")
        bench.when_sleeping(lambda: intruder.execute("ROLLBACK"), after=2)
        await ming.says("no")
        assert (await ming.sees()).text == "用什么转的？"
        intruder.close()


async def test_forget_leaves_nothing_behind(bench: Bench, file_bytes: Callable[[], bytes]) -> None:
    ming, hong = bench.double.person(73_519_248), bench.double.person(1002)
    async with bench.bot():
        for words in ("/start", "no", "code", SECRET):
            await ming.says(words)
        for _ in range(5):
            await ming.sees()
        await hong.says("/start")
        await hong.sees(), await hong.sees()
        before = file_bytes()
        sealed = dict(bench.query("select chat, body from cases"))
        assert SECRET.encode() not in before
        assert b"73519248" not in before
        await ming.says("/forget")
        await ming.sees()
        left = dict(bench.query("select chat, body from cases"))
        gone = next(body for chat, body in sealed.items() if chat not in left)
        await hong.says("no")
        await hong.sees()
    after = file_bytes()
    assert gone in before
    assert gone not in after
    assert gone[10:60] not in after  # no part of it on a freed page either
    assert len(left) == 1
    async with bench.bot():
        await ming.says("/start")
        assert (await ming.sees()).text == "先别再转钱。"
        assert (await ming.sees()).text == "对方收款了吗？"


async def test_polling_without_any_answer_ends_the_process(bench: Bench) -> None:
    bench.double.choose_fault = lambda method, _parameters: Fault(status=502) if method == "getUpdates" else None
    with pytest.raises(ServingError), capture_logs() as logs:
        await bench.until_it_ends(settings={"polling": PollingSettings(dead_after=300)})
    assert sum(bench.clock.sleeps) > 300
    assert ["HTTPS_PROXY" in line["hint"] for line in logs if "hint" in line] == [True]  # said once


async def test_a_refused_token_ends_the_process_at_once(bench: Bench) -> None:
    bench.double.choose_fault = lambda _method, _parameters: Fault(status=401, description="Unauthorized")
    with pytest.raises(ServingError, match="token"):
        await bench.until_it_ends()


async def test_another_poller_is_waited_out(bench: Bench) -> None:
    ming = bench.double.person(1001)
    conflict = Fault(status=409, description="Conflict: terminated by other getUpdates request")
    bench.double.fail("getUpdates", conflict, conflict)
    async with bench.bot():
        await ming.says("/help")
        assert (await ming.sees()).text == "直接说发生了什么。"
    assert bench.clock.sleeps.count(5.0) == 2


async def test_replies_without_words_for_their_buttons_count_as_a_failure(bench: Bench) -> None:
    from dialogs.messages import Option

    ming = bench.double.person(1001)

    def mute(case: Case, _given: Input, _now: dt.datetime) -> Turn:
        return Turn(case, "x", None, (Reply(" ", (Option("a", "甲"),)),))

    async with bench.bot(mute):
        await ming.says("/help")
        assert (await ming.sees()).text == WORDS.try_again
