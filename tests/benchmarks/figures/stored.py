"""Whether a turn costs more when very many conversations are stored."""

from __future__ import annotations

import random
import statistics
from pathlib import Path

from tests.benchmarks.load.arena import Arena, Contender, Load, all_running, ours
from tests.benchmarks.load.conversation import RETURNING, STEPS
from tests.benchmarks.load.stored import FIRST, fill
from tests.benchmarks.report import Bar, Plan, Result

_AT_ONCE = 50
COLUMNS = ("stored cases", "turns/s", "CPU ms/turn", "against the fewest", "MiB on disk", "lost")


async def measure(plan: Plan) -> Result:
    """The same bot on databases of different sizes, in turn: half the people are new, half come back."""
    sizes = (1_000, 10_000, 100_000) if plan.quick else (1_000, 100_000, 1_000_000)
    rounds, people = plan.pick(9, 3), plan.pick(200, 60)
    contenders = [ours(plan.folder, label=f"{size:,}", name=f"stored-{size}") for size in sizes]
    for size, contender in zip(sizes, contenders, strict=True):
        await fill(_file(plan, size), contender.settings["BENCH_KEY"], size)
    loads: dict[str, list[Load]] = {contender.label: [] for contender in contenders}
    dice = random.Random(6)
    async with all_running(contenders) as arenas:
        for arena in arenas:
            await arena.warm_up()
        for number in range(rounds):
            pairs = list(zip(sizes, arenas, strict=True))
            for size, arena in pairs if number % 2 == 0 else reversed(pairs):
                loads[arena.contender.label].append(await _load(arena, size, people, dice))
    fewest = contenders[0].label
    rows = [
        _row(contender, loads, fewest, _file(plan, size)) for size, contender in zip(sizes, contenders, strict=True)
    ]
    most = contenders[-1].label
    bars = (Bar(f"cost at {most} stored cases to that at {fewest}", _ratio(loads, most, fewest), 1.1),)
    notes = (
        (
            f"{rounds} rounds of {people} newcomers with {len(STEPS)} turns and {people} people drawn from all who "
            f"have a case with {len(RETURNING)}; ratios within a round, median of the rounds."
        ),
    )
    return Result("stored", "the same turn with many conversations stored (SQLite)", COLUMNS, rows, bars, notes)


async def _load(arena: Arena, size: int, people: int, dice: random.Random) -> Load:
    """One round: newcomers, then people who return. Both count as one load."""
    chats = dice.sample(range(FIRST, FIRST + size), people)
    new = await arena.load(arena.crowd.saturate(people, _AT_ONCE, STEPS))
    back = await arena.load(arena.crowd.saturate(people, _AT_ONCE, RETURNING, chats))
    return Load(new.answers + back.answers, new.cpu + back.cpu)


def _file(plan: Plan, size: int) -> Path:
    return plan.folder / f"stored-{size}.sqlite3"


def _row(contender: Contender, loads: dict[str, list[Load]], fewest: str, file: Path) -> tuple[str | float | int, ...]:
    mine = loads[contender.label]
    return (
        contender.label,
        statistics.median(load.answers.per_second for load in mine),
        statistics.median(load.cpu_per_turn for load in mine),
        "" if contender.label == fewest else f"{_ratio(loads, contender.label, fewest):.2f} ×",
        file.stat().st_size / 2**20,
        sum(load.answers.lost for load in mine),
    )


def _ratio(loads: dict[str, list[Load]], one: str, other: str) -> float:
    """The median over the rounds of one's CPU per turn to the other's."""
    pairs = zip(loads[one], loads[other], strict=True)
    return statistics.median(mine.cpu_per_turn / theirs.cpu_per_turn for mine, theirs in pairs)
