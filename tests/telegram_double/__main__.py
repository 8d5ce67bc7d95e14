"""The bot in this terminal, without an account and without Telegram: `python -m tests.telegram_double`.

The bot is the one that is served, on the double instead of Telegram, with its cases in a folder that is deleted at the
end. A line that is typed is a message; the words of a button under the last message press it; 转发： and words forward
them. Ctrl-D ends.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bot.console.plain import visible
from bot.store import StoreSettings
from bot.telegram.app import TelegramSettings, run_polling
from bot.telegram.service import load_service
from tests.telegram_double import Person, Sent, TelegramDouble
from tests.telegram_double.double import TOKEN

FORWARD = "转发："
FORWARDED = {"type": "hidden_user", "date": 1, "sender_user_name": "客服"}
QUIET = 1.0  # seconds without a message after which an answer is taken to be whole
ZONE = ZoneInfo("Asia/Shanghai")


def lines(sent: Sent) -> Iterator[str]:
    """A message as lines: its words, its file, then a line for each row of buttons."""
    yield visible(sent.text)
    if sent.file_name:
        yield f"  （文件：{visible(sent.file_name)}，{len(sent.file_content)} bytes）"
    for row in sent.rows:
        yield "  " + "  ".join(f"[{visible(button['text'])}]" for button in row)


async def act(person: Person, line: str) -> None:
    """Do what a typed line says."""
    text = line.strip()
    if text.startswith(FORWARD):
        await person.says(text.removeprefix(FORWARD), forward_origin=FORWARDED)
    elif any(text in sent.labels and "callback_data" in sent.button(text) for sent in person.history[-1:]):
        await person.taps(text)
    elif text:
        await person.says(text)


class Screen:
    """Prints what the bot sends to a person, and what it changes, as long as it goes on."""

    def __init__(self, double: TelegramDouble, person: Person) -> None:
        self._double, self._person = double, person
        self._sent = self._changed = 0

    @property
    def shown(self) -> int:
        """How many messages and changes were printed."""
        return self._sent + self._changed

    def news(self) -> list[Sent]:
        """What came since the last look."""
        sent, changed = self._person.history[self._sent :], self._double.edits[self._changed :]
        self._sent += len(sent)
        self._changed += len(changed)
        return [*sent, *changed]

    async def show(self) -> None:
        """Print everything until this is cancelled."""
        while True:
            for one in self.news():
                print("\n".join(lines(one)), end="\n\n", flush=True)  # noqa: T201
            async with self._double.changed:
                await self._double.changed.wait()


async def answered(double: TelegramDouble, screen: Screen) -> None:
    """Wait until the bot has taken what was said, and has been quiet for a while."""
    while double.unacknowledged:  # noqa: ASYNC110  # nobody is told of an acknowledgement
        await asyncio.sleep(QUIET / 10)
    before = -1
    while before != screen.shown:
        before = screen.shown
        await asyncio.sleep(QUIET)


async def main() -> None:
    """Talk until the input ends."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    stop = asyncio.Event()
    with tempfile.TemporaryDirectory() as folder:
        async with TelegramDouble() as double:
            store = StoreSettings(f"sqlite:///{Path(folder) / 'cases.sqlite3'}")
            serving = run_polling(TelegramSettings(TOKEN, store, double.url), load_service(ZONE), stop=stop)
            person = double.person(1001)
            screen = Screen(double, person)
            bot, showing = asyncio.create_task(serving), asyncio.create_task(screen.show())
            line = "/start"
            while line and not bot.done():
                await act(person, line)
                await answered(double, screen)
                line = await asyncio.to_thread(sys.stdin.readline)
            stop.set()
            showing.cancel()
            await bot


if __name__ == "__main__":
    asyncio.run(main())
