"""The whole bot as it is started: private dialog, groups, inline mode and pictures side by side, on real content."""

from __future__ import annotations

import asyncio
from zoneinfo import ZoneInfo

from bot.telegram.service import served
from dialogs.dialog import Dialog
from dialogs.library.load import Content
from tests.bot.groups.conftest import TOOL
from tests.bot.telegram.conftest import Bench

ZONE = ZoneInfo("Asia/Shanghai")


async def test_everything_side_by_side(bench: Bench, dialog: Dialog, content: Content) -> None:
    made = served(dialog, content, ZONE)
    more = {"words": made.words, "modules": made.modules, "make_reader": made.make_reader}
    ming, group = bench.double.person(1001), bench.double.group(-1001)
    hong = group.member(11)
    async with bench.bot(made.take_turn, **more):
        await hong.says("/check", reply_to=group.member(12).unheard(text=TOOL))
        card = await group.sees()
        assert "没有能撤回转账的软件" in card.text
        await ming.says("/start check")  # where the button under the card leads
        asked = (await ming.sees()).text
        assert "转发给我" in asked
        assert "110" in asked
        await ming.says(TOOL, forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "客服"})
        while not (last := await ming.sees()).labels:
            pass
        await ming.taps(last.labels[0])
        assert (await ming.sees()).text
        query = bench.double.new_query()
        bench.double.inline_queries.add(query)
        asker = {"id": 1001, "is_bot": False, "first_name": "小明"}
        await bench.double.post_update(inline_query={"id": query, "from": asker, "query": "撤回", "offset": ""})
        await bench.double.until(lambda: query in bench.double.inline_answers)
        await asyncio.sleep(0)
    menus = {
        call["scope"]["type"]: [command["command"] for command in call["commands"]]
        for method, call in bench.double.calls
        if method == "setMyCommands" and "language_code" not in call
    }
    assert menus["all_group_chats"] == ["check", "report"]
    assert menus["all_chat_administrators"] == ["check", "report", "guard"]
    assert "check" not in menus["all_private_chats"]
    (poll, *_) = [call for method, call in bench.double.calls if method == "getUpdates"]
    assert set(poll["allowed_updates"]) >= {"message", "callback_query", "my_chat_member", "inline_query"}
    assert "channel_post" not in poll["allowed_updates"]
