"""Order within a chat, fairness between chats, limits of sending."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.entrance import Entrance, chat_of
from bot.telegram.fair import Fair, Job
from bot.telegram.gathering import Quiet
from bot.telegram.limits import Limits, Rate
from bot.telegram.metrics import Metrics
from tests.telegram_double import FakeClock


async def test_one_chat_in_order_and_others_beside_it() -> None:
    fair, log = Fair(slots=2), []
    gate = asyncio.Event()

    def job(chat: int, number: int) -> Job:
        async def run() -> None:
            if chat == 1:
                await gate.wait()
            log.append((chat, number))

        return run

    for number in range(3):
        fair.add(1, job(1, number))
    for chat in (2, 3, 4):
        fair.add(chat, job(chat, 0))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gate.set()
    await fair.drain()
    assert [number for chat, number in log if chat == 1] == [0, 1, 2]
    assert sorted(chat for chat, _ in log) == [1, 1, 1, 2, 3, 4]


async def test_a_flood_holds_one_slot() -> None:
    fair, log = Fair(slots=2), []
    never = asyncio.Event()

    async def stuck() -> None:
        await never.wait()

    async def quick() -> None:
        log.append("quick")

    for _ in range(100):
        fair.add(1, stuck)
    fair.add(2, quick)
    for _ in range(5):
        await asyncio.sleep(0)
    assert log == ["quick"]
    never.set()
    await fair.drain()


async def test_what_waits_is_counted_and_the_house_full_at_its_limit() -> None:
    fair = Fair(per_chat=2, total=3)
    gate = asyncio.Event()

    async def wait() -> None:
        await gate.wait()

    fair.add(1, wait)
    fair.add(1, wait)
    assert fair.waiting_for(1) == 2
    assert fair.waiting_for(2) == 0
    assert not fair.full
    fair.add(2, wait)
    assert fair.full
    gate.set()
    await fair.drain()
    assert not fair.full
    assert fair.waiting_for(1) == 0


class Listener:
    """A reception that notes whose updates it was given, and a sender with nothing to send."""

    def __init__(self) -> None:
        self.received: list[int] = []
        self.turned_away: list[list[int]] = []
        self.pending = 0

    async def receive(self, update: Mapping[str, Any]) -> None:
        self.received.append(chat_of(update))

    async def turn_away(self, updates: Sequence[Mapping[str, Any]]) -> None:
        self.turned_away.append([update["update_id"] for update in updates])

    def waiting_for(self, _chat: int) -> int:
        return 0


@pytest.mark.parametrize(("more", "taken"), [(False, 30), (True, 4)])
async def test_of_a_flood_fewer_are_taken_when_others_wait_behind_it(more: bool, taken: int) -> None:  # noqa: FBT001
    listener: Any = Listener()
    entrance = Entrance(listener, listener, Fair(), Metrics(), clock=FakeClock(), quiet=Quiet())
    chats = [1] * 60 + [2] * 30
    updates = [
        {"update_id": number, "message": {"chat": {"id": chat}, "text": "x"}} for number, chat in enumerate(chats)
    ]
    signs = entrance.admit_all(updates, more=more)
    await entrance.drain()
    assert all(sign.done() for sign in signs)
    assert Counter(listener.received) == {1: taken, 2: 30}
    assert listener.turned_away == [list(range(taken, 60))]


def test_a_burst_goes_at_once_then_one_a_second() -> None:
    limits = Limits(private=Rate(every=1, burst=3), overall=Rate(every=0.001, burst=1000))
    assert [limits.book(5, 100.0) for _ in range(5)] == [0, 0, 0, 1, 2]
    assert limits.book(6, 100.0) == 0
    assert limits.book(5, 110.0) == 0


def test_groups_have_a_slower_pace_and_all_share_one() -> None:
    limits = Limits(group=Rate(every=3, burst=1), overall=Rate(every=1, burst=1))
    assert [limits.book(-5, 0.0), limits.book(-5, 0.0)] == [0, 3]
    assert limits.book(6, 0.0) == 2


@given(st.lists(st.floats(0, 3), min_size=30, max_size=120))
def test_never_more_than_the_rate_in_any_window(gaps: list[float]) -> None:
    rate = Rate(every=3.0, burst=5)
    limits = Limits(group=rate, overall=Rate(every=1e-6, burst=10**6))
    now, sent = 1000.0, []
    for gap in gaps:
        now += gap
        sent.append(now + limits.book(-1, now))
    for start in sent:
        assert sum(start <= moment < start + 60 for moment in sent) <= 60 / rate.every + rate.burst
