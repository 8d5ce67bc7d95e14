"""Where the time of a turn goes: each phase by itself, then the running bot under a profiler."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal

from tests.benchmarks.load.arena import ours, running
from tests.benchmarks.load.conversation import STEPS
from tests.benchmarks.load.phases import measured_phases
from tests.benchmarks.report import Cell, Plan, Result

COLUMNS = ("part", "µs a turn", "share")
_AT_ONCE = 50
_DEAREST = 15  # modules listed


async def measure(plan: Plan) -> Result:
    """The phases' times, and the profile's shares of the CPU measured without a profiler."""
    phases = await asyncio.to_thread(measured_phases, plan.folder, plan.pick(60, 10))
    people = plan.pick(300, 60)
    bare = ours(plan.folder, name="anatomy")
    async with running(bare) as arena:
        await arena.warm_up()
        cost = (await arena.load(arena.crowd.saturate(people, _AT_ONCE, STEPS))).cpu_per_turn * 1000
    profile, modules = await _profile(plan, people)
    total = sum(profile.values())
    rows: list[tuple[Cell, ...]] = [
        (f"running bot: {part}", seconds / total * cost, f"{seconds / total:.0%}")
        for part, seconds in sorted(profile.items(), key=lambda item: -item[1])
        if seconds / total >= 0.005  # what rounds to nothing
    ]
    rows.append(("running bot: all", cost, "100%"))
    rows += [
        (f"of it in {name}", seconds / total * cost, f"{seconds / total:.0%}")
        for name, seconds in sorted(modules.items(), key=lambda item: -item[1])[:_DEAREST]
    ]
    rows += [(f"alone: {name}", seconds * 1e6, "") for name, seconds in phases.items()]
    notes = (
        (
            f"running bot: {people} people, {_AT_ONCE} writing at once; shares from cProfile's CPU time on both "
            "threads (which makes many small calls look dearer than they are), of the CPU time of a run without it."
        ),
        (
            "alone: each phase called by itself in a warm process, wall time; medians over the rounds, a mean over the "
            f"{len(STEPS)} turns of the conversation. Several are parts of others; they do not add up."
        ),
    )
    more = {"profile_seconds": profile, "module_seconds": modules, "phases_seconds": phases}
    return Result("anatomy", "where each microsecond of a turn goes", COLUMNS, rows, (), notes, more)


async def _profile(plan: Plan, people: int) -> tuple[dict[str, float], dict[str, float]]:
    """CPU seconds by part, and by module, of a run under the profiler."""
    file = plan.folder / "profile.json"
    like = ours(plan.folder, name="profiled", BENCH_PROFILE=str(file))
    contender = type(like)("ours under a profiler", "profiled", like.settings)
    async with contextlib.AsyncExitStack() as stack:
        arena = await stack.enter_async_context(running(contender))
        await arena.warm_up()
        arena.process.signal(signal.SIGUSR1)
        await arena.crowd.saturate(people, _AT_ONCE, STEPS)
    seconds = json.loads(file.read_text("utf-8"))
    return seconds["parts"], seconds["modules"]
