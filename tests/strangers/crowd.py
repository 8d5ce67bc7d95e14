"""Ten accounts send the worst known texts and pictures to a bot in its own process; strangers write beside them."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.bot.telegram.updates import HIDDEN
from tests.linear.check import WORST
from tests.linear.pumps import pumped
from tests.screenshots.pictures import animation, chat, clear_png, jpeg_of_scans, png_claiming, saved
from tests.telegram_double import Person, TelegramDouble
from tests.telegram_double.double import TOKEN

SECRET = "a-secret-of-enough-letters"
LONGEST = 4096  # characters of a Telegram message
ATTACKERS = 10
STORIES = ("我刚刚微信转错人了，5000块，对方还没收", "/help", "被骗了3000，怎么办", "微信转账能撤回吗")
NEXT = itertools.count(5000)  # chat ids of strangers: each of them is somebody new

Do = Callable[[Person, dict[str, Any]], Awaitable[None]]


@dataclass
class Waits:
    """Seconds that strangers waited for the first answer, and how many were never answered.
    `starved` is the share of that time in which the bot's main thread was ready to run and other work had the cores.
    """

    seconds: list[float] = field(default_factory=list)
    unanswered: int = 0
    starved: float = 0.0

    def quantile(self, share: float) -> float:
        """The wait that this share of them did not exceed."""
        return sorted(self.seconds)[min(int(share * len(self.seconds)), len(self.seconds) - 1)]

    def __str__(self) -> str:
        p50, p99, most = (f"{1000 * self.quantile(share):.0f}" for share in (0.5, 0.99, 1))
        waits = f"{len(self.seconds)} answered, {self.unanswered} not; ms: p50 {p50}, p99 {p99}, most {most}"
        return f"{waits}; the bot waited for a core {self.starved:.0%} of the time"


def hostile_files() -> dict[str, bytes]:
    """The pictures."""
    shot = saved(chat([("you", "微信转账撤回神器，先撤后付，加V：huitui2026")] * 12), "JPEG")
    return {
        "scans": jpeg_of_scans(6000, (5000, 5000)),
        "fifty": jpeg_of_scans(50, (5000, 5000)),
        "bomb": clear_png(5000, 5000),
        "strip": png_claiming(1, 1_000_000),
        "animation": animation("WEBP", 200),
        "cut": shot[: len(shot) // 2],
        "screenshot": shot,
    }


PICTURES = ("scans", "fifty", "bomb", "strip", "animation", "cut", "screenshot")


def hostile_messages(number: int) -> list[dict[str, Any]]:
    """What one of the attackers sends, over and over; each begins elsewhere."""
    texts = [pumped(beginning[:1000], unit, LONGEST - 1) for beginning, unit in WORST.values()]
    pictures = [{"document": {"file_id": name, "mime_type": "image/png"}} for name in PICTURES]
    forwards = [{"text": text, "forward_origin": HIDDEN} for text in texts[:4]]
    sent = [*({"text": text} for text in texts), *pictures, *forwards, {"photo": [{"file_id": "screenshot"}]}]
    return sent[number % len(sent) :] + sent[: number % len(sent)]


@contextlib.asynccontextmanager
async def bot_process(
    double: TelegramDouble, folder: Path, port: int | None = None
) -> AsyncIterator[subprocess.Popen[bytes]]:
    """``transfer-aid telegram`` as an operator starts it; with a port, by webhook. It is killed on the way out."""
    environment = {
        **os.environ,
        "TRANSFER_AID_TELEGRAM_TOKEN": TOKEN,
        "TRANSFER_AID_TELEGRAM_API_URL": double.url,
        "TRANSFER_AID_DATABASE_URL": f"sqlite:///{folder / 'cases.sqlite3'}",
        "TRANSFER_AID_WEBHOOK_URL": "https://bot.example/hook",
        "TRANSFER_AID_WEBHOOK_SECRET": SECRET,
        "TRANSFER_AID_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
    }
    command = [str(Path(sys.executable).with_name("transfer-aid")), "telegram", *(["--webhook"] if port else [])]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, env=environment, stderr=log) as process:  # noqa: ASYNC220
        try:
            begun = "setWebhook" if port else "getUpdates"
            await double.until(lambda: any(method == begun for method, _ in double.calls), seconds=300)
            yield process
        finally:
            process.kill()


class Deliveries:
    """How updates reach the bot: it asks for them, or they are posted as Telegram does it.

    That is: each chat's one after another, again until the bot says 200, 40 at most at a time.
    """

    def __init__(self, double: TelegramDouble, port: int | None = None) -> None:
        self._double, self._port = double, port
        self._client = httpx.AsyncClient(timeout=60, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET})
        self._numbers, self._at_once = itertools.count(1), asyncio.Semaphore(40)
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tasks: set[asyncio.Task[None]] = set()

    async def send(self, person: Person, content: dict[str, Any]) -> None:
        """Hand a message over; does not wait for it to be settled."""
        if self._port is None:
            await person.sends(**content)
            return
        update = {"update_id": next(self._numbers), "message": person._message(content)}
        task = asyncio.create_task(self._post(person.chat_id, update))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _post(self, chat: int, update: dict[str, Any]) -> None:
        url = f"http://127.0.0.1:{self._port}/hook"
        async with self._turns[chat], self._at_once:
            status = 0
            with contextlib.suppress(httpx.HTTPError):  # the bot has ended
                while status != 200:
                    status = (await self._client.post(url, json=update)).status_code

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()


async def attack(person: Person, number: int, send: Do, every: float) -> None:
    """Send hostile messages until cancelled."""
    for content in itertools.cycle(hostile_messages(number)):
        await send(person, content)
        await asyncio.sleep(every)


async def strangers(double: TelegramDouble, send: Do, count: int, every: float) -> Waits:
    """Let so many new people write, one after another; how long each waited."""
    waits = Waits()

    async def one(text: str) -> None:
        person = double.person(next(NEXT))
        begun = time.perf_counter()
        await send(person, {"text": text})
        try:
            await double.until(lambda: bool(person.history), seconds=30)
        except TimeoutError:
            waits.unanswered += 1
        else:
            waits.seconds.append(time.perf_counter() - begun)

    async with asyncio.TaskGroup() as tasks:
        for text in itertools.islice(itertools.cycle(STORIES), count):
            tasks.create_task(one(text))
            await asyncio.sleep(every)
    return waits


async def measure(
    folder: Path, *, webhook: bool, count: int, every: float, attack_every: float
) -> tuple[Waits, Waits, float]:
    """How long strangers wait when nobody disturbs, and beside the attackers; and how long a stop takes among these."""
    port = free_port() if webhook else None
    async with TelegramDouble() as double:
        double.files = hostile_files()
        deliveries = Deliveries(double, port)
        async with bot_process(double, folder, port) as process:

            async def crowd() -> Waits:
                begun, starved = time.monotonic(), seconds_starved(process.pid)
                waits = await strangers(double, deliveries.send, count, every)
                waits.starved = (seconds_starved(process.pid) - starved) / (time.monotonic() - begun)
                return waits

            await strangers(double, deliveries.send, 10, 0.5)  # what comes first warms up
            alone = await crowd()
            hostile = [double.person(2000 + number) for number in range(ATTACKERS)]
            attacks = [
                asyncio.create_task(attack(person, number, deliveries.send, attack_every))
                for number, person in enumerate(hostile)
            ]
            await asyncio.sleep(1)
            beside = await crowd()
            begun = time.perf_counter()
            process.send_signal(signal.SIGTERM)
            await asyncio.to_thread(process.wait, 60)
            stopped = time.perf_counter() - begun
            for one in attacks:
                one.cancel()
            await asyncio.gather(*attacks, return_exceptions=True)
            await deliveries.close()
    return alone, beside, stopped


def seconds_starved(process: int) -> float:
    """How long the main thread of a process has been kept waiting for a core; 0 where the system does not tell."""
    counts = Path(f"/proc/{process}/task/{process}/schedstat")
    return int(counts.read_text("ascii").split()[1]) / 1e9 if counts.exists() else 0.0


def free_port() -> int:
    """A port of loopback that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
