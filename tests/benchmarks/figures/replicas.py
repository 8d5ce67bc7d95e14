"""One, two and four webhook replicas on one PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import statistics
import tempfile
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bot.store.cipher import make_key
from tests.benchmarks.load.api import TOKEN, CheapApi
from tests.benchmarks.load.arena import Load
from tests.benchmarks.load.conversation import STEPS
from tests.benchmarks.load.people import Crowd
from tests.benchmarks.load.process import BotProcess, anywhere, keep_to_the_first_core
from tests.benchmarks.load.webhook import Deliverer
from tests.benchmarks.report import Bar, Plan, Result
from tests.bot.store.postgres import fresh_database, server_uri

_SIZES = (1, 2, 4)
_AT_ONCE = 80
_CAREFUL = 61.0  # seconds after the start in which the webhook counts every try beforehand
COLUMNS = ("replicas", "turns/s", "CPU ms/turn", "worth of one, by CPU", "p50 ms", "p99 ms", "lost")


@dataclass(frozen=True, slots=True)
class Group:
    """Some replicas that run, and the people who write to them."""

    replicas: list[BotProcess]
    crowd: Crowd

    async def load(self, people: int) -> Load:
        """Everybody goes through; the CPU is that of all replicas."""
        before = sum(replica.cpu() for replica in self.replicas)
        answers = await self.crowd.saturate(people, _AT_ONCE, STEPS)
        return Load(answers, sum(replica.cpu() for replica in self.replicas) - before)


async def measure(plan: Plan) -> Result:
    """All groups are started, and measured in turn; each has a database of its own."""
    rounds, people = plan.pick(7, 2), plan.pick(200, 60)
    anywhere()  # the database server too
    server = server_uri(Path(tempfile.gettempdir()) / f"transfer-aid-{uuid.uuid4().hex}")
    keep_to_the_first_core()
    loads: dict[int, list[Load]] = {size: [] for size in _SIZES}
    async with contextlib.AsyncExitStack() as stack:
        groups = {size: await stack.enter_async_context(_running(server, size)) for size in _SIZES}
        if not plan.quick:
            await asyncio.sleep(_CAREFUL)
        for group in groups.values():
            await group.load(plan.pick(60, 30))
        for number in range(rounds):
            for size in _SIZES if number % 2 == 0 else reversed(_SIZES):
                loads[size].append(await groups[size].load(people))
    rows = [(str(size), *_figures(loads, size)) for size in _SIZES]
    bars = (Bar("what two replicas do, in CPU, of what one does", _worth(loads, 2), 1.7, least=True),)
    notes = [
        (
            f"This machine has {os.cpu_count()} cores for the replicas, PostgreSQL and the benchmark itself, so "
            "turns/s cannot grow with every replica; what counts is how little CPU per turn grows: two replicas "
            "with a core each do twice as much, less what a turn costs more."
        ),
        f"{rounds} rounds of {people} people, {_AT_ONCE} writing at once; 40 updates on their way, to any replica.",
        "CPU is that of the replicas, without PostgreSQL's.",
    ]
    if plan.quick:
        notes.append("Quick: within the first minute of a replica, in which it writes down every try beforehand.")
    return Result("replicas", "webhook replicas on PostgreSQL", COLUMNS, rows, bars, notes)


@contextlib.asynccontextmanager
async def _running(server: str, size: int) -> AsyncIterator[Group]:
    databases = fresh_database(server)
    settings = {"BENCH_DATABASE": next(databases), "BENCH_KEY": make_key(), "BENCH_TOKEN": TOKEN}
    api = CheapApi()
    async with api, contextlib.AsyncExitStack() as stack:
        ports = _free_ports(size)
        deliverer = Deliverer(ports, api.new_update, api.served)
        crowd = Crowd(deliverer.post, api.served, buttons=True)
        api.heard = crowd.heard
        replicas = []
        for number, port in enumerate(ports):
            given = {**settings, "BENCH_API": api.url, "BENCH_PORT": str(port)}
            replicas.append(BotProcess("ours", given, one_core=False))
            stack.push_async_callback(asyncio.to_thread, replicas[-1].stop)
            await _registered(api, replicas[-1], number + 1)
        yield Group(replicas, crowd)
        await deliverer.close()
    for _ in databases:
        pass  # drops it


async def _registered(api: CheapApi, replica: BotProcess, times: int) -> None:
    """Wait until so many replicas have told Telegram of their webhook."""
    async with asyncio.timeout(60):
        while api.calls.get("setWebhook", 0) < times:
            if not replica.alive:
                raise RuntimeError(f"a replica did not start: {replica.complaint()}")
            await asyncio.sleep(0.05)


def _figures(loads: dict[int, list[Load]], size: int) -> tuple[str | float | int, ...]:
    mine = loads[size]
    return (
        statistics.median(load.answers.per_second for load in mine),
        statistics.median(load.cpu_per_turn for load in mine),
        "" if size == 1 else f"{_worth(loads, size):.2f} ×",
        statistics.median(load.answers.milliseconds(50) for load in mine),
        statistics.median(load.answers.milliseconds(99) for load in mine),
        sum(load.answers.lost for load in mine),
    )


def _worth(loads: dict[int, list[Load]], size: int) -> float:
    """How many times the turns of one replica so many do with a core each, by the CPU of a turn."""
    pairs = zip(loads[1], loads[size], strict=True)
    return statistics.median(size * one.cpu_per_turn / many.cpu_per_turn for one, many in pairs)


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
