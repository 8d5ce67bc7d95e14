"""Forwards, questions about them, receipts and saved cases, as they arrive in Telegram, through the whole dialog."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest

from bot.papers.export import build_file
from dialogs.dialog import Dialog
from dialogs.messages import Input
from dialogs.together import with_picture
from tests.bot.telegram.conftest import Bench
from tests.bot.telegram.test_reminding import turn
from tests.bot.telegram.test_together import WINDOW, started, taken_in
from tests.bot.telegram.updates import HIDDEN
from tests.dialogs.opened import open_dialog
from tests.telegram_double import Person

LURE = "专业撤回微信转账，先付后撤，加V：abc8866"
BILL = (
    "账单详情\n转账-转给张三\n-5000.00\n当前状态 对方已收钱\n"
    "转账时间 2026年11月22日 20:31:05\n转账单号 1000050000202611223344"
)


@pytest.fixture(scope="module")
def dialog() -> Dialog:
    return open_dialog(can_remind=True)


async def all_of(bench: Bench, person: Person) -> str:
    """Everything said since the last look, once the bot has settled what was sent."""
    await bench.calm()
    said = []
    while person.unseen:
        said.append((await person.sees()).text)
    return "\n".join(said)


@pytest.mark.parametrize("asked", ["这是真的吗", "帮我看看", "可信吗"])
@pytest.mark.parametrize("first", ["question", "forward"])
async def test_a_question_with_a_forward_gets_one_answer(bench: Bench, dialog: Dialog, asked: str, first: str) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(partial(turn, dialog), **WINDOW):
        await started(bench)
        if first == "question":
            await ming.says(asked)
        await ming.says(LURE, forward_origin=HIDDEN)
        if first == "forward":
            await ming.says(asked)
        await taken_in(bench)
        await bench.clock.advance(1.6)
        said = await all_of(bench, ming)
    assert "假的「撤回工具」" in said
    assert len(ming.history) == 1
    assert "热线" not in said


async def test_a_question_alone_asks_for_the_message_and_after_a_verdict_repeats_it(
    bench: Bench, dialog: Dialog
) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(partial(turn, dialog)):
        await ming.says("真的吗？")
        assert "转发给我" in await all_of(bench, ming)
        await ming.says(LURE, forward_origin=HIDDEN)
        await all_of(bench, ming)
        await ming.says("真的吗？")
        assert "假的「撤回工具」" in await all_of(bench, ming)


@pytest.mark.parametrize(
    "put", ["转发：", "转发:", "转发 ：", "【转发】", "转发的消息：\n", "以下是转发：", "轉發：", "Fwd: "]
)
async def test_a_message_passed_on_by_hand_is_a_forward(bench: Bench, dialog: Dialog, put: str) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(partial(turn, dialog)):
        await ming.says(f"{put}{LURE}")
        assert "假的「撤回工具」" in await all_of(bench, ming)
        await ming.says(f"{put}今晚一起吃饭吗，老地方见")
        said = await all_of(bench, ming)
        assert "没认出骗术" in said or "没有认出" in said
        assert "热线" not in said


async def test_a_bill_typed_as_the_first_message_is_read(bench: Bench, dialog: Dialog) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(partial(turn, dialog)):
        await ming.says("转账-给张三 -5000.00 对方已收钱")
        said = await all_of(bench, ming)
        assert all(part in said for part in ("5000.00 元", "张三", "对方已收", "对吗"))
        await ming.taps("对")
        await all_of(bench, ming)
        await ming.says("我转错人了")
        assert "钱到了对方账上" in await all_of(bench, ming)  # as the bill says


async def test_a_reply_from_another_chat_is_about_what_it_quotes(bench: Bench, dialog: Dialog) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(partial(turn, dialog)):
        await ming.says("能信吗", external_reply={"origin": HIDDEN}, quote={"text": LURE, "position": 0})
        assert "假的「撤回工具」" in await all_of(bench, ming)


async def test_after_a_verdict_the_card_can_be_shared_the_poster_had_and_a_loss_told(
    bench: Bench, dialog: Dialog
) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(partial(turn, dialog), build_file=build_file):
        await ming.says(LURE, forward_origin=HIDDEN)
        verdict = await ming.sees()
        shared = verdict.button("发到群里")["switch_inline_query_chosen_chat"]
        assert shared["allow_group_chats"]
        assert len(verdict.rows) <= 3
        await ming.taps("要海报")
        poster = await ming.sees()
        assert poster.file_content.startswith(b"\x89PNG")
        assert poster.text
        await ming.taps("我已经付了钱", of=verdict)
        assert "110" in await all_of(bench, ming)


async def test_a_card_is_given_to_who_asks_for_one(bench: Bench, dialog: Dialog) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(partial(turn, dialog)):
        await ming.says("给我一张提醒卡片发到群里")
        card = await ming.sees()
    assert "转账之前，先核对再付" in card.text
    assert "发到群里" in card.labels


async def test_a_video_is_said_not_to_have_been_looked_at(bench: Bench, dialog: Dialog) -> None:
    ming = bench.double.person(1001)
    clip = {"video": {"file_id": "v", "file_name": "撤回教程.mp4"}, "forward_origin": HIDDEN}
    async with bench.bot(partial(turn, dialog)):
        await ming.sends(**clip, caption="看完就会")
        assert "视频我没有看" in await all_of(bench, ming)
        await ming.sends(**clip)
        said = await all_of(bench, ming)
        assert "视频" in said
        assert "没有认出" not in said
        await ming.sends(voice={"file_id": "v"})
        assert "话筒" in await all_of(bench, ming)


async def test_a_receipt_is_shown_and_becomes_answers_when_it_is_right(bench: Bench, dialog: Dialog) -> None:
    ming = bench.double.person(1001)

    async def read_pictures(_person: int, given: Input, _images: Sequence[str]) -> tuple[Input, tuple[str, ...]]:
        return with_picture(given, BILL), ()

    async with bench.bot(partial(turn, dialog), make_reader=lambda _context: read_pictures, build_file=build_file):
        await ming.sends(photo=[{"file_id": "bill"}], caption="我转错人了")
        said = await all_of(bench, ming)
        assert all(part in said for part in ("5000.00 元", "张三", "对方已收", "1000050000202611223344", "对吗"))
        await ming.taps("对")
        await all_of(bench, ming)
        await ming.says("/export")
        said = await all_of(bench, ming)
    case = json.loads(next(sent for sent in ming.history if sent.file_content).file_content)
    assert case["answers"]["accepted"] == "received"
    assert case["answers"]["amount"] == "5000.00"
    assert case["payments"][0]["order_number"] == "1000050000202611223344"


async def test_a_case_sent_back_goes_on(bench: Bench, dialog: Dialog) -> None:
    ming, hong = bench.double.person(1001), bench.double.person(1002)
    async with bench.bot(partial(turn, dialog), build_file=build_file):
        await ming.says("微信转错人了，5000，对方还没收")
        await ming.says("/export")
        await all_of(bench, ming)
        bench.double.files["case"] = next(sent for sent in ming.history if sent.file_name).file_content
        file: dict[str, Any] = {"file_id": "case", "file_name": "我的情况.json", "mime_type": "application/json"}
        await hong.sends(document=file)
        assert "接上了" in await all_of(bench, hong)
        await hong.says("/plan")
        assert "5000" in await all_of(bench, hong)
        bench.double.files["other"] = b'{"a": 1}'
        await hong.sends(document={**file, "file_id": "other"})
        assert "用不了" in await all_of(bench, hong)


async def test_an_edited_answer_corrects_what_it_said(bench: Bench, dialog: Dialog) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(partial(turn, dialog)):
        await ming.says("微信转错人了，转了500，对方还没收")
        await all_of(bench, ming)
        await ming.edits("微信转错人了，转了5000，对方还没收")
        assert "5000 元" in await all_of(bench, ming)
        count = len(ming.history)
        await ming.edits("微信转错人了，转了5000，对方还没收！")
        await bench.calm()
        assert len(ming.history) == count  # nothing new was said
        await ming.says("/export")
        assert "5000 元" in await all_of(bench, ming)


@pytest.mark.parametrize("text", ["/start 我被骗了5000", "/start\n我被骗了5000"])
async def test_words_behind_start_are_heard(bench: Bench, dialog: Dialog, text: str) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(partial(turn, dialog)):
        await ming.says(text)
        assert "5000 元" in await all_of(bench, ming)


@pytest.mark.parametrize("text", ["/start check", "/check", "/check@zhuanzhang_jijiu_bot"])
async def test_the_deep_link_from_a_group_asks_for_the_message(bench: Bench, dialog: Dialog, text: str) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(partial(turn, dialog)):
        await ming.says(text)
        said = await all_of(bench, ming)
        assert "转发给我" in said
        assert "110" in said
        assert len(ming.history) == 1


@pytest.mark.parametrize(("link", "words"), [("mistake", "转给了错的人"), ("scam", "刷单")])
async def test_a_deep_link_leads_to_what_it_is_about(bench: Bench, dialog: Dialog, link: str, words: str) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(partial(turn, dialog)):
        await ming.says(f"/start {link}")
        await bench.double.until(lambda: any(words in " ".join(sent.labels) for sent in ming.history))
