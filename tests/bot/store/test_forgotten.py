"""What /forget leaves in the files: nothing, not even as ciphertext, whatever was in the way."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store import Outcome, PlannedReminder, ReminderSchedule, Store, StoreSettings, maintenance
from bot.store.cipher import Cipher
from dialogs.case import Case
from tests.bot.store.shared import NOW

WORDS = "我叫王小明，把攒的五千块转给了李四"
CHUNK = 48  # bytes of ciphertext that nothing else can happen to hold


@pytest.fixture
def encrypted(monkeypatch: pytest.MonkeyPatch) -> dict[bytes, list[bytes]]:
    """Everything that was ever encrypted, by what it was bound to."""
    found: dict[bytes, list[bytes]] = {}
    real = Cipher.encrypt

    def encrypt(self: Cipher, plain: bytes, bound_to: bytes) -> bytes:
        found.setdefault(bound_to, []).append(value := real(self, plain, bound_to))
        return value

    monkeypatch.setattr(Cipher, "encrypt", encrypt)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    made.mkdir()
    return made


@pytest.fixture
def opened(folder: Path) -> Iterator[Callable[..., Store]]:
    """Opens the database of a folder."""
    stores: list[Store] = []

    def open_it(where: Path = folder) -> Store:
        stores.append(Store(StoreSettings(f"sqlite:///{where / 'cases.sqlite3'}", patience=0.05)))
        return stores[-1]

    yield open_it
    for store in stores:
        store.close()


def left(folder: Path, values: list[bytes]) -> int:
    """How many of these values, or parts of them, some file of a folder still holds."""
    content = b"".join(file.read_bytes() for file in folder.iterdir())
    assert WORDS.encode() not in content
    return sum(any(part in content for part in parts(value)) for value in values)


def parts(value: bytes) -> list[bytes]:
    """Whole chunks only: a short rest may be anywhere by chance."""
    return [value[at : at + CHUNK] for at in range(0, max(1, len(value) - CHUNK + 1), CHUNK)]


async def talk(store: Store, chat: bytes, first: int) -> None:
    """Somebody tells a lot, corrects it, wants to be reminded, and does not get all the answers."""
    long = WORDS * 60  # more than a page, so that there are pages to be freed
    for number, amount in enumerate(("5000", "500", "50")):
        case = Case().answered("amount", amount).answered("what", long)
        messages: tuple[Mapping[str, Any], ...] = ({"chat_id": 5, "text": long},) * 3
        second = int(NOW.timestamp())
        reminder = PlannedReminder("a", second + 9000, second + 99_000, messages[:1])

        def work(_stored: object, case: Case = case, messages: Any = messages, reminder: Any = reminder) -> Outcome:
            return Outcome(case=case, messages=messages, reminders=ReminderSchedule(on=True, planned=(reminder,)))

        settled = await store.turn(first + number, chat, NOW, work)
        await store.sent(settled.to_send[0], last=False)


async def forget(store: Store, chat: bytes) -> None:
    await store.turn(900, chat, NOW, lambda _stored: Outcome(forget=True))


def of(chat: bytes, encrypted: dict[bytes, list[bytes]]) -> list[bytes]:
    """All that was encrypted for a chat; of everything the test relies on there is something."""
    kinds = [encrypted[kind + chat] for kind in (b"case", b"outbox", b"reminder", b"recipient")]
    assert [len(values) for values in kinds] == [3, 9, 3, 12]
    return [value for values in kinds for value in values]


async def test_nothing_of_it_is_left_in_any_file_nor_after_a_restart(
    opened: Callable[..., Store], folder: Path, encrypted: dict[bytes, list[bytes]]
) -> None:
    store = opened()
    chat, other = store.chat_key(5), store.chat_key(6)
    await talk(store, chat, 1)
    await talk(store, other, 11)
    mine = of(chat, encrypted)
    assert left(folder, mine) >= 8  # the case, a reminder, six messages; the log may hold more
    await forget(store, chat)
    assert left(folder, mine) == 0
    assert left(folder, of(other, encrypted)) >= 8
    store.close()
    store = opened()
    assert (await store.case(chat)).created_at == 0
    assert (await store.case(other)).created_at > 0
    assert await store.adopt_all(NOW) != ()
    assert left(folder, mine) == 0
    with closing(sqlite3.connect(folder / "cases.sqlite3")) as connection:
        for table in ("cases", "outbox", "planned_reminders"):
            assert connection.execute(f"select count(*) from {table} where chat = ?", (chat,)).fetchone() == (0,)  # noqa: S608  # ours


async def test_the_last_answer_leaves_no_trace_once_it_is_sent(
    opened: Callable[..., Store], folder: Path, encrypted: dict[bytes, list[bytes]]
) -> None:
    store = opened()
    chat = store.chat_key(5)
    await talk(store, chat, 1)
    farewell = ({"chat_id": 5, "text": "都删了"},) * 2
    first, last = (await store.turn(900, chat, NOW, lambda _stored: Outcome(forget=True, messages=farewell))).to_send
    of_chat = [value for bound_to, values in encrypted.items() if bound_to.endswith(chat) for value in values]
    assert left(folder, of_chat) == 4
    await store.sent(first, last=False)
    await store.sent(last, last=True)
    assert left(folder, of_chat) == 0
    assert left(folder, [chat]) == 0


async def test_a_reader_in_the_way_only_delays_it(
    opened: Callable[..., Store], folder: Path, encrypted: dict[bytes, list[bytes]]
) -> None:
    store = opened()
    chat = store.chat_key(5)
    await talk(store, chat, 1)
    with closing(sqlite3.connect(folder / "cases.sqlite3", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("select count(*) from cases").fetchone()
        await forget(store, chat)
        assert (await store.case(chat)).created_at == 0
        assert left(folder, of(chat, encrypted)) > 0  # as the reader still sees it
    await store.purge(NOW + dt.timedelta(hours=1))
    assert left(folder, of(chat, encrypted)) == 0


async def test_closing_waits_for_the_clean_up(opened: Callable[..., Store], monkeypatch: pytest.MonkeyPatch) -> None:
    store, begun, go, order = opened(), threading.Event(), threading.Event(), list[str]()

    def scrub(_engine: sa.Engine) -> bool:
        begun.set()
        go.wait(5)
        order.append("cleaned up")
        return True

    monkeypatch.setattr(maintenance, "scrub", scrub)
    purge = asyncio.create_task(store.purge(NOW))
    await asyncio.to_thread(begun.wait, 5)
    purge.cancel()

    def close() -> None:
        store.close()
        order.append("closed")

    ending = asyncio.create_task(asyncio.to_thread(close))
    await asyncio.to_thread(store._committer._threads[0].join, 5)
    go.set()
    await ending
    assert order == ["cleaned up", "closed"]


async def test_a_process_that_ended_before_it_could_clean_up_leaves_it_to_the_next(
    opened: Callable[..., Store],
    folder: Path,
    tmp_path: Path,
    encrypted: dict[bytes, list[bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = opened()
    chat = store.chat_key(5)
    await talk(store, chat, 1)
    with monkeypatch.context() as killed:
        killed.setattr(maintenance, "scrub", lambda _engine: False)
        await forget(store, chat)
    shutil.copytree(folder, after := tmp_path / "after")
    assert left(after, of(chat, encrypted)) > 0
    store = opened(after)
    await store.purge(NOW)  # the first thing a bot does
    assert left(after, of(chat, encrypted)) == 0
