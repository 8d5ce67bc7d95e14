"""Albums and forwards in a row are one case; a crash in the middle loses nothing and leaves nothing behind."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from bot.telegram.bot import PollingSettings
from bot.telegram.private import MOST_IMAGES, read
from bot.telegram.processor import Quiet, belongs_together
from dialogs.case import Case
from dialogs.messages import ForwardInput, Input, TextInput, Turn, UnreadableInput
from tests.bot.telegram.conftest import Bench
from tests.bot.telegram.small_dialog import take_turn
from tests.bot.telegram.updates import HIDDEN, message
from tests.each import each
from tests.telegram_double import Person
from tests.telegram_double.simulated import simulated_time

WINDOW: dict[str, Any] = {"settings": {"quiet": Quiet(), "polling": PollingSettings(wait=30, again=0.01)}}


def polls(bench: Bench) -> int:
    return sum(method == "getUpdates" for method, _ in bench.double.calls)


async def started(bench: Bench) -> None:
    """Until the bot has looked for what waited at its start."""
    await bench.double.until(lambda: polls(bench) >= 2)


async def taken_in(bench: Bench) -> None:
    """Until everything posted so far has been fetched by the bot, which goes on asking while a window is open."""
    before = polls(bench)
    await bench.double.until(lambda: polls(bench) >= before + 2)


async def forwards(person: Person, *texts: str) -> None:
    for text in texts:
        await person.says(text, forward_origin=HIDDEN)


async def test_forwards_in_a_row_get_one_answer_after_the_quiet_window(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(**WINDOW):
        await started(bench)
        await forwards(ming, "先垫付", "后返利", "今晚截止")
        await taken_in(bench)
        await bench.clock.advance(1.4)
        assert ming.unseen == []
        assert len(bench.double.unacknowledged) == 3
        await bench.clock.advance(0.2)
        assert (await ming.sees()).text == "转来的：先垫付\n后返利\n今晚截止"
        await bench.double.until(lambda: not bench.double.unacknowledged)
    assert ming.unseen == []


async def test_the_window_closes_in_the_end_even_if_more_keeps_coming(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(**WINDOW):
        await started(bench)
        for number in range(8):
            await forwards(ming, f"第{number}条")
            await taken_in(bench)
            await bench.clock.advance(1.1)
        assert (await ming.sees()).text.splitlines()[-1] == "第7条"


@pytest.mark.parametrize("comment_first", [True, False])
async def test_a_question_and_the_forward_it_is_about_are_one_case(bench: Bench, comment_first: bool) -> None:  # noqa: FBT001
    ming = bench.double.person(1001)
    seen: list[Input] = []

    def noting(case: Case, given: Input, now: dt.datetime) -> Turn:
        seen.append(given)
        return take_turn(case, given, now)

    async with bench.bot(noting, **WINDOW):
        await started(bench)
        if comment_first:
            await ming.says("这是真的吗")
        await forwards(ming, "先垫付")
        if not comment_first:
            await ming.says("可信吗？")
        await taken_in(bench)
        await bench.clock.advance(1.6)
        await ming.sees()
        await bench.double.until(lambda: not bench.double.unacknowledged)
    comment = "这是真的吗" if comment_first else "可信吗？"
    assert seen == [ForwardInput(text="先垫付", origin="hidden_user", comment=comment)]
    assert ming.unseen == []


async def test_a_question_alone_is_answered_after_the_window(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(**WINDOW):
        await started(bench)
        await ming.says("帮我看看")
        await taken_in(bench)
        await bench.clock.advance(1.6)
        assert (await ming.sees()).text == "先别再转钱。"


async def test_each_chat_has_its_own_window(bench: Bench) -> None:
    ming, hong = bench.double.person(1001), bench.double.person(1002)
    async with bench.bot(**WINDOW):
        await started(bench)
        await forwards(ming, "甲")
        await forwards(hong, "乙")
        await taken_in(bench)
        await bench.clock.advance(1.6)
        assert ((await ming.sees()).text, (await hong.sees()).text) == ("转来的：甲", "转来的：乙")


async def test_something_else_said_closes_the_window_and_comes_after_it(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(**WINDOW):
        await started(bench)
        await forwards(ming, "先垫付", "后返利")
        await ming.says("/help")
        assert (await ming.sees()).text == "转来的：先垫付\n后返利"
        assert (await ming.sees()).text == "直接说发生了什么。"


async def test_an_album_is_one_case_with_its_caption_and_pictures(bench: Bench) -> None:
    ming = bench.double.person(1001)
    seen: list[str] = []

    async def read_pictures(_person: int, given: Input, files: Sequence[str]) -> tuple[Input, tuple[str, ...]]:
        seen.extend(files)
        return given, ()

    async with bench.bot(**WINDOW, make_reader=lambda _context: read_pictures):
        await started(bench)
        for number in range(6):
            caption = {"caption": "转错了"} if number == 0 else {}
            await ming.sends(photo=[{"file_id": f"p{number}"}], media_group_id="7", **caption)
        await taken_in(bench)
        await bench.clock.advance(1.6)
        assert (await ming.sees()).text == "先别再转钱。"
        await ming.sees()
        await bench.double.until(lambda: not bench.double.unacknowledged)
    assert seen == [f"p{number}" for number in range(MOST_IMAGES)]
    assert ming.unseen == []


async def test_a_stop_does_not_wait_for_the_window(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(**WINDOW):
        await started(bench)
        await forwards(ming, "先垫付", "后返利")
        await taken_in(bench)
    assert [sent.text for sent in ming.history] == ["转来的：先垫付\n后返利"]
    assert bench.double.unacknowledged == []


async def test_a_crash_within_the_window_loses_nothing_and_nothing_was_stored(bench: Bench, file_bytes: Any) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(**WINDOW) as task:
        await started(bench)
        await forwards(ming, "先垫付", "后返利")
        await taken_in(bench)
        task.cancel()
        await asyncio.wait((task,))
    assert ming.history == []
    assert len(bench.double.unacknowledged) == 2
    assert bench.query("select count(*) from seen_updates") == [(0,)]
    assert "先垫付".encode() not in file_bytes()
    async with bench.bot():
        assert (await ming.sees()).text == "转来的：先垫付\n后返利"
        await bench.double.until(lambda: not bench.double.unacknowledged)
    assert ming.unseen == []


async def test_a_failing_turn_answers_once_for_all(bench: Bench) -> None:
    ming = bench.double.person(1001)

    def broken(case: Case, given: Input, now: dt.datetime) -> Turn:
        if isinstance(given, ForwardInput):
            raise OSError
        return take_turn(case, given, now)

    async with bench.bot(broken, **WINDOW):
        await started(bench)
        await forwards(ming, "先垫付", "后返利")
        await taken_in(bench)
        await bench.clock.advance(1.6)
        assert "请再发一次" in (await ming.sees()).text
        await bench.double.until(lambda: not bench.double.unacknowledged)
        await ming.says("/help")
        assert (await ming.sees()).text == "直接说发生了什么。"
    assert bench.query("select count(*) from seen_updates") == [(3,)]


async def test_repeated_updates_of_a_settled_batch_are_not_answered_again(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(**WINDOW):
        await started(bench)
        numbers = [await ming.says(text, forward_origin=HIDDEN) for text in ("先垫付", "后返利")]
        await taken_in(bench)
        await bench.clock.advance(1.6)
        await ming.sees()
        await bench.double.until(lambda: not bench.double.unacknowledged)
    message = ming.last_update[1] if ming.last_update else {}
    for number in numbers:
        await bench.double.repeat_update(number, message)
    async with bench.bot():
        await bench.double.until(lambda: not bench.double.unacknowledged)
    assert ming.unseen == []


@each(
    ("content", "expected"),
    [
        ({"text": "x", "forward_origin": HIDDEN}, True),
        ({"photo": ["p"]}, True),
        ({"document": {"file_id": "d", "file_unique_id": "u"}, "media_group_id": "7"}, True),
        ({"text": "x"}, False),
        ({"text": "这是真的吗"}, True),
        ({"text": "群里看到的，幫我看看"}, True),
        ({"text": "我被骗了5000，真的吗"}, False),
        ({"voice": {"file_id": "v", "file_unique_id": "u", "duration": 1}}, False),
    ],
)
def test_what_belongs_together(content: dict[str, Any], expected: bool) -> None:  # noqa: FBT001
    assert belongs_together(message(**content)) is expected
    assert not belongs_together(message(chat={"id": -1, "type": "group", "title": "群"}, **content))


def test_words_of_the_persons_own_are_what_they_say_about_a_forward() -> None:
    one = read([message(1, text="先垫付", forward_origin=HIDDEN), message(2, photo=["p"], caption="是真的吗")])
    assert one is not None
    assert one.input == ForwardInput(text="先垫付", origin="hidden_user", comment="是真的吗")
    assert (one.images, one.numbers) == (("p",), (1, 2))
    own = read([message(1, photo=["a"], caption="转错了"), message(2, photo=["b"])])
    assert own is not None
    assert own.input == TextInput("转错了")
    assert own.images == ("a", "b")
    silent = read([message(1, photo=["a"]), message(2, photo=["b"])])
    assert silent is not None
    assert silent.input == UnreadableInput("photo")
    several = read(
        [message(1, text="先垫付", forward_origin=HIDDEN), message(2, text="今晚吃饭", forward_origin=HIDDEN)]
    )
    assert several is not None
    assert several.input == ForwardInput(text="先垫付\n今晚吃饭", origin="hidden_user", parts=("先垫付", "今晚吃饭"))
    clip = message(3, video={"file_id": "v"}, forward_origin=HIDDEN)
    with_video = read([message(1, text="先垫付", forward_origin=HIDDEN), clip])
    assert with_video is not None
    assert with_video.input == ForwardInput(text="先垫付", origin="hidden_user", unread=("video",))


async def test_an_open_window_does_not_delay_strangers_by_more_than_a_third_of_a_second(bench: Bench) -> None:
    ming, hong = bench.double.person(1001), bench.double.person(1002)
    with simulated_time() as clock:
        bench.clock = clock  # type: ignore[assignment]  # a clock too
        async with bench.bot(settings={"quiet": Quiet(), "polling": PollingSettings()}):
            await started(bench)
            waits = []
            for pause in (0.05, 0.3, 0.55, 0.7, 1.1, 1.3, 0.02):
                await forwards(ming, "先垫付")
                await asyncio.sleep(pause)
                asked_at = clock.steady()
                await hong.says("/help")
                await hong.sees()
                waits.append(clock.steady() - asked_at)
            assert max(waits) < 0.3
            assert "转来的" in (await ming.sees()).text
