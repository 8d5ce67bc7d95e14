"""Between their turns people cost a little disk and no memory."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import itertools
import sqlite3
import sys
import threading
import types
from collections.abc import Iterable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.store import Outcome, Store, StoredCase, StoreSettings
from bot.telegram.app import Adapter, Service, adapter
from bot.telegram.processor import Capacity, Quiet
from dialogs.case import Case
from tests.bot.telegram.conftest import Bench
from tests.bot.telegram.small_dialog import WORDS, take_turn
from tests.bot.telegram.updates import HIDDEN, message
from tests.dialogs.talk import NOW, Talk
from tests.telegram_double import FakeClock, TelegramDouble

PEOPLE = range(7_000_000_001, 7_000_000_041)
UPDATES = itertools.count(1)
KIB = 1024


def conversation(talk: Talk) -> list[Case]:
    """A person's case after each of their turns, from the first words to a ticked step of the plan."""
    talk.says("我昨天晚上转错钱了，转给了一个不认识的人，5000块，是在微信里直接转的")
    cases = [talk.case]
    for _ in range(6):
        if not talk.buttons:
            break
        talk.chooses(talk.options[0])
        cases.append(talk.case)
    talk.says("他已经收了，把我拉黑了，电话也打不通")
    return [*cases, talk.case]


async def test_300_conversations_add_less_than_2_kib_each_to_the_file(talk: Talk, tmp_path: Path) -> None:
    """After the upkeep, which gives back what the outbox needed while fifty talked at once.

    How many messages wait at the same moment is up to the threads; what a conversation leaves behind is not.
    """
    file, cases = tmp_path / "cases.sqlite3", conversation(talk)
    assert len(cases) >= 5
    assert len(cases[-1].answers) >= 4
    store = Store(StoreSettings(f"sqlite:///{file}"))
    empty = size(file)

    async def talk_of(chat_id: int) -> None:
        chat = store.chat_key(chat_id)
        for case in cases:
            words = tuple({"chat_id": chat_id, "method": "sendMessage", "text": "好" * 300} for _ in range(2))

            def work(_stored: StoredCase, case: Case = case, words: Any = words) -> Outcome:
                return Outcome(case=case, messages=words)

            settled = await store.turn(next(UPDATES), chat, NOW, work)
            for letter in settled.to_send:
                await store.sent(letter, last=letter == settled.to_send[-1])

    try:
        for first in range(1, 301, 50):
            await asyncio.gather(*(talk_of(chat_id) for chat_id in range(first, first + 50)))
        await store.purge(NOW)
        assert (size(file) - empty) / 300 <= 2 * KIB
    finally:
        store.close()


def size(file: Path) -> int:
    """Bytes of the database once its log has been emptied into it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    return sum(one.stat().st_size for one in file.parent.glob(f"{file.name}*") if one.suffix != ".key")


def reachable(*roots: Any) -> Iterator[tuple[Any, Any]]:
    """Every object that the roots hold on to, with each that holds it.

    Not what all code shares (the event loop, threads, modules, classes, the globals of functions), nor the test.
    """
    shared = (asyncio.AbstractEventLoop, threading.Thread, types.ModuleType, type, contextvars.Context)
    this_test = asyncio.current_task()
    seen: dict[int, Any] = {}  # with the objects: what has gone leaves its id to others
    open_ones = list(roots)
    while open_ones:
        one = open_ones.pop()
        if isinstance(one, (*shared, FakeClock, TelegramDouble)) or one is this_test or id(one) in seen:
            continue
        seen[id(one)] = one
        if isinstance(one, types.FunctionType):
            held = [*(one.__closure__ or ()), one.__defaults__, one.__kwdefaults__]
        else:
            held = gc.get_referents(one)
        yield from ((other, one) for other in held)
        open_ones += held


def traces(parts: Adapter) -> list[str]:
    """Where a part of the adapter knows of one of the people: by number, by words that hold it, or by keyed hash."""
    store = parts.context.store
    keys = {store.chat_key(number) for number in PEOPLE}

    def tells(one: Any) -> bool:
        match one:
            case int():
                return one in PEOPLE
            case bytes() | bytearray():
                return bytes(one) in keys or b"70000000" in one
            case str():
                return "70000000" in one
        return False

    roots = [getattr(parts, name) for name in parts.__slots__]
    found = reachable(*roots, *on_the_stacks(store._committer._threads))
    return sorted({f"{one!r} in {type(holder).__name__} {holder!r:.60}" for one, holder in found if tells(one)})


def on_the_stacks(threads: Iterable[threading.Thread]) -> Iterator[Any]:
    """The local variables of threads that are at work, or waiting for it."""
    frames = sys._current_frames()
    for thread in threads:
        frame = frames.get(thread.ident or 0)
        while frame is not None:
            yield from frame.f_locals.values()
            frame = frame.f_back


def take(parts: Adapter, chat_id: int, **content: Any) -> asyncio.Task[None]:
    """An update, on its way through the application."""
    chat = {"id": chat_id, "type": "private", "first_name": "人"}
    update = message(next(UPDATES), chat, **content)
    return asyncio.create_task(parts.processor.process_update(update, parts.application.process_update(update)))


@asynccontextmanager
async def parts_of(bench: Bench, **changed: Any) -> Any:
    """An adapter without anything that feeds it."""
    settings = replace(bench.settings, quiet=Quiet(), **changed)
    async with adapter(settings, Service(take_turn, WORDS), clock=bench.clock) as parts:
        await parts.application.initialize()
        yield parts


async def test_nobody_is_kept_in_memory_between_turns(bench: Bench) -> None:
    for chat_id in PEOPLE:
        bench.double.person(chat_id)
    async with parts_of(bench) as parts:
        assert traces(parts) == []
        for words in ("/start", "no", "transfer", "88"):
            await asyncio.gather(*(take(parts, chat_id, text=words) for chat_id in PEOPLE))
        forwards = [take(parts, chat_id, text="话", forward_origin=HIDDEN) for chat_id in PEOPLE]
        await asyncio.sleep(0)
        assert len(traces(parts)) >= len(PEOPLE)  # the windows are open: whoever looks can see them
        await parts.processor.drain()
        await asyncio.gather(*forwards)
        del forwards
        await parts.context.outbox.drain()
        await pass_time(bench.clock, parts)
        assert traces(parts) == []
    assert {len(bench.double.chats[chat_id]) for chat_id in PEOPLE} == {6}  # everybody has heard everything


async def test_nobody_is_remembered_for_having_sent_too_much(bench: Bench) -> None:
    for chat_id in PEOPLE[:3]:
        bench.double.person(chat_id)
    async with parts_of(bench, capacity=Capacity(per_chat=2)) as parts:
        await asyncio.gather(*(take(parts, chat_id, text="/help") for chat_id in PEOPLE[:3] for _ in range(6)))
        await parts.context.outbox.drain()
        assert [sent.text for sent in bench.double.chats[PEOPLE[0]]].count("消息太多了，慢一点，我一条一条看。") == 1
        await pass_time(bench.clock, parts)
        assert traces(parts) == []


async def pass_time(clock: FakeClock, parts: Adapter) -> None:
    """An hour, with everything that is done from time to time."""
    await clock.advance(3600.0)
    await parts.context.outbox.heartbeat()
    await parts.context.store.purge(clock.now())
