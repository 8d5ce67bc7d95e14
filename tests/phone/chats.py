"""Chats worth looking at, played against the double: what the person does, and what stands on the screen then."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import cache
from pathlib import Path

from bot.content import open_content, read_models
from bot.telegram.app import ZONE, Service
from bot.telegram.service import served
from dialogs.assembly import make_dialog
from tests.bot.telegram.conftest import Bench
from tests.bot.telegram.updates import HIDDEN
from tests.phone.bubbles import Bubble, bubble_of
from tests.telegram_double import FakeClock, Person, TelegramDouble

LURE = "专业撤回微信转账，先付后撤，加V：abc8866"


class Screen:
    """A chat as it grows: the bot's messages as they stand now, between them what the person did."""

    def __init__(self, bench: Bench, person: Person) -> None:
        self._bench, self._person = bench, person
        self._said: list[tuple[int, str]] = []

    async def says(self, text: str) -> None:
        """Type something, and wait for all that is answered."""
        self._said.append((len(self._person.history), text))
        await self._person.says(text)
        await self._bench.calm()

    async def forwards(self, text: str) -> None:
        """Forward a message."""
        self._said.append((len(self._person.history), text))
        await self._person.says(text, forward_origin=HIDDEN)
        await self._bench.calm()

    async def taps(self, start: str) -> None:
        """Press the newest button whose words begin so."""
        labels = [label for sent in self._person.history for label in sent.labels if label.startswith(start)]
        await self._person.taps(labels[-1])
        await self._bench.calm()

    @property
    def answers(self) -> int:
        """How many messages the bot has sent."""
        return len(self._person.history)

    @property
    def last(self) -> Bubble:
        """The bot's last message."""
        sent = self._person.history[-1]
        return bubble_of(sent.text, sent.entities, sent.rows)

    @property
    def bubbles(self) -> list[Bubble]:
        """All of the chat, oldest first."""
        shown: list[Bubble] = []
        for number, sent in enumerate(self._person.history):
            shown += [_typed(text) for place, text in self._said if place == number]
            shown.append(bubble_of(sent.text, sent.entities, sent.rows))
        return shown


def _typed(text: str) -> Bubble:
    return Bubble(bubble_of(text, (), ()).rows, mine=True)


@cache
def service() -> Service:
    """The bot as it is served, on the packaged content."""
    content = open_content()
    return served(make_dialog(content, read_models(), can_remind=True), content, ZONE)


@contextlib.asynccontextmanager
async def screen() -> AsyncIterator[Screen]:
    """An empty chat with a running bot."""
    with tempfile.TemporaryDirectory() as folder:
        async with TelegramDouble() as double:
            bench = Bench(double, FakeClock(), Path(folder) / "cases.sqlite3")
            made = service()
            more = {"modules": made.modules, "show": made.show, "zone": ZONE}
            async with bench.bot(made.take_turn, words=made.words, **more):
                yield Screen(bench, double.person(1001))


async def mistake(chat: Screen) -> None:
    """Sent to the wrong person, not accepted yet; two steps done."""
    await chat.says("今天下午3点20微信转账转错人了，5000元，对方还没收")
    await chat.taps("✓")
    await chat.taps("✓")


async def first_answer(chat: Screen) -> None:
    """The first words of somebody who does not know whether it was accepted."""
    await chat.says("刚微信转错人了 5000 那人我不熟")


async def scam(chat: Screen) -> None:
    """Defrauded by card; the plan at once."""
    await chat.says("跟着群里的老师炒币，银行卡投了十二万，现在提现要先交税")
    await chat.says("先看全部步骤")


async def verdict(chat: Screen) -> None:
    """An offer to recall, forwarded with a question."""
    await chat.forwards(LURE)


async def start(chat: Screen) -> None:
    """The bot just opened."""
    await chat.says("/start")


CHATS: dict[str, Callable[[Screen], Awaitable[None]]] = {
    "start": start,
    "first_answer": first_answer,
    "mistake": mistake,
    "scam": scam,
    "verdict": verdict,
}
