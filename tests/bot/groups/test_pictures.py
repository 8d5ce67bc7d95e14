"""The guard reads pictures within limits: it warns of an advert in one, and deletes none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from bot.telegram import groups
from dialogs.groups import GroupContent
from dialogs.messages import ForwardInput, Input
from tests.bot.groups.conftest import TOOL, guard
from tests.bot.telegram.conftest import Bench
from tests.telegram_double import Group

AT = 1_796_000_000
ADVERT = {"photo": [{"file_id": "advert"}]}


class Reading:
    """Stands for the reading process: the words of each picture by its file id."""

    def __init__(self) -> None:
        self.read: list[str] = []

    async def __call__(self, _person: int, given: Input, files: Sequence[str]) -> tuple[Input, tuple[str, ...]]:
        self.read += files
        assert isinstance(given, ForwardInput)
        return replace(given, image_text={"advert": TOOL}.get(files[0], "今天的菜单")), ()


@pytest.fixture
def reading() -> Reading:
    return Reading()


@pytest.fixture
def with_pictures(group_content: GroupContent, reading: Reading) -> dict[str, Any]:
    serving = partial(groups.handlers, content=group_content)
    return {"modules": (serving,), "make_reader": lambda _context: reading}


@pytest.mark.parametrize(
    "picture", [ADVERT, {"document": {"file_id": "advert", "mime_type": "image/png"}}], ids=["photo", "file"]
)
async def test_an_advert_in_a_picture_is_warned_of_and_not_deleted(
    bench: Bench, with_pictures: dict[str, Any], group: Group, picture: dict[str, Any]
) -> None:
    async with bench.bot(**with_pictures):
        await guard(group, "delete")
        posted = await group.member(2).sends(**picture)
        card = await group.sees()
        assert card.text.startswith("骗局｜没有能撤回转账的软件")
        assert card.answers == posted["message_id"]
    assert group.deleted == []
    assert bench.query("select action from group_log") == [("warn",)]


async def test_a_picture_with_words_of_its_senders_is_theirs(
    bench: Bench, with_pictures: dict[str, Any], reading: Reading, group: Group
) -> None:
    victim = group.member(2)
    async with bench.bot(**with_pictures):
        await guard(group, "delete")
        await victim.sends(**ADVERT, caption="我被这个骗了")
        await victim.says("大家看看这个骗子", date=AT)
        await victim.sends(**ADVERT, date=AT + 1)
        await group.member(3).sends(**ADVERT, caption="/check@other_bot")
        await group.member(1, status="creator").sends(**ADVERT)  # an admin's
        await group.member(4).sends(photo=[{"file_id": "menu"}])
        await bench.double.until(lambda: not bench.double.unacknowledged and len(reading.read) == 2)
    assert reading.read == ["advert", "menu"]
    assert group.unseen == []


async def test_a_few_are_read_in_a_minute_and_none_where_nobody_wants_that(
    bench: Bench, with_pictures: dict[str, Any], reading: Reading, group: Group
) -> None:
    async with bench.bot(**with_pictures):
        await group.member(2).sends(photo=[{"file_id": "menu"}])
        await bench.double.until(lambda: not bench.double.unacknowledged)
        assert reading.read == []
        await guard(group, "delete")
        for number in range(10):
            await group.member(number + 10).sends(photo=[{"file_id": f"menu{number}"}])
        await bench.double.until(lambda: not bench.double.unacknowledged)
    assert len(reading.read) == 4
