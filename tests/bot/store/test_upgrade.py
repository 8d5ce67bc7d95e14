"""A database of the schema before this one is upgraded, and nothing in it is lost."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from bot.store import StoreKeyError, migrations
from bot.store.cipher import Cipher, keyed_hash, make_key, parse_keys
from bot.store.database import database_at
from bot.store.groups import GroupStore
from bot.store.transaction import DAY, transaction
from dialogs.case import Case
from dialogs.groups import GroupState, Logged
from tests.bot.store.shared import NOW, Open
from tests.bot.store.test_kept import counts

SECOND = int(NOW.timestamp())
INDEX_KEY = b"i" * 32
CHATS = (1, 2, 3, 4)
PEOPLE = 502  # more than are read at once
DUE = SECOND + DAY
GROUP = -1001


@pytest.fixture
def before(url: str, key: str) -> None:
    """A database at 0003: many cases, four of them with a message and a reminder; one message was tampered with."""
    cipher = Cipher(parse_keys(key))

    def sealed(content: object, bound_to: bytes) -> bytes:
        return cipher.encrypt(json.dumps(content).encode(), bound_to)

    with connected(url) as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        insert = "INSERT INTO {} VALUES ({})"
        connection.execute(
            sa.text(insert.format("keyring", ":name, :wrapped")),
            {"name": "chat index", "wrapped": cipher.encrypt(INDEX_KEY, b"chat index")},
        )
        people = []
        for number in range(1, PEOPLE):
            chat = keyed_hash(INDEX_KEY, str(number).encode())
            body = sealed(Case({"count": str(number)}, revision=7).to_json(), b"case" + chat)
            people.append({"chat": chat, "body": body, "at": SECOND, "day": SECOND // DAY + 31, "yes": True})
        # chat, body, revision, born, touched_at, expires_on, reachable
        connection.execute(sa.text(insert.format("cases", ":chat, :body, 7, :at, :at, :day, :yes")), people)
        group = {"chat": keyed_hash(INDEX_KEY, str(GROUP).encode()), "at": SECOND, "words": b"w" * 16, "no": False}
        connection.execute(sa.text(insert.format("group_settings", ":chat, 'delete', :at")), group)
        entry = ":ref, :chat, :at, 'delete', 'recovery_scam', 'fee_first', :words, :no"
        connection.execute(sa.text(insert.format("group_log", entry)), group | {"ref": "a" * 16})
        connection.execute(sa.text(insert.format("group_spared", ":chat, :words")), group)
        for number in CHATS:
            chat = keyed_hash(INDEX_KEY, str(number).encode())
            said = {"method": "sendMessage", "chat_id": number, "text": f"m{number}"}
            outbox = "outbox (chat, payload, attempts, not_before, created_at, owner, owned_until)"
            payload = sealed(said, b"outbox" + (chat if number < 4 else b"another"))
            row = {"chat": chat, "payload": payload, "at": SECOND}
            connection.execute(sa.text(insert.format(outbox, ":chat, :payload, 0, 0, :at, 'old', 0")), row)
            reminders = "reminders (chat, name, due, until, payload)"
            payload = sealed([said | {"text": f"r{number}"}], b"reminder" + chat)
            row = {"chat": chat, "due": DUE + number, "until": DUE + 9999, "payload": payload}
            connection.execute(sa.text(insert.format(reminders, ":chat, 'x', :due, :until, :payload")), row)


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    engine = database_at(url).open_engine()
    with transaction(engine) as connection:
        yield connection
    engine.dispose()


@pytest.mark.usefixtures("before")
async def test_nothing_is_lost(open_store: Open) -> None:
    store = open_store()
    moment = NOW + dt.timedelta(days=1, hours=1)
    for number in (*CHATS, PEOPLE // 2, PEOPLE - 1):
        chat = store.chat_key(number)
        stored = await store.case(chat)
        assert (stored.case.answers, stored.case.revision, stored.created_at) == ({"count": str(number)}, 7, SECOND)
    assert set(await store.abandoned_chats(NOW)) == {store.chat_key(number) for number in CHATS}
    waiting = [one for number in CHATS for one in await store.take_over(store.chat_key(number), NOW)]
    assert [(one.content["chat_id"], one.content["text"]) for one in waiting] == [(1, "m1"), (2, "m2"), (3, "m3")]
    for number, (chat, row) in zip(CHATS, await store.due_reminders(moment), strict=True):
        sent = (await store.remind(chat, row, moment))[-1].content
        assert (sent["chat_id"], sent["text"]) == (number, f"r{number}")
    await store.purge(NOW + dt.timedelta(days=32))
    assert [counts(store)[name] for name in ("cases", "outbox", "planned_reminders")] == [0, 0, 0]


@pytest.mark.usefixtures("before")
async def test_a_groups_settings_and_log_are_as_they_were(open_store: Open) -> None:
    store = open_store()
    groups, chat = GroupStore(store), store.chat_key(GROUP)
    assert await groups.state(chat) == GroupState("delete")
    assert await groups.log(chat, NOW) == (
        Logged("a" * 16, SECOND, "delete", "recovery_scam", ("fee_first",), b"w" * 16),
    )
    assert await groups.is_spared(chat, b"w" * 16)
    await store.purge(NOW + dt.timedelta(days=31))
    assert await groups.state(chat) == GroupState("delete")  # it was not left


@pytest.mark.usefixtures("before")
def test_with_a_wrong_key_nothing_is_changed(open_store: Open, url: str) -> None:
    with pytest.raises(StoreKeyError, match="not in TRANSFER_AID_KEY"):
        open_store(keys=make_key())
    with connected(url) as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one() == "0003"
        assert connection.exec_driver_sql("SELECT count(*) FROM reminders").scalar_one() == len(CHATS)
    open_store()
