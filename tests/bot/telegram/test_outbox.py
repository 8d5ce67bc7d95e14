"""Limits of sending, and what becomes of messages when the lease on them runs out."""

from __future__ import annotations

import contextlib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from telegram.error import NetworkError

from bot.store import OutboxMessage, Store, StoreSettings
from bot.telegram.metrics import Metrics
from bot.telegram.outbox import Delivered, Limits, Outbox, Rate
from tests.bot.store.shared import saying
from tests.telegram_double import FakeClock


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


class SlowOnce:
    """Delivers; before the first message the process stands still for longer than its lease, and the call fails."""

    def __init__(self, clock: FakeClock, pause: float) -> None:
        self._clock, self._pause = clock, pause
        self.sent: list[str] = []

    async def deliver(self, message: OutboxMessage) -> Delivered:
        if self._pause:
            await self._clock.advance(self._pause)
            self._pause = 0.0
            raise NetworkError("stood still")
        self.sent.append(message.content["text"])
        return Delivered.SENT


async def test_what_was_left_when_the_lease_ran_out_goes_out_with_the_next_heartbeat(tmp_path: Path) -> None:
    clock = FakeClock()
    with contextlib.closing(Store(StoreSettings(f"sqlite:///{tmp_path / 'cases.sqlite3'}"), clock.steady)) as store:
        store.shared = True
        delivery = SlowOnce(clock, store.lease + 1.0)
        outbox = Outbox(store, delivery, Limits(), clock, Metrics())  # type: ignore[arg-type]
        outbox.add((await store.turn(1, store.chat_key(5), clock.now(), saying("一", "二"))).to_send)
        await outbox.drain()
        assert delivery.sent == ["一"]
        await outbox.heartbeat()
        await outbox.drain()
        assert delivery.sent == ["一", "二"]
