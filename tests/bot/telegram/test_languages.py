"""The language of a private chat, of the menu and of groups, over the double."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from bot.telegram.service import served
from dialogs.dialog import Dialog
from dialogs.library.load import Content
from tests.bot.groups.conftest import TOOL
from tests.bot.telegram.conftest import Bench

ZONE = ZoneInfo("Asia/Shanghai")


async def test_a_client_in_traditional_is_greeted_so_and_a_choice_is_kept(
    bench: Bench, dialog: Dialog, content: Content
) -> None:
    made = served(dialog, content, ZONE)
    mei = bench.double.person(1002)
    mei.language = "zh-hk"
    async with bench.bot(made.take_turn, show=made.show):
        await mei.says("/start")
        assert "騙徒" in (await mei.sees()).text
        while not (menu := await mei.sees()).labels:
            pass
        assert menu.labels[-1] == "简体 · 繁體 · English"
        await mei.taps(menu.labels[-1])
        offered = await mei.sees()
        assert offered.labels == ["简体", "繁體（香港）", "繁體（台灣）", "English"]
        await mei.taps("English")
        assert "English it is" in (await mei.sees()).text
    async with bench.bot(made.take_turn, show=made.show):  # it is stored with the case, the client's code is not
        await mei.says("/help")
        while "Just type what happened" not in (said := (await mei.sees()).text):
            assert "騙徒" not in said
        await mei.says("/forget")
        while "All deleted" not in (await mei.sees()).text:
            pass
        await mei.says("/help")
        assert "發生了甚麼事" in (await mei.sees()).text


async def test_the_operator_s_language_is_that_of_groups_and_of_the_menu(
    bench: Bench, dialog: Dialog, content: Content
) -> None:
    made = served(dialog.by_default("zh-Hant-TW"), content, ZONE)
    group = bench.double.group(-1002)
    hong = group.member(11)
    async with bench.bot(made.take_turn, words=made.words, modules=made.modules, make_reader=made.make_reader):
        await hong.says("/check", reply_to=group.member(12).unheard(text=TOOL))
        card = (await group.sees()).text
        assert "沒有能撤回轉帳的軟體" in card
        own = re.sub("「.*?」", "", card)  # the message itself is quoted as it was
        assert not set("软转账费让别") & set(own)
    menu = next(call for name, call in bench.double.calls if name == "setMyCommands")
    assert any("開始" in one["description"] or "從頭" in one["description"] for one in menu["commands"])
