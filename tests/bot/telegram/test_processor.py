"""Order within a chat, fairness between chats, what is gathered, turned away or abandoned."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine, Sequence
from typing import Any

import pytest
from telegram import Update

from bot.telegram import processor
from bot.telegram.metrics import Metrics
from bot.telegram.processor import Capacity, ChatProcessor, Quiet, chat_of, in_cases
from tests.bot.telegram.updates import HIDDEN, USER, message
from tests.telegram_double import FakeClock


class Desk:
    """A processor, what was processed by it in which order, and what was turned away."""

    def __init__(self, quiet: Quiet | None = None, **capacity: int) -> None:
        self.clock = FakeClock()
        self.processor = ChatProcessor(self.clock, Metrics(), Capacity(**capacity), quiet or Quiet())
        self.processor.connect(lambda: 0, lambda _chat: 0, self.turn_away)
        self.done: list[tuple[int, ...]] = []
        self.turned_away: list[list[int]] = []
        self.gates: dict[int, asyncio.Event] = {}

    async def turn_away(self, updates: Sequence[Update]) -> None:
        self.turned_away.append([update.update_id for update in updates])

    async def process(self, update: Update) -> None:
        if gate := self.gates.get(chat_of(update)):
            await gate.wait()
        self.done.append(tuple(one.update_id for one in self.processor.batch(update)))

    def take(self, *updates: Update, full: bool = False) -> list[asyncio.Task[None]]:
        """Fetch updates together, as the bot does."""
        taken = self.processor.begin(updates, full=full)
        return [asyncio.create_task(self._processed(update)) for update in taken]

    def _processed(self, update: Update) -> Coroutine[Any, Any, None]:
        return self.processor.process_update(update, self.process(update))


def said(number: int, chat: int) -> Update:
    return message(number, {"id": chat, "type": "private"}, text="x")


def forward(number: int, chat: int) -> Update:
    return message(number, {"id": chat, "type": "private"}, text="x", forward_origin=HIDDEN)


async def settle(turns: int = 10) -> None:
    """Let everything that can run do so."""
    for _ in range(turns):
        await asyncio.sleep(0)


async def test_one_chat_in_order_and_others_beside_it() -> None:
    desk = Desk(slots=2)
    desk.gates[1] = asyncio.Event()
    tasks = desk.take(said(1, 1), said(2, 1), said(3, 1), said(4, 2), said(5, 3), said(6, 4))
    await settle()
    assert [one for (one,) in desk.done] == [4, 5, 6]
    assert list(desk.processor.unsettled) == [1, 2, 3]
    desk.gates[1].set()
    await asyncio.gather(*tasks)
    assert [one for (one,) in desk.done] == [4, 5, 6, 1, 2, 3]
    assert desk.processor.all_settled.is_set()


async def test_a_flood_holds_one_slot() -> None:
    desk = Desk(slots=2, per_chat=1000)
    desk.gates[1] = asyncio.Event()
    tasks = desk.take(*(said(number, 1) for number in range(100)), said(500, 2))
    await settle()
    assert desk.done == [(500,)]
    desk.gates[1].set()
    await asyncio.gather(*tasks)


async def test_what_waits_is_counted_and_the_processor_full_at_its_limit() -> None:
    desk = Desk(total=3)
    desk.gates = {1: asyncio.Event(), 2: asyncio.Event()}
    tasks = desk.take(said(1, 1), said(2, 1))
    await settle()
    assert not desk.processor.full
    tasks += desk.take(said(3, 2))
    await settle()
    assert desk.processor.full
    for gate in desk.gates.values():
        gate.set()
    await asyncio.gather(*tasks)
    assert not desk.processor.full


@pytest.mark.parametrize(("full", "taken"), [(False, 30), (True, 4)])
async def test_of_a_flood_fewer_are_taken_when_others_wait_behind_it(full: bool, taken: int) -> None:  # noqa: FBT001
    desk = Desk()
    chats = [1] * 60 + [2] * 30
    desk.gates[1] = asyncio.Event()
    tasks = desk.take(*(said(number, chat) for number, chat in enumerate(chats)), full=full)
    await settle()
    desk.gates[1].set()
    await asyncio.gather(*tasks)
    await desk.processor.all_settled.wait()
    assert Counter(chats[number] for (number,) in desk.done) == {1: taken, 2: 30}
    assert desk.turned_away == [list(range(taken, 60))]
    assert not desk.processor.unsettled


async def test_what_is_let_go_is_processed_and_asked_for_again_at_a_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    desk.gates = {1: asyncio.Event(), 2: asyncio.Event()}
    first, *others = desk.take(said(1, 1), said(2, 2), said(3, 2), forward(4, 3))
    await settle()
    desk.processor.let_go()
    assert len(desk.processor.unsettled) == 4  # not so soon
    monkeypatch.setattr(processor, "_LONG", 0.0)
    desk.processor.let_go()
    assert (desk.processor.unsettled, desk.processor.settled) == ({}, {1, 2, 3, 4})
    assert desk.processor.all_settled.is_set()
    desk.gates[1].set()
    await first
    assert desk.done == [(1,)]
    await desk.processor.abandon()
    assert all(task.cancelled() for task in others)
    assert desk.turned_away == [[2, 3], [4]]  # each person is asked once


async def test_a_flood_is_let_go_before_what_others_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processor, "_LONG_OF_A_FLOOD", 0.0)
    desk = Desk()
    half = Capacity().per_chat // 2
    flood, others = range(1, half + 1), range(half + 1, 8 * (half - 1))
    chats = [2 + number % 7 for number in others]  # eight people wrote, one of them too much
    desk.processor.begin([*(said(number, 1) for number in flood), *map(said, others, chats)])
    desk.processor.let_go()
    assert list(desk.processor.unsettled) == list(others)
    assert desk.processor.settled == set(flood)


async def test_a_chat_with_too_much_unsent_is_turned_away() -> None:
    desk = Desk(per_chat=2)
    desk.processor.connect(lambda: 0, {1: 4, 2: 3}.__getitem__, desk.turn_away)
    await asyncio.gather(*desk.take(said(1, 1), said(2, 2)))
    assert (desk.turned_away, desk.done) == ([[1]], [(2,)])


async def test_a_full_window_closes_at_once_and_counts_as_unsent() -> None:
    desk = Desk(Quiet(most=3), unsent=3)
    tasks = desk.take(forward(1, 1), forward(2, 1))
    await settle()
    assert not desk.processor.full
    tasks += desk.take(forward(3, 2))
    await settle()
    assert desk.processor.full
    tasks += desk.take(forward(4, 1))
    await settle()
    assert desk.done == [(1, 2, 4)]
    desk.processor.hurry()
    await asyncio.gather(*tasks)
    assert desk.done == [(1, 2, 4), (3,)]


async def test_a_stop_waits_for_what_has_come_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processor, "_SETTLING", 0.05)
    desk = Desk()
    desk.gates[1] = asyncio.Event()
    stuck, quick = desk.take(said(1, 1), forward(2, 2))
    await settle()
    await desk.processor.drain()
    assert (quick.done(), stuck.done()) == (True, False)
    await desk.processor.abandon()


async def test_what_is_abandoned_is_not_settled() -> None:
    desk = Desk()
    desk.gates[1] = asyncio.Event()
    tasks = desk.take(said(1, 1), said(2, 1), forward(3, 2), forward(4, 2), said(5, 3))
    await settle()
    await desk.processor.abandon()
    assert all(task.cancelled() for task in tasks[:4])
    assert desk.done == [(5,)]
    assert list(desk.processor.unsettled) == [1, 2, 3, 4]


async def test_a_mistake_of_ours_settles_its_update_and_the_chat_goes_on() -> None:
    desk = Desk()

    async def broken(_updates: Sequence[Update]) -> None:
        raise OSError

    desk.processor.connect(lambda: 0, lambda _chat: 99, broken)
    await asyncio.gather(*desk.take(said(1, 1)))
    assert desk.processor.all_settled.is_set()


def test_the_chat_of_an_update() -> None:
    query = {"id": "1", "from": USER, "query": "", "offset": ""}
    assert chat_of(Update.de_json({"update_id": 1, "inline_query": query}, None)) == USER["id"]
    assert chat_of(said(1, -5)) == -5
    assert chat_of(Update(1)) == 0
    assert chat_of(message(chat={"id": ["?"], "type": "private"}, text="x")) == 0


def test_forwards_of_a_chat_that_waited_for_the_start_are_one_case() -> None:
    waited = [forward(1, 1), forward(2, 2), forward(3, 1), said(4, 1), forward(5, 1), said(6, 2)]
    assert [[one.update_id for one in case] for case in in_cases(waited)] == [[1, 3], [2], [4], [5], [6]]
