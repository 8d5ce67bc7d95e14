"""Whole conversations in a private chat, over real HTTP."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.telegram.render import TEXT_UNITS
from dialogs.library.load import Content
from tests.bot.telegram.conftest import Bench
from tests.bot.telegram.small_dialog import INTRODUCTION, WORDS
from tests.telegram_double import Fault
from tests.telegram_double.rules import units


async def test_from_first_words_to_plan(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot():
        await ming.says("我刚刚微信转错人了")
        first = await ming.sees()
        assert first.text == "先别再转钱。"
        assert first.styled("bold") == ["先别再转钱。"]
        question = await ming.sees()
        assert question.text == "对方收款了吗？"
        assert question.labels == ["还没收", "已收", "不清楚"]
        await ming.taps("还没收")
        assert (await ming.sees()).text == "用什么转的？"
        await ming.taps("微信转账")
        assert (await ming.sees()).text == "转了多少钱？"
        await ming.says("5000")
        assert (await ming.sees()).text == "金额 5000：打 95017。"
    assert bench.double.unacknowledged == []


async def test_every_tap_is_answered_so_that_no_button_spins(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot():
        await ming.says("转错了")
        await ming.sees(), await ming.sees()
        await ming.taps("已收")
        await ming.sees()
    assert list(bench.double.notices.values()) == [None]


async def test_an_old_button_shows_the_present_question_and_changes_nothing(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot():
        await ming.says("/start")
        await ming.sees()
        old = await ming.sees()
        await ming.taps("还没收")
        assert (await ming.sees()).text == "用什么转的？"
        await ming.taps("已收", of=old)
        assert (await ming.sees()).text == "用什么转的？"
        await ming.taps("收款码")
        assert (await ming.sees()).text == "转了多少钱？"
    assert WORDS.old_button in bench.double.notices.values()


async def test_made_up_callback_data_is_refused(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot():
        await ming.says("/start")
        await ming.sees(), await ming.sees()
        forged = ("yes", "0:yes", "0.0:yes", "999999.zzzzzzzz:yes", "", "'; drop table cases; --", "0.0:" + "长" * 30)
        for data in forged:
            await ming.sends_data(data)
            await ming.sees()
            assert (await ming.sees()).text == "对方收款了吗？"
    assert set(bench.double.notices.values()) == {WORDS.old_button}


async def test_a_button_from_before_forget_does_not_act_on_the_new_case(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot():
        await ming.says("/start")
        await ming.sees()
        old = await ming.sees()
        await ming.says("/forget")
        assert (await ming.sees()).text == "都删了。"
        await bench.clock.advance(60)
        await ming.says("/start")
        await ming.sees()
        assert (await ming.sees()).labels == old.labels
        await ming.taps("已收", of=old)
        await ming.sees()
        assert (await ming.sees()).text == "对方收款了吗？"


async def test_the_button_under_forget_works(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot():
        await ming.says("/forget")
        await ming.sees()
        await ming.taps("重新开始")
        assert (await ming.sees()).text == "先别再转钱。"
    assert list(bench.double.notices.values()) == [None]


async def test_what_a_restart_finds(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot():
        await ming.says("/start")
        await ming.sees(), await ming.sees()
        await ming.taps("还没收")
        await ming.sees()
    await ming.taps("微信转账")  # while no bot runs
    async with bench.bot():
        assert (await ming.sees()).text == "转了多少钱？"


async def test_two_messages_at_once_are_both_answered_in_order(bench: Bench) -> None:
    ming = bench.double.person(1001)
    await ming.says("/start")
    await ming.says("no")
    await ming.says("code")
    await ming.says("88")
    async with bench.bot():
        seen = [(await ming.sees()).text for _ in range(5)]
    assert seen == ["先别再转钱。", "对方收款了吗？", "用什么转的？", "转了多少钱？", "金额 88：打 95017。"]


async def test_an_update_delivered_twice_counts_once(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot():
        await ming.says("/start")
        await ming.sees(), await ming.sees()
        await ming.says("no")
        assert (await ming.sees()).text == "用什么转的？"
    assert ming.last_update is not None
    await bench.double.repeat_update(*ming.last_update)  # as after a lost acknowledgement
    async with bench.bot():
        await ming.says("code")
        assert (await ming.sees()).text == "转了多少钱？"


async def test_unreadable_things_get_an_answer(bench: Bench) -> None:
    ming = bench.double.person(1001)
    file = {"file_id": "f", "file_unique_id": "u"}
    things = {
        "sticker": {
            "sticker": file | {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
        },
        "voice": {"voice": file | {"duration": 3}},
        "photo": {"photo": [file | {"width": 1, "height": 1}]},
        "contact": {"contact": {"phone_number": "1", "first_name": "甲"}},
        "location": {"location": {"latitude": 1.0, "longitude": 2.0}},
        "animation": {"animation": file | {"width": 1, "height": 1, "duration": 1}, "document": file},
        "empty": {},
    }
    async with bench.bot():
        for kind, content in things.items():
            await ming.sends(**content)
            assert (await ming.sees()).text == f"看不懂 {kind}，请打字。"
        await ming.edits("改过的话")
        assert (await ming.sees()).text == "先别再转钱。"
        await ming.sees()
        await ming.sends(
            pinned_message={"message_id": 1, "date": 0, "chat": ming.chat}
        )  # a service message is not addressed to anybody
        await ming.says("/help@transfer_aid_bot 多余的话")
        assert (await ming.sees()).text == "直接说发生了什么。"


async def test_long_text_comes_in_pieces_that_keep_every_word(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot():
        await ming.says("长")
        pieces = [await ming.sees() for _ in range(4)]
    assert all(units(piece.text) <= TEXT_UNITS for piece in pieces)
    assert "\n".join(piece.text for piece in pieces) == "头 " + "\n".join(["很长的话😀"] * 2000)
    assert pieces[0].styled("bold") == ["头"]


async def test_what_a_person_typed_is_never_a_link_or_markup(bench: Bench) -> None:
    ming = bench.double.person(1001)
    typed = "**粗** [点我](https://evil.example/a) <b>x</b> @boss_wang www.bad-site.com a@b.cc ||藏||"
    async with bench.bot():
        for words in ("/start", "no", "code"):
            await ming.says(words)
        for _ in range(4):
            await ming.sees()
        await ming.says(typed)
        answer = await ming.sees()
    assert answer.text == f"金额 {typed}：打 95017。"
    assert answer.styled("bold") == ["95017"]
    assert answer.styled("text_link") == answer.styled("spoiler") == []
    assert answer.styled("code") == ["https://evil.example/a)", "@boss_wang", "www.bad-site.com", "a@b.cc"]


async def test_a_document_is_built_when_sent_and_a_failure_leaves_words(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot(build_file=lambda file: file.content.encode()):
        await ming.says("文件")
        document = await ming.sees()
        assert document.text == "给你一份。"  # its caption
        assert (document.file_name, document.file_content) == ("报警材料.docx", "# 报警材料".encode())

    def fails(*_: object) -> bytes:
        raise OSError("disk")

    async with bench.bot(build_file=fails):
        await ming.says("文件")
        assert (await ming.sees()).text == WORDS.no_file


async def test_slow_work_shows_typing(bench: Bench) -> None:
    ming = bench.double.person(1001)
    typing = asyncio.Event()

    async def read_pictures(_person: int, given: object, _files: object) -> tuple[object, tuple[str, ...]]:
        call = ("sendChatAction", {"chat_id": 1001, "action": "typing"})
        await bench.double.until(lambda: call in bench.double.calls)
        typing.set()
        return given, ()

    async with bench.bot(make_reader=lambda _context: read_pictures):
        await ming.sends(photo=[{"file_id": "small"}, {"file_id": "large"}])
        assert (await ming.sees()).text == "看不懂 photo，请打字。"
    assert typing.is_set()


async def test_groups_and_channels_are_left_alone(bench: Bench) -> None:
    ming = bench.double.person(1001)
    async with bench.bot():
        await bench.double.post_update(message={"message_id": 1, "chat": {"id": -5, "type": "group"}, "text": "转错了"})
        await ming.says("/help")
        await ming.sees()
    assert [parameters["chat_id"] for method, parameters in bench.double.calls if method == "sendMessage"] == [1001]


async def test_long_polling_takes_the_webhook_away_and_leaves_what_waits(bench: Bench) -> None:
    async with bench.bot():
        await bench.double.until(lambda: any(method == "getUpdates" for method, _ in bench.double.calls))
    given = [parameters for method, parameters in bench.double.calls if method == "deleteWebhook"]
    assert given
    assert not any(parameters.get("drop_pending_updates") for parameters in given)


async def test_the_menu_is_set_and_a_refusal_survived(bench: Bench) -> None:
    ming = bench.double.person(1001)
    bench.double.fail("setMyCommands", Fault(status=400, description="Bad Request: BOT_COMMAND_INVALID"))
    bench.double.fail("deleteWebhook", Fault(status=500))
    words = replace(WORDS, introductions={"": INTRODUCTION})
    async with bench.bot(words=words):
        await ming.says("/help")
        await ming.sees()
    async with bench.bot(words=words):
        await ming.says("/help")
        await ming.sees()
    assert sum(method == "setMyCommands" for method, _ in bench.double.calls) == 5  # three scopes, twice
    assert sum(method == "setMyShortDescription" for method, _ in bench.double.calls) == 2


async def test_the_bot_introduces_itself_in_each_language(bench: Bench, content: Content) -> None:
    own = content.telegram
    words = replace(WORDS, introductions={"": own, **own.languages})
    async with bench.bot(words=words):
        await bench.double.until(lambda: sum(method == "setMyDescription" for method, _ in bench.double.calls) == 2)
    said = {(method, call.get("language_code")) for method, call in bench.double.calls}
    assert {("setMyDescription", None), ("setMyDescription", "en"), ("setMyShortDescription", "en")} <= said
    menus = {
        (call.get("language_code"), call["scope"]["type"]): [one["command"] for one in call["commands"]]
        for method, call in bench.double.calls
        if method == "setMyCommands"
    }
    for scope in ("all_private_chats", "all_group_chats", "all_chat_administrators"):
        assert menus["en", scope] == menus[None, scope] != []
