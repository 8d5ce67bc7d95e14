"""Many chats at once when Telegram takes its time: 50 ms for every call."""

from __future__ import annotations

import statistics

from tests.benchmarks.contenders_at_hand import conversation_handler
from tests.benchmarks.load.arena import Arena, Contender, Load, ours, running
from tests.benchmarks.load.conversation import STEPS
from tests.benchmarks.report import Plan, Result

_LATENCY = 0.05
COLUMNS = ("bot", "chats at once", "turns/s", "p50 ms", "p99 ms", "calm p50 ms", "calm p99 ms", "CPU ms/turn", "lost")


async def measure(plan: Plan) -> Result:
    """Ours with everybody at once and with a calm stream; the ConversationHandler with as few as it can take."""
    chats = plan.pick(1000, 200)
    mine = ours(plan.folder, name="latency")
    rows = [await _row(mine, plan, chats, 1, 50.0)]
    # One update after another: with a thousand chats it would take ten minutes.
    rows.append(await _row(conversation_handler(plan), plan, plan.pick(20, 4), 1, 2.0))
    notes = (
        (
            f"Every call but getUpdates takes {_LATENCY * 1000:.0f} ms. Each chat has the whole conversation of "
            f"{len(STEPS)} turns and writes as soon as it is answered; an answer is one to two messages, one after "
            "the other."
        ),
        "calm: 50 turns a second for ours, 2 for the ConversationHandler, which handles one update at a time.",
        "The times are from the update's being posted to the last message's arriving at Telegram.",
    )
    return Result("latency", "1,000 chats at once, 50 ms API latency", COLUMNS, rows, (), notes)


async def _row(
    contender: Contender, plan: Plan, chats: int, rounds: int, per_second: float
) -> tuple[str | float | int, ...]:
    async with running(contender, latency=_LATENCY) as arena:
        await arena.warm_up(plan.pick(20, 2))
        loads = [await _busy(arena, chats) for _ in range(rounds)]
        calm = await arena.load(arena.crowd.pace(int(per_second * plan.pick(20, 6)), per_second, STEPS))
    return (
        contender.label,
        chats,
        statistics.median(load.answers.per_second for load in loads),
        statistics.median(load.answers.milliseconds(50) for load in loads),
        statistics.median(load.answers.milliseconds(99) for load in loads),
        calm.answers.milliseconds(50),
        calm.answers.milliseconds(99),
        statistics.median(load.cpu_per_turn for load in loads),
        sum(load.answers.lost for load in (*loads, calm)),
    )


async def _busy(arena: Arena, chats: int) -> Load:
    return await arena.load(arena.crowd.saturate(chats, chats, STEPS))
