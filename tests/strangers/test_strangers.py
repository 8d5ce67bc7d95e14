"""The short form: a bot as an operator starts it, the worst that ten accounts can send, and a stop in the middle of it.

``python -m tests.strangers`` measures for longer.
"""

from __future__ import annotations

import asyncio
import re
import signal
import time
from pathlib import Path

import pytest

from tests.strangers.crowd import (
    ATTACKERS,
    STORIES,
    Deliveries,
    attack,
    bot_process,
    free_port,
    hostile_files,
    seconds_starved,
    strangers,
)
from tests.telegram_double import Fault, TelegramDouble

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "operating.md").read_text("utf-8")
MEMORY = int(re.findall(r"机器人，刚起来 \| (\d+) \|", GUIDE)[0])  # MiB
WITHIN = 10.0  # seconds for a stop
# What uvicorn says of a request that a stop had no time to wait for, which happens on a slow machine: it comes again.
CUT_SHORT = "CancelledError: Task cancelled, timeout graceful shutdown exceeded"
GENEROUS = 5.0  # seconds: what is promised is 0.3, on a machine that has nothing else to do


def resident(process: int) -> float | None:
    """The MiB that a process holds, where the system tells."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return None
    return int(re.findall(r"VmRSS:\s+(\d+) kB", status.read_text("ascii"))[0]) / 1024


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_strangers_are_answered_beside_an_attack_and_a_stop_is_obeyed(webhook: bool, tmp_path: Path) -> None:  # noqa: FBT001
    port = free_port() if webhook else None
    async with TelegramDouble() as double:
        double.files = hostile_files()
        deliveries = Deliveries(double, port)
        async with bot_process(double, tmp_path, port) as process:
            held = resident(process.pid)
            attacks = [
                asyncio.create_task(attack(double.person(2000 + number), number, deliveries.send, 0.5))
                for number in range(ATTACKERS)
            ]
            starved = seconds_starved(process.pid)
            waits = await strangers(double, deliveries.send, len(STORIES), 0.2)
            starved = seconds_starved(process.pid) - starved
            if not webhook:
                double.choose_fault = lambda method, _given: Fault(silent=True) if method == "sendMessage" else None
            begun = time.perf_counter()
            process.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(process.wait, 2 * WITHIN) == 0
            took = time.perf_counter() - begun
            for one in attacks:
                one.cancel()
            await deliveries.close()
    assert waits.unanswered == 0
    assert waits.quantile(0.5) < GENEROUS + starved  # while other work had the cores, nobody could be answered
    assert took < WITHIN
    log = (tmp_path / "log").read_text("utf-8")
    assert log.count("Traceback") == log.count(CUT_SHORT), log
    # The guide tells what a bot that polls holds when it has just started; only Linux tells what a process holds.
    assert webhook or held is None or 0.5 * MEMORY < held < 1.15 * MEMORY
