"""Telegram fails three calls out of ten, in every way it can; then ask whether anybody missed anything.

The bot runs in this process, on simulated time: its timeouts and pauses are those of service, and nobody waits for
them. A message that is heard twice is right only where Telegram had taken it and the answer that says so was lost.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import random
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.store import StoreSettings
from bot.telegram.app import Service, TelegramSettings, run_polling
from bot.telegram.bot import PollingSettings
from bot.telegram.processor import Capacity
from dialogs.case import Case
from dialogs.messages import File, Input, Reply, TextInput, Turn
from tests.reliability.worker import WORDS
from tests.telegram_double import Fault, Person, Sent, TelegramDouble
from tests.telegram_double.double import TOKEN
from tests.telegram_double.simulated import SimulatedClock, simulated_time

KINDS = ("429", "500", "timeout", "reset", "slow")
SHARE = 0.3
_TIMEOUT = 15.0
_DAY = 86_400.0
_PACE = 12.0  # seconds between two messages of a person, on average
_NOTES = 20
_FILE_EVERY = 5  # messages of one person


class Weather:
    """Chooses what goes wrong. Each method has dice of its own, so that a seed means the same in every run."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._dice: dict[str, random.Random] = {}
        self.clear = False
        self.calls: Counter[str] = Counter()
        self.injected: dict[str, Counter[str]] = defaultdict(Counter)

    def choose(self, method: str, _parameters: Mapping[str, Any]) -> Fault | None:
        """The fault of one call."""
        if self.clear:
            return None
        dice = self._dice.setdefault(method, random.Random(f"{self._seed} {method}"))
        self.calls[method] += 1
        if dice.random() >= SHARE:
            return None
        kind = dice.choice(KINDS)
        self.injected[method][kind] += 1
        lost = dice.random() < 0.5  # only the answer, or the call as well
        match kind:
            case "429":
                seconds = dice.randint(1, 5)
                return Fault(status=429, retry_after=seconds, description=f"Too Many Requests: retry after {seconds}")
            case "500":
                return Fault(status=500)
            case "timeout":
                return Fault(silent=True, after=lost)
            case "reset":
                return Fault(reset=True, after=lost) if dice.random() < 0.5 else Fault(status=0, after=lost)
            case _:
                return Fault(slow=dice.uniform(1.0, _TIMEOUT - 3.0))


@dataclass
class Faults:
    """What was injected and what came of it. `repeated` must be `answers_lost`, the three before it 0."""

    chats: int = 0
    updates: int = 0
    messages: int = 0
    calls: dict[str, int] = field(default_factory=dict)
    injected: dict[str, dict[str, int]] = field(default_factory=dict)
    missing: int = 0
    out_of_order: int = 0
    repeated_without_reason: int = 0
    repeated: int = 0
    answers_lost: int = 0
    left_with_telegram: int = 0
    refusals: list[str] = field(default_factory=list)
    simulated_seconds: float = 0.0
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether every chat has every message in order, and none twice without need."""
        wrong = self.missing + self.out_of_order + self.repeated_without_reason + self.left_with_telegram
        return wrong == 0 and self.repeated == self.answers_lost and not self.refusals

    @property
    def share(self) -> float:
        """How many of the calls went wrong."""
        return sum(sum(kinds.values()) for kinds in self.injected.values()) / max(1, sum(self.calls.values()))

    def note(self, what: str) -> None:
        """Keep the first few oddities for whoever looks into it."""
        if len(self.notes) < _NOTES:
            self.notes.append(what)

    def as_dict(self) -> dict[str, object]:
        return asdict(self) | {"share_of_calls": round(self.share, 3), "good": self.good}


def answers(number: int, text: str) -> list[str]:
    """What a person hears of their message, by its words or the name of its file."""
    first = f"{number}.txt" if number % _FILE_EVERY == 0 else f"{number}:{text}"  # the words are the file's caption
    return [first, f"{number}:{text} ✓"]


def count(case: Case, given: Input, _now: dt.datetime) -> Turn:
    """The dialog: what it says tells what it knows."""
    text = given.text if isinstance(given, TextInput) else "?"
    number = int(case.answers.get("count", "0")) + 1
    new = replace(case.answered("count", str(number)), revision=number)
    files = (File(f"{number}.txt", "txt", text),) if number % _FILE_EVERY == 0 else ()
    return Turn(new, "counting", None, (Reply(f"{number}:{text}", files=files), Reply(f"{number}:{text} ✓")))


def judge(verdict: Faults, expected: Sequence[str], heard: Iterable[Sent], unheard: set[int]) -> None:
    """Add one chat: what it was to hear, what it heard, and which messages Telegram took without our knowing."""
    place = {name: index for index, name in enumerate(expected)}
    verdict.chats += 1
    verdict.messages += len(expected)
    reached, last = -1, 0
    for sent in heard:
        name = sent.file_name or sent.text
        index = place.get(name, len(expected))
        if index == reached + 1:
            reached = index
        elif index == reached and last in unheard:
            verdict.repeated += 1
        elif index <= reached:
            verdict.repeated_without_reason += 1
            verdict.note(f"chat {sent.chat_id}: {name} again after {expected[reached]}")
        else:
            verdict.out_of_order += 1
            verdict.note(f"chat {sent.chat_id}: {name} came before {expected[reached + 1 : reached + 2]}")
            reached = index if index < len(expected) else reached
        verdict.answers_lost += sent.message_id in unheard
        last = sent.message_id
    verdict.missing += len(expected) - 1 - reached


async def suffer(database: str, chats: int, messages: int, seed: int) -> Faults:
    """People write at their own pace through bad weather; then it clears, and a second bot finds nothing left to do."""
    started, verdict, weather = time.monotonic(), Faults(), Weather(seed)
    async with TelegramDouble() as double:
        with simulated_time() as clock:
            double.choose_fault = weather.choose
            people = [double.person(5000 + number) for number in range(chats)]
            said = {person.chat_id: [f"m{person.chat_id}-{n}" for n in range(1, messages + 1)] for person in people}
            expected = {
                chat: [name for number, text in enumerate(texts, 1) for name in answers(number, text)]
                for chat, texts in said.items()
            }
            async with _bot(double, database, clock, messages):
                async with asyncio.TaskGroup() as writing:
                    for person in people:
                        dice = random.Random(f"{seed} {person.chat_id}")
                        writing.create_task(_write(person, said[person.chat_id], dice))
                with contextlib.suppress(TimeoutError):  # then something is missing
                    await double.until(lambda: _all_heard(people, expected), seconds=_DAY)
                weather.clear = True
            async with _bot(double, database, clock, messages):
                await clock.sleep(120.0)
            verdict.simulated_seconds = round(clock.steady())
    for person in people:
        judge(verdict, expected[person.chat_id], person.history, double.unheard)
    verdict.updates = chats * messages
    verdict.calls = dict(weather.calls)
    verdict.injected = {method: dict(kinds) for method, kinds in weather.injected.items()}
    verdict.left_with_telegram = len(double.unacknowledged)
    verdict.refusals = double.refusals[:_NOTES]
    verdict.seconds = round(time.monotonic() - started, 1)
    return verdict


@contextlib.asynccontextmanager
async def _bot(double: TelegramDouble, database: str, clock: SimulatedClock, messages: int) -> AsyncIterator[None]:
    """The bot with the limits and timeouts of service; leaving stops it as SIGTERM does."""
    stop = asyncio.Event()
    settings = TelegramSettings(
        token=TOKEN,
        store=StoreSettings(database),
        api_url=double.url,
        timeout=_TIMEOUT,
        capacity=Capacity(per_chat=max(30, messages)),
        drain=60.0,
        polling=PollingSettings(wait=10),
    )
    bot = asyncio.create_task(run_polling(settings, Service(count, WORDS, build_file=_build), clock=clock, stop=stop))
    try:
        yield
    finally:
        stop.set()
        await bot


async def _write(person: Person, texts: Sequence[str], dice: random.Random) -> None:
    for text in texts:
        await asyncio.sleep(dice.expovariate(1 / _PACE))
        await person.says(text)


def _all_heard(people: Iterable[Person], expected: Mapping[int, Sequence[str]]) -> bool:
    return all(person.history and person.history[-1].text == expected[person.chat_id][-1] for person in people)


def _build(file: File) -> bytes:
    return file.content.encode()
