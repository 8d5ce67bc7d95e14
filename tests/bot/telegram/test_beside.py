"""What one person sends harms neither the turns of others, nor the words around it, nor what is kept."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import threading
import unicodedata
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.store import Outcome
from bot.telegram.app import Service, adapter
from bot.telegram.context import LONG
from bot.telegram.service import served
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.library.load import Content
from dialogs.messages import Input, TextInput, Turn
from tests.bot.telegram.conftest import Bench
from tests.bot.telegram.small_dialog import WORDS, take_turn
from tests.bot.telegram.updates import HIDDEN, message

ZONE = ZoneInfo("Asia/Shanghai")
LURE = "微信转账撤回神器，先付后撤"
ADDRESSES = (
    "bit.ly/x9", "evil.中国", "1.2.3.4/x", "weixin://dl/pay", "https://evil.example/a", "alipays://x", "t.me/huitui",
)  # fmt: skip
DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")


@pytest.fixture
def whole(dialog: Dialog, content: Content) -> dict[str, Any]:
    """The bot as it is started, on real content."""
    made = served(dialog, content, ZONE)
    return {"dialog": made.take_turn, "words": made.words, "modules": made.modules, "show": made.show}


class SlowReader:
    """A dialog that reads a long text until it is let go on."""

    def __init__(self) -> None:
        self.go_on, self.begun = threading.Event(), threading.Event()

    def __call__(self, case: Case, given: Input, now: dt.datetime) -> Turn:
        if isinstance(given, TextInput) and len(given.text) > LONG:
            self.begun.set()
            assert self.go_on.wait(10)
        return take_turn(case, given, now)


async def test_a_long_message_is_read_while_others_are_answered(bench: Bench) -> None:
    ming, hong, dialog = bench.double.person(1001), bench.double.person(1002), SlowReader()
    async with bench.bot(dialog):
        await hong.says("/help")  # what waits for the start is taken one by one
        await hong.sees()
        await ming.says("长" * (LONG + 1))
        assert await asyncio.to_thread(dialog.begun.wait, 10)
        await hong.says("/help")
        assert (await hong.sees()).text == "直接说发生了什么。"
        assert ming.unseen == []
        dialog.go_on.set()
        await ming.sees()
    assert len(bench.query("select * from seen_updates")) == 3


async def test_what_the_start_does_not_need_is_loaded_before_anybody_asks_for_it(bench: Bench) -> None:
    loaded = threading.Event()
    async with bench.bot(load_more=loaded.set):
        assert await asyncio.to_thread(loaded.wait, 10)


async def test_a_case_that_has_changed_while_a_long_message_was_read_is_answered_as_it_is(bench: Bench) -> None:
    bench.double.person(1001)
    dialog, seen = SlowReader(), list[Case]()

    def noted(case: Case, given: Input, now: dt.datetime) -> Turn:
        seen.append(case)
        return dialog(case, given, now)

    async with adapter(bench.settings, Service(noted, WORDS), clock=bench.clock) as parts:
        await parts.application.initialize()
        update = message(1, {"id": 1001, "type": "private", "first_name": "人"}, text="长" * (LONG + 1))
        processing = parts.processor.process_update(update, parts.application.process_update(update))

        async def change() -> None:
            chat, other = parts.context.store.chat_key(1001), Case(revision=7)
            await parts.context.store.turn(2, chat, bench.clock.now(), lambda _stored: Outcome(case=other))
            dialog.go_on.set()

        await asyncio.gather(processing, change())
    assert [case.revision for case in seen] == [0, 7]


async def test_an_error_in_reading_is_answered_logged_without_words_and_keeps_the_case(
    bench: Bench, whole: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    ming = bench.double.person(1001)

    def broken(*_: object) -> None:
        raise ValueError("我叫王小明")

    def failures() -> int:
        return sum("没能处理，也没有记下" in sent.text for sent in ming.history)

    async with bench.bot(**whole):
        await ming.says("我刚刚微信转错人了，5000块，对方还没收")
        await ming.sees()
        monkeypatch.setattr("dialogs.turn.listen", broken)
        for number, words in enumerate(("我叫王小明", "我叫王小明" * LONG), 1):
            await ming.says(words)
            await bench.double.until(lambda number=number: failures() == number)  # type: ignore[misc]
        await bench.double.until(lambda: not bench.double.unacknowledged)
        assert "没有丢" not in "\n".join(sent.text for sent in ming.history)
        monkeypatch.undo()
        shown = len(ming.history)
        await ming.says("/export")
        await bench.double.until(lambda: any("5000 元" in sent.text for sent in ming.history[shown:]))
    logged = "".join(capfd.readouterr())
    assert logged.count("input not understood") == 2
    assert "ValueError" in logged
    assert "王小明" not in logged


def marks(text: str) -> int:
    """The longest run of combining marks."""
    runs = "".join("m" if unicodedata.combining(char) else " " for char in text).split()
    return max(map(len, runs), default=0)


def quoting() -> Iterator[str]:
    """Lures that carry what should not come through."""
    yield from (f"{LURE}，点 {address} 联系客服" for address in ADDRESSES)
    yield f"{LURE}\u202e服客系联\u202c，\u2066先付后撤\u2069"
    yield f"{LURE}，一键" + "追" + "\u0301\u0323" * 40 + "回"


@pytest.mark.parametrize("lure", list(quoting()), ids=[*ADDRESSES, "directions", "piled accents"])
async def test_what_is_quoted_leads_nowhere_and_changes_nothing_around_it(
    bench: Bench, whole: dict[str, Any], lure: str
) -> None:
    ming, group = bench.double.person(1001), bench.double.group(-1001)
    spammer, admin = group.member(12), group.member(1, status="creator")
    async with bench.bot(**whole):
        await ming.says(lure, forward_origin=HIDDEN)
        await ming.says(lure)
        await group.member(11).says("/check", reply_to=spammer.unheard(text=lure))
        await group.sees()
        await admin.says("/guard warn")
        await group.sees()
        await spammer.says(lure)
        await bench.double.until(lambda: not bench.double.unacknowledged)
    said = [sent.text for sent in (*ming.history, *group.history)]
    assert len(said) >= 5
    for text in said:
        assert not DIRECTIONS.search(text)
        assert marks(text) <= 3
        assert not [address for address in ADDRESSES if address in text]
