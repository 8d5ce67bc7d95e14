"""The price of a turn: ours, durable, against what others would write, most of it in memory."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from tests.benchmarks.contenders_at_hand import aiogram, conversation_handler, echo
from tests.benchmarks.load.arena import Arena, Contender, Load, all_running, ours
from tests.benchmarks.load.conversation import STEPS
from tests.benchmarks.report import Bar, Plan, Result

_RATE = 100.0  # turns a second that every contender can keep up with
_AT_ONCE = 50

COLUMNS = (
    "bot",
    "turns/s",
    "CPU ms/turn",
    "ours costs",
    "p50 ms",
    "p99 ms",
    "CPU ms/turn, calm",
    "lost",
)


async def measure(plan: Plan) -> Result:
    """Everybody in turn, several rounds, so that a noisy moment of the machine meets all of them."""
    rounds, people, calm = plan.pick(7, 2), plan.pick(150, 40), plan.pick(300, 100)
    others, missing = aiogram(plan)
    handler = conversation_handler(plan)
    contenders = [ours(plan.folder), echo(), handler, conversation_handler(plan, pickled=True), *others]
    busy: dict[str, list[Load]] = {contender.label: [] for contender in contenders}
    paced: dict[str, list[Load]] = {contender.label: [] for contender in contenders}
    async with all_running(contenders) as arenas:
        for arena in arenas:
            await arena.warm_up(plan.pick(60, 20))
        for number in range(rounds):
            # Back and forth, so that nobody always follows the same one.
            for arena in arenas if number % 2 == 0 else reversed(arenas):
                busy[arena.contender.label].append(await _busy(arena, people))
                paced[arena.contender.label].append(
                    await arena.load(arena.crowd.pace(calm, _RATE, STEPS)),
                )
    rows = [_row(contender, contenders[0], busy, paced) for contender in contenders]
    ratio = _ratio(busy, contenders[0], handler)
    bars = (
        Bar("CPU of our durable turn against the in-memory ConversationHandler's", ratio, 1.3),
        Bar("the aim for the same", ratio, 1.0),
    )
    notes = (
        (
            f"turns/s and CPU: {rounds} rounds of {people} people with {len(STEPS)} turns each, {_AT_ONCE} writing at "
            "once; medians of the rounds, ratios of neighbours in the same round."
        ),
        f"p50 and p99: {_RATE:.0f} turns a second, from the update's being posted to the last message of its answer.",
        "Echo answers with one message where the others send 1.4 and answer button queries.",
        *missing,
    )
    more = {"rounds": {name: [_raw(load) for load in loads] for name, loads in busy.items()}}
    return Result("turns", "a turn against the alternatives, one core each", COLUMNS, rows, bars, notes, more)


async def _busy(arena: Arena, people: int) -> Load:
    return await arena.load(arena.crowd.saturate(people, _AT_ONCE, STEPS))


def _row(
    contender: Contender, first: Contender, busy: dict[str, list[Load]], paced: dict[str, list[Load]]
) -> tuple[str | float | int, ...]:
    loads, calm = busy[contender.label], paced[contender.label]
    return (
        contender.label,
        statistics.median(load.answers.per_second for load in loads),
        statistics.median(load.cpu_per_turn for load in loads),
        "" if contender is first else f"{_ratio(busy, first, contender):.2f} ×",
        statistics.median(load.answers.milliseconds(50) for load in calm),
        statistics.median(load.answers.milliseconds(99) for load in calm),
        statistics.median(load.cpu_per_turn for load in calm),
        sum(load.answers.lost for load in (*loads, *calm)),
    )


def _ratio(busy: dict[str, list[Load]], one: Contender, other: Contender) -> float:
    """The median over the rounds of one's CPU per turn to the other's."""
    pairs = zip(busy[one.label], busy[other.label], strict=True)
    return statistics.median(mine.cpu_per_turn / theirs.cpu_per_turn for mine, theirs in pairs)


def _raw(load: Load) -> dict[str, Sequence[float] | float]:
    answers = load.answers
    return {"turns": answers.turns, "seconds": answers.seconds, "cpu_seconds": load.cpu, "messages": answers.messages}
