"""What a person says to a whole bot, and where of it something is left: on both databases, opened with the key."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from bot.papers.export import build_file
from bot.store import Store, StoreSettings
from bot.store.schema import metadata
from dialogs.dialog import Dialog
from tests.bot.store.shared import connected
from tests.bot.store.test_kept import plaintexts
from tests.bot.telegram.conftest import Bench
from tests.bot.telegram.test_reminding import turn
from tests.telegram_double.person import Person

WHO = 730_519_248
STORY = "昨天晚上我被刷单骗了，微信转账转了3万，对方已经收了，那人说他住在翡翠路十八号"
FORWARDED = "专业撤回转账，加微信 zhiyuanke668 先付后撤，飞龙在天追款部"
CLIENT = "pt-br"  # no edition of ours: what stands there came from the client
NAMES = ("小明", "first_name", "last_name")  # of the double's people
SECRETS = (
    "我的支付密码是 739164",
    "【微信支付】482913 为您的验证码",
    "身份证 11010519491231002X",
    "卡号 6222021001112223334",
)
SAID = (
    *("翡翠路", "zhiyuanke668", "飞龙在天"),
    *("739164", "482913", "11010519491231002X", "6222021001112223334"),
)


@asynccontextmanager
async def talked(bench: Bench, dialog: Dialog, at: StoreSettings) -> AsyncIterator[Person]:
    """Somebody who has told a story, forwarded a message, pasted secrets and asked to be reminded."""
    bench.expected_refusals.clear()
    ming = bench.double.person(WHO)
    ming.language = CLIENT
    async with bench.bot(partial(turn, dialog), settings={"store": at}, build_file=build_file):
        await ming.says(STORY)
        origin = {"type": "hidden_user", "date": 1, "sender_user_name": "客服"}
        await ming.sends(text=FORWARDED, forward_origin=origin)
        for words in SECRETS:
            await ming.says(words)
        await ming.says("/remind")
        await settled(bench)
        yield ming
        await settled(bench)


async def settled(bench: Bench) -> None:
    await bench.double.until(lambda: not bench.double.unacknowledged)


def opened(at: StoreSettings, look: Callable[[Store], Any]) -> Any:
    store = Store(at)
    try:
        return look(store)
    finally:
        store.close()


async def test_answers_and_the_first_story_are_kept_and_neither_forwards_nor_secrets(
    bench: Bench, reminding: Dialog, at: StoreSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    async with talked(bench, reminding, at):
        pass
    found = await asyncio.to_thread(opened, at, lambda store: b"\n".join(plaintexts(store, str(at.keys))))
    text = found.decode("utf-8", "replace")
    assert "30000" in text  # or nothing was looked at
    assert "翡翠路" in text  # the first draft of a paper
    assert [word for word in SAID if word in text and word not in STORY] == []
    assert [word for word in (*NAMES, CLIENT) if word in text] == []
    logged = "".join(capsys.readouterr())
    assert "started" in logged
    assert [word for word in (*SAID, *NAMES, str(WHO), "30000") if word in logged] == []
    answers = "\n".join(sent.text for sent in bench.double.person(WHO).history)
    assert "删" in answers  # asked to delete what was pasted


async def test_forgetting_leaves_nothing_of_the_chat_in_any_table(
    bench: Bench, reminding: Dialog, at: StoreSettings
) -> None:
    async with talked(bench, reminding, at) as ming:
        before = await asyncio.to_thread(opened, at, rows)
        await ming.says("/forget")
    assert before["cases"] == 1
    after = await asyncio.to_thread(opened, at, rows)
    assert set(after.values()) == {0}, after


def rows(store: Store) -> dict[str, int]:
    """How many rows of the person each table holds."""
    chat = store.chat_key(WHO)
    with connected(store) as connection:
        return {
            table.name: len(connection.execute(sa.select(table).where(table.c.chat == chat)).all())
            for table in metadata.sorted_tables
            if "chat" in table.c
        }
