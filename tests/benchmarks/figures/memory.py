"""What the bot takes up: memory beside a bare bot, and what one more idle case costs in memory and on disk."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.contenders_at_hand import conversation_handler, echo
from tests.benchmarks.load.arena import Arena, Contender, ours, running
from tests.benchmarks.load.conversation import FURTHER, STEPS, Step
from tests.benchmarks.report import Bar, Plan, Result

_MIB = 2**20
_AT_ONCE = 50
COLUMNS = ("bot", "MiB at start", "MiB after turns", "turns", "MiB after more", "more people", "bytes/idle case")


@dataclass(frozen=True, slots=True)
class Taken:
    """Resident bytes at the start, once everything is loaded and warm, and after `people` more went through."""

    start: int
    full: int
    after: int
    warm: int
    people: int

    @property
    def per_case(self) -> float:
        """Bytes by which one more idle case makes the process grow."""
        return (self.after - self.full) / self.people


async def measure(plan: Plan) -> Result:
    """Ours, a bare bot and one that keeps its conversations in memory, one after another.

    In ours somebody also has a message checked and asks for papers and dates: what that takes is loaded by then.
    """
    warm, people = plan.pick(700, 60), plan.pick(3000, 300)
    mine = ours(plan.folder, name="memory")
    contenders = [mine, echo(), conversation_handler(plan)]
    taken = {one.label: await _taken(one, warm, people, FURTHER if one is mine else ()) for one in contenders}
    rows = [
        (
            label,
            one.start / _MIB,
            one.full / _MIB,
            one.warm * len(STEPS),
            one.after / _MIB,
            one.people,
            one.per_case,
        )
        for label, one in taken.items()
    ]
    us, bare = taken[mine.label], taken[contenders[1].label]
    disk = await asyncio.to_thread(_on_disk, plan.folder / "memory.sqlite3")
    bars = (
        Bar("resident memory after turns against a bare PTB bot", us.full / bare.full, 1.5),
        Bar("KiB of an idle case on disk", disk["bytes_per_case"] / 1024, 2.0),
    )
    notes = (
        (
            f"On disk: {disk['bytes_per_case']:,.0f} bytes an idle case ({disk['cases']:,.0f} cases, indexes "
            f"included), and {disk['bytes_per_update']:,.0f} bytes for each update of the last 24 hours."
        ),
        "After turns, ours has also checked forwarded messages and shown papers and dates: everything is loaded.",
        "bytes/idle case is growth of the process divided by people; what an allocator keeps for itself is in it.",
    )
    return Result("memory", "memory and disk", COLUMNS, rows, bars, notes, {"disk": disk})


async def _taken(contender: Contender, warm: int, people: int, further: tuple[Step, ...]) -> Taken:
    async with running(contender) as arena:
        start = arena.process.memory()
        await _go_through(arena, warm, STEPS)
        if further:
            await _go_through(arena, _AT_ONCE, further)
        full = arena.process.memory()
        await _go_through(arena, people, STEPS)
        return Taken(start, full, arena.process.memory(), warm, people)


async def _go_through(arena: Arena, people: int, steps: tuple[Step, ...]) -> None:
    answers = await arena.crowd.saturate(people, _AT_ONCE, steps)
    if answers.lost:
        raise RuntimeError(f"{arena.contender.label} lost {answers.lost} updates")
    await asyncio.sleep(0.5)  # what is under way comes to rest


def _on_disk(database: Path) -> dict[str, float]:
    """Bytes of a case and of a remembered update, by what the file shrinks to without them."""
    copy = database.with_name("copy.sqlite3")
    with contextlib.closing(sqlite3.connect(database)) as source, contextlib.closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        [cases] = connection.execute("SELECT count(*) FROM cases").fetchone()
        [updates] = connection.execute("SELECT count(*) FROM seen_updates").fetchone()
        sizes = []
        for emptied in ("", "DELETE FROM seen_updates", "DELETE FROM cases"):
            if emptied:
                connection.execute(emptied)
            connection.execute("VACUUM")
            [pages] = connection.execute("PRAGMA page_count").fetchone()
            [size] = connection.execute("PRAGMA page_size").fetchone()
            sizes.append(pages * size)
    copy.unlink()
    everything, without_updates, empty = sizes
    return {
        "cases": float(cases),
        "bytes_per_case": (without_updates - empty) / max(1, cases),
        "bytes_per_update": (everything - without_updates) / max(1, updates),
    }
