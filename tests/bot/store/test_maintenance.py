"""The store's promises about secrecy, schemas and outages, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store import SchemaTooNewError, Store, StoreKeyError, StoreUnavailableError
from bot.store.cipher import make_key
from bot.store.schema import metadata
from dialogs.case import Case
from tests.bot.store.shared import NOW, Open, connected, counting, on_a_file, on_a_server, saying


async def test_nothing_a_person_said_can_be_read_in_the_database(store: Store) -> None:
    chat = store.chat_key(73_519_248)
    await store.turn(1, chat, NOW, saying("王小明的话", case=Case(answers={"name": "王小明"})))
    dump = await asyncio.to_thread(everything, store)
    assert "王小明".encode() not in dump
    assert b"73519248" not in dump


async def test_keys_are_rotated_without_a_gap(open_store: Open, key: str) -> None:
    before = open_store()
    chats = [before.chat_key(number) for number in range(7)]
    for number, chat in enumerate(chats):
        await before.turn(number, chat, NOW, counting)
    new_key = make_key()
    during = open_store(keys=f"{new_key},{key}")
    assert (await during.case(chats[0])).case.answers["count"] == "1"
    assert await during.rotate_keys() == 21  # seven cases, seven messages and their addresses
    assert await during.rotate_keys() == 0
    after = open_store(keys=new_key)
    assert [after.chat_key(number) for number in range(7)] == chats
    for chat in chats:
        assert (await after.case(chat)).case.answers["count"] == "1"
    with pytest.raises(StoreKeyError):
        open_store(keys=key)


@on_a_file
async def test_a_rotation_that_is_stopped_says_so_and_can_be_run_again(open_store: Open, key: str) -> None:
    store = open_store(keys=key, patience=0.05)
    await store.turn(1, store.chat_key(5), NOW, counting)
    store.close()
    store = open_store(keys=f"{make_key()},{key}", patience=0.05)
    with connected(store) as intruder:
        intruder.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailableError, match=r"SQLITE_BUSY.*again"):
            await store.rotate_keys()
        intruder.exec_driver_sql("ROLLBACK")
    assert await store.rotate_keys() == 3


async def test_a_row_moved_to_another_chat_does_not_open(store: Store) -> None:
    mine, thief = store.chat_key(5), store.chat_key(6)
    await store.turn(1, mine, NOW, counting)
    cases = metadata.tables["cases"]
    with connected(store) as connection:
        connection.execute(sa.update(cases).values(chat=thief))
    with pytest.raises(StoreKeyError):
        await store.case(thief)


@pytest.mark.usefixtures("by_migrations")
def test_the_migrations_make_the_schema(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with connected(store) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_database_from_a_newer_release_is_refused(open_store: Open) -> None:
    with connected(open_store()) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaTooNewError, match="9999"):
        open_store()


@pytest.mark.usefixtures("by_migrations")
async def test_processes_that_start_together_upgrade_once(url: str, key: str) -> None:
    from bot.store import StoreSettings

    stores = await asyncio.gather(
        *(asyncio.to_thread(Store, StoreSettings(url=url, keys=key)) for _ in range(3)), return_exceptions=True
    )
    try:
        keys = {store.chat_key(5) for store in stores if isinstance(store, Store)}
        assert len(keys) == 1, stores
        assert all(isinstance(store, Store) for store in stores), stores
    finally:
        for store in stores:
            if isinstance(store, Store):
                store.close()


@on_a_server
async def test_a_database_that_goes_and_comes_back(store: Store) -> None:
    chat = store.chat_key(5)
    await store.turn(1, chat, NOW, counting)
    with connected(store) as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    failed = 0
    for _ in range(10):
        try:
            settled = await store.turn(2, chat, NOW, counting)
            break
        except StoreUnavailableError:
            failed += 1
    assert 1 <= failed <= 4
    assert settled.fresh
    assert (await store.case(chat)).case.answers["count"] == "2"


@on_a_file
async def test_a_full_disk_is_an_outage_that_ends(store: Store) -> None:
    chat = store.chat_key(5)
    await store.turn(1, chat, NOW, counting)
    with connected(store) as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    limit = f"PRAGMA max_page_count = {pages}"
    await store._committer.do(lambda connection: connection.exec_driver_sql(limit) and None)
    huge = saying("长" * 200_000)
    with pytest.raises(StoreUnavailableError, match="SQLITE_FULL"):
        await store.turn(2, chat, NOW, huge)
    assert (await store.case(chat)).case.answers["count"] == "1"
    more = "PRAGMA max_page_count = 1000000"
    await store._committer.do(lambda connection: connection.exec_driver_sql(more) and None)
    assert (await store.turn(2, chat, NOW, huge)).fresh


async def test_a_closed_store_says_so(open_store: Open) -> None:
    store = open_store()
    chat = store.chat_key(5)
    store.close()
    with pytest.raises(StoreUnavailableError):
        await store.turn(1, chat, NOW, counting)


def everything(store: Store) -> bytes:
    """All values of all tables."""
    found: list[Any] = []
    with connected(store) as connection:
        for table in metadata.sorted_tables:
            found += [value for row in connection.execute(sa.select(table)) for value in row]
    return b"".join(bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode() for value in found)
