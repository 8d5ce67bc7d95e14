"""How long a start takes: the console's first answer, and the time until a bot asks Telegram for updates."""

from __future__ import annotations

import asyncio
import statistics

from tests.benchmarks.contenders_at_hand import echo
from tests.benchmarks.load.arena import Contender, ours, running
from tests.benchmarks.load.process import anywhere, keep_to_the_first_core
from tests.benchmarks.report import Plan, Result
from tests.benchmarks.startup import first_answer

COLUMNS = ("start", "median s", "fastest s", "slowest s", "times")


async def measure(plan: Plan) -> Result:
    """Each several times, in turn; the first of all is not counted, for it may have to compile."""
    times = plan.pick(9, 3)
    bots = [
        ours(plan.folder, label="our bot, from start to first long poll", name="startup"),
        Contender("PTB echo, the same", echo().module, buttons=False),
    ]
    taken: dict[str, list[float]] = {"console, from start to first answer": []}
    taken |= {bot.label: [] for bot in bots}
    for number in range(times + 1):
        seconds = [await _console(), *[await _until_polling(bot) for bot in bots]]
        if number:
            for noted, one in zip(taken.values(), seconds, strict=True):
                noted.append(one)
    rows = [(name, statistics.median(some), min(some), max(some), times) for name, some in taken.items()]
    notes = ("The bot's database is there already; a start that makes it takes a little longer.",)
    return Result("startup", "start-up", COLUMNS, rows, (), notes)


async def _console() -> float:
    anywhere()
    try:
        return await asyncio.to_thread(first_answer)
    finally:
        keep_to_the_first_core()


async def _until_polling(bot: Contender) -> float:
    async with running(bot) as arena:
        if arena.api.first_poll is None:
            raise RuntimeError(f"{bot.label} did not poll")
        return arena.api.first_poll - arena.process.started
