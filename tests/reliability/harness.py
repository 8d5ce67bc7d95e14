"""Kill the bot again and again while people write to it, then ask whether anything was lost."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import multiprocessing
import random
import signal
import socket
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.context import ForkServerProcess
from typing import Any

import httpx
from sqlalchemy import make_url

from bot.store.cipher import make_key
from tests import PATIENCE
from tests.reliability.verdict import STOP, Heard, Verdict, judge
from tests.reliability.worker import SECRET, Orders, work
from tests.telegram_double import Person, TelegramDouble
from tests.telegram_double.double import TOKEN

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.reliability.worker"])
CHATS = 8
BACKLOG = 100  # so many unanswered messages are enough for a while
FEW = 20  # with what comes at a time, less than what a bot that polls lets go of, and asks for again at a stop
PER_KILL = 12  # messages written, on average, between two kills


class Crowd:
    """People who keep writing and remember what they said; and what became of the processes they talked to."""

    def __init__(self, double: TelegramDouble, dice: random.Random) -> None:
        self.double, self._dice = double, dice
        self.people: list[Person] = [double.person(9000 + number) for number in range(CHATS)]
        self.said: dict[int, list[str]] = {person.chat_id: [] for person in self.people}
        self.deaths: dict[str, int] = {}
        self.died_by_itself = self.at_work = 0
        self.slowest_stop = 0.0  # seconds
        self._letters = (f"m{number}" for number in itertools.count())

    def next_message(self) -> tuple[Person, str]:
        person, text = self._dice.choice(self.people), next(self._letters)
        self.said[person.chat_id].append(text)
        return person, text

    def heard(self, person: Person) -> list[Heard]:
        """What somebody was told, and by whom."""
        lives = self.double.lives
        return [Heard(sent.message_id, lives[sent.message_id], sent.text) for sent in person.history]

    def bury(self, life: str, *, killed: bool) -> None:
        """A process has ended; what it had sent is in the double's hands, or lost."""
        self.deaths[life] = next(reversed(self.double.lives), 0)
        self.died_by_itself += not killed

    @property
    def answers(self) -> int:
        """How many messages have come from the bot."""
        return sum(len(person.history) for person in self.people)

    @property
    def waiting(self) -> int:
        """About how many messages have not been answered yet."""
        return sum(len(said) for said in self.said.values()) - self.answers // 2

    @property
    def satisfied(self) -> bool:
        """Whether everybody has heard the last answer they wait for."""
        return all(
            not said or any(sent.text == f"{len(said)}:{said[-1]} ✓" for sent in reversed(person.history))
            for person in self.people
            for said in (self.said[person.chat_id],)
        )


_lives = itertools.count(1)


@contextlib.contextmanager
def running(orders: Orders, crowd: Crowd, ends: int = -signal.SIGKILL) -> Iterator[ForkServerProcess]:
    """A worker process, known to the double by its number; killed on the way out, as everything here."""
    life = str(next(_lives))
    process = PROCESSES.Process(
        target=work, args=(replace(orders, api_url=f"{orders.api_url}/lives/{life}"),), daemon=True
    )
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()
        crowd.bury(life, killed=process.exitcode == ends)


async def _write(crowd: Crowd, dice: random.Random, most: int) -> None:
    """A few people write, unless as many messages as `most` wait for an answer."""
    for _ in range(dice.randint(1, 2 * PER_KILL) if crowd.waiting < most else 0):
        person, text = crowd.next_message()
        await person.says(text)


async def kill_polling(database: str, kills: int, seed: int) -> Verdict:
    """One polling bot on SQLite, killed at random moments."""
    started, dice = time.monotonic(), random.Random(seed)
    async with TelegramDouble() as double:
        orders = Orders(double.url, TOKEN, database, make_key())
        crowd = Crowd(double, dice)
        for _kill in range(kills):
            await _write(crowd, dice, BACKLOG)
            with running(orders, crowd):
                await _random_moment(crowd, dice)
        with running(orders, crowd):
            await _until_satisfied(crowd)
        verdict = _verdict(crowd, kills, started)
    file = make_url(database).database or ""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        verdict.integrity = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    return verdict


async def stop_polling(database: str, stops: int, seed: int) -> Verdict:
    """One polling bot on SQLite, told to stop at random moments."""
    started, dice = time.monotonic(), random.Random(seed)
    async with TelegramDouble() as double:
        orders = Orders(double.url, TOKEN, database, make_key())
        crowd = Crowd(double, dice)
        for _stop in range(stops):
            await _write(crowd, dice, FEW)
            before = len(double.calls)
            with running(orders, crowd, ends=0) as process:  # which listens for signals when it fetches
                await double.until(lambda before=before: _fetches(double, before))  # type: ignore[misc]
                await _random_moment(crowd, dice)
                await _stopped(process, crowd)
        with running(orders, crowd):
            await _until_satisfied(crowd)
        verdict = _verdict(crowd, stops, started)
    verdict.slowest_stop = round(crowd.slowest_stop, 2)
    return verdict


def _fetches(double: TelegramDouble, before: int) -> bool:
    return any(method == "getUpdates" for method, _ in double.calls[before:])


async def _stopped(process: ForkServerProcess, crowd: Crowd) -> None:
    """Tell it to stop; who does not obey is killed by whoever started it, and counts as one that ended otherwise."""
    begun = time.monotonic()
    process.terminate()
    await asyncio.to_thread(process.join, 2 * STOP)
    crowd.slowest_stop = max(crowd.slowest_stop, time.monotonic() - begun)


async def kill_replicas(database: str, kills: int, seed: int, replicas: int = 2) -> Verdict:
    """Webhook replicas on PostgreSQL behind a balancer that knows nothing; one of them killed at random moments."""
    started, dice = time.monotonic(), random.Random(seed)
    async with TelegramDouble() as double:
        key = make_key()
        crowd = Crowd(double, dice)
        workers = [Orders(double.url, TOKEN, database, key, port) for port in _free_ports(replicas)]
        lives = [contextlib.ExitStack() for _ in workers]
        for life, orders in zip(lives, workers, strict=True):
            life.enter_context(running(orders, crowd))
        await double.until(lambda: any(method == "setWebhook" for method, _ in double.calls))
        balancer = Balancer([orders.port or 0 for orders in workers], dice)
        for _kill in range(kills):
            delivering = [balancer.queue(*crowd.next_message()) for _ in range(dice.randint(1, 2 * PER_KILL))]
            await _random_moment(crowd, dice)
            victim = dice.randrange(replicas)
            lives[victim].close()
            lives[victim].enter_context(running(workers[victim], crowd))
            await asyncio.wait(delivering, timeout=0.2)
        await balancer.drain()
        await _until_satisfied(crowd)
        for life in lives:
            life.close()
        await balancer.close()
        return _verdict(crowd, kills, started)


class Balancer:
    """Telegram and a load balancer: each chat's updates in order, each to any replica, again until one says 200."""

    def __init__(self, ports: list[int], dice: random.Random) -> None:
        self._ports, self._dice = ports, dice
        self._client = httpx.AsyncClient(timeout=10, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET})
        self._last: dict[int, asyncio.Task[None]] = {}
        self._numbers = itertools.count(1)

    def queue(self, person: Person, text: str) -> asyncio.Task[None]:
        """Deliver after what is on its way to the same chat."""
        message = {"message_id": 1, "date": 1, "chat": person.chat, "from": person.user, "text": text}
        update = {"update_id": next(self._numbers), "message": message}
        task = asyncio.create_task(self._deliver(update, self._last.get(person.chat_id)))
        self._last[person.chat_id] = task
        return task

    async def drain(self) -> None:
        """Deliver what is under way, for as long as some of it is taken: TimeoutError when none is any more."""
        under_way = set(self._last.values())
        while under_way:
            taken, under_way = await asyncio.wait(under_way, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
            if not taken:
                raise TimeoutError(f"{len(under_way)} chats have updates that no replica takes")

    async def close(self) -> None:
        await self._client.aclose()

    async def _deliver(self, update: dict[str, Any], before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await before
        while True:
            url = f"http://127.0.0.1:{self._dice.choice(self._ports)}/hook"
            with contextlib.suppress(httpx.HTTPError):
                if (await self._client.post(url, json=update)).status_code == 200:
                    return
            await asyncio.sleep(0.01)


async def _random_moment(crowd: Crowd, dice: random.Random) -> None:
    """Wait until the bot has made a random number of calls more or has nothing to do, and then some."""
    calls = crowd.double.calls
    enough = len(calls) + dice.randint(1, 3 * PER_KILL)
    with contextlib.suppress(TimeoutError):
        await crowd.double.until(lambda: len(calls) >= enough or crowd.satisfied, seconds=3)
    for _ in range(dice.randint(0, 40)):
        await asyncio.sleep(0)
    crowd.at_work += not crowd.satisfied


async def _until_satisfied(crowd: Crowd) -> None:
    """Wait for the last answers for as long as any come, however slow the machine; those missing then are lost."""
    with contextlib.suppress(TimeoutError):
        while not crowd.satisfied:
            heard = crowd.answers
            await crowd.double.until(lambda heard=heard: crowd.answers > heard)  # type: ignore[misc]


def _verdict(crowd: Crowd, kills: int, started: float) -> Verdict:
    verdict = Verdict(kills=kills, at_work=crowd.at_work, died_by_itself=crowd.died_by_itself)
    for person in crowd.people:
        judge(verdict, crowd.said[person.chat_id], crowd.heard(person), crowd.deaths)
    verdict.seconds = round(time.monotonic() - started, 1)
    return verdict


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
