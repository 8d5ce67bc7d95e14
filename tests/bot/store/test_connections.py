"""How many connections a process keeps on a server."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa

from bot.store import Store, StoreSettings
from bot.store.store import _THREADS
from tests.bot.store.shared import NOW, counting


async def test_a_process_keeps_two_connections_however_many_write_at_once(postgres_database: str, key: str) -> None:
    store = Store(StoreSettings(postgres_database, keys=key))
    try:
        turns = (store.turn(number, store.chat_key(number), NOW, counting) for number in range(60))
        await asyncio.gather(*turns, *(store.case(store.chat_key(number)) for number in range(60)))
        assert 1 <= await asyncio.to_thread(connections, postgres_database) <= _THREADS == 2
    finally:
        await asyncio.to_thread(store.close)


def connections(database: str) -> int:
    """How many others are connected to this database."""
    address = sa.make_url(database).set(drivername="postgresql+psycopg")
    with sa.create_engine(address, poolclass=sa.NullPool).connect() as connection:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        return int(connection.exec_driver_sql(asked).scalar_one())
