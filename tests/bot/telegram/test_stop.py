"""A stop is obeyed within ten seconds, whatever is under way, and loses nothing."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Any

import pytest

from bot.telegram.app import Service, run_webhook
from bot.telegram.outbox import PRIVATE
from bot.telegram.webhook import WebhookSettings
from tests.bot.telegram.conftest import Bench
from tests.bot.telegram.small_dialog import WORDS, take_turn
from tests.bot.telegram.test_webhook import SECRET, Telegram, port
from tests.telegram_double import Fault
from tests.telegram_double.simulated import simulated_time

__all__ = ["port"]

WITHIN = 10.0


async def never(_person: int, _given: object, _files: object) -> Any:
    """A picture that is read for ever."""
    await asyncio.get_running_loop().create_future()


def silent(*methods: str) -> Callable[[str, object], Fault | None]:
    """Calls that Telegram never answers."""
    return lambda method, _given: Fault(silent=True) if method in methods else None


async def stopped_after(bench: Bench, act: Callable[[], Any], **more: Any) -> float:
    """The seconds that a bot takes to stop after `act`, by its own clock."""
    with simulated_time() as clock:
        bench.clock = clock  # type: ignore[assignment]  # a clock too
        async with bench.bot(**more):
            await bench.double.until(lambda: any(method == "getUpdates" for method, _ in bench.double.calls))
            await act()
            began = clock.steady()
        return clock.steady() - began


@pytest.mark.parametrize("hanging", ["sendMessage", "getUpdates", "sendChatAction", "answerCallbackQuery"])
async def test_while_telegram_does_not_answer(bench: Bench, hanging: str) -> None:
    ming = bench.double.person(1001)

    async def act() -> None:
        await ming.says("/start")
        await ming.sees()
        await ming.sees()
        bench.double.choose_fault = silent(hanging)
        await ming.taps(ming.history[-1].labels[0])
        await asyncio.sleep(1)

    assert await stopped_after(bench, act) < WITHIN
    left = 1 if hanging == "sendMessage" else 0
    assert len(bench.query("select * from outbox")) == left


async def test_while_a_picture_is_read(bench: Bench) -> None:
    ming = bench.double.person(1001)

    async def act() -> None:
        await ming.sends(photo=[{"file_id": "picture"}])
        calls = bench.double.calls
        await bench.double.until(lambda: any(method == "sendChatAction" for method, _ in calls))

    assert await stopped_after(bench, act, make_reader=lambda _context: never) < WITHIN
    assert len(bench.double.unacknowledged) == 1  # Telegram keeps it for the next start


async def test_however_often_it_is_stopped_a_message_is_given_up_for_no_stop(bench: Bench) -> None:
    ming = bench.double.person(1001)
    await ming.sends(photo=[{"file_id": "picture"}])

    def begun() -> int:
        return sum(method == "sendChatAction" for method, _ in bench.double.calls)

    with simulated_time() as clock:
        bench.clock = clock  # type: ignore[assignment]  # a clock too
        for stops in range(7):
            async with bench.bot(make_reader=lambda _context: never):
                await bench.double.until(lambda: begun() > stops)  # noqa: B023  # awaited at once
    assert len(bench.double.unacknowledged) == 1
    assert not ming.history


async def test_while_a_picture_is_read_that_telegram_has_let_go(bench: Bench) -> None:
    people = [bench.double.person(1000 + number) for number in range(101)]

    async def act() -> None:
        for one in people:
            await one.sends(photo=[{"file_id": "picture"}])
        await bench.double.until(lambda: len(bench.double.unacknowledged) < 100)

    assert await stopped_after(bench, act, make_reader=lambda _context: never) < WITHIN
    asked_again = sum(bool(one.history) for one in people) + len(bench.query("select * from outbox"))
    assert len(bench.double.unacknowledged) + asked_again == len(people)


async def test_during_a_flood(bench: Bench) -> None:
    people = [bench.double.person(1000 + number) for number in range(4)]

    async def act() -> None:
        for _ in range(25):
            for one in people:
                await one.says("/help")
        await people[0].sees()

    assert await stopped_after(bench, act, settings={"private": PRIVATE}) < WITHIN
    told, left = sum(len(one.history) for one in people), len(bench.query("select * from outbox"))
    assert left
    assert told + left + len(bench.double.unacknowledged) == 100  # an answer to each, now or after the next start


async def test_while_an_update_hangs_that_a_webhook_brought(bench: Bench, port: int) -> None:  # fixture
    import httpx

    bench.double.person(1001)
    webhook = WebhookSettings("https://bot.example/hook", SECRET, "127.0.0.1", port)
    service = Service(take_turn, WORDS, make_reader=lambda _context: never)
    with simulated_time() as clock:
        bench.clock = clock  # type: ignore[assignment]  # a clock too
        stop = asyncio.Event()
        task = asyncio.create_task(run_webhook(bench.settings, webhook, service, clock=clock, stop=stop))
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            await bench.double.until(lambda: any(method == "setWebhook" for method, _ in bench.double.calls))
            photo = {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]}
            message = {"message_id": 1, "date": 1, "chat": {"id": 1001, "type": "private"}, **photo}
            bringing = asyncio.create_task(Telegram(client).brings("", message=message))
            await bench.double.until(lambda: any(method == "sendChatAction" for method, _ in bench.double.calls))
            began = clock.steady()
            stop.set()
            await task
            assert clock.steady() - began < WITHIN
            with pytest.raises((httpx.HTTPError, AssertionError)):
                assert await bringing == 200


async def test_while_telegram_does_not_take_the_webhooks_address(bench: Bench, port: int) -> None:  # fixture
    webhook = WebhookSettings("https://bot.example/hook", SECRET, "127.0.0.1", port)
    bench.double.choose_fault = silent("setWebhook")
    with simulated_time() as clock:
        bench.clock = clock  # type: ignore[assignment]  # a clock too
        stop = asyncio.Event()
        service = Service(take_turn, WORDS)
        task = asyncio.create_task(run_webhook(bench.settings, webhook, service, clock=clock, stop=stop))
        await bench.double.until(lambda: any(method == "getMe" for method, _ in bench.double.calls))
        await asyncio.sleep(1)
        began = clock.steady()
        stop.set()
        await task
        assert clock.steady() - began < WITHIN


async def test_a_process_that_hangs_in_a_thread_ends_all_the_same() -> None:
    hanging = (
        "import asyncio, os, signal, time\n"
        "from bot.telegram import app\n"
        "app.AT_THE_LATEST = 0.5\n"
        "async def main():\n"
        "    async with app._stop_signal(None) as stopped:\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
        "        await stopped.wait()\n"
        "        await asyncio.to_thread(time.sleep, 60)\n"
        "asyncio.run(main())\n"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", hanging, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    async with asyncio.timeout(50):
        logged, _ = await process.communicate()
    assert process.returncode == 0
    assert b"stopped before all was finished" in logged
