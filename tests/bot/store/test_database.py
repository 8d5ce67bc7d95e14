"""Where the database is; a schema that cannot be brought up to date."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store import SchemaError, Store, StoreSettings, prepare
from bot.store.database import DatabaseAddressError, PostgresServer, SqliteFile, database_at
from bot.store.engine import open_engine
from tests.bot.store.shared import NOW, counting

AID = "aid:geheim"
WHO, WORD = "aid:p%40ss", "p@ss"


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///cases.sqlite3", "cases.sqlite3"),
        ("sqlite:////data/cases.sqlite3", "/data/cases.sqlite3"),
        ("sqlite:////data/案子 1.sqlite3", "/data/案子 1.sqlite3"),
        ("sqlite:////data/cases.sqlite3?timeout=5", "/data/cases.sqlite3"),
    ],
)
def test_a_file_is_where_its_address_says(url: str, file: str) -> None:
    assert database_at(url) == SqliteFile(Path(file))


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_server_is_known_by_each_of_its_names(scheme: str) -> None:
    database = database_at(f"{scheme}://{WHO}@db.example:5433/cases?sslmode=require")
    assert isinstance(database, PostgresServer)
    assert database.parameters == {
        "user": "aid",
        "password": WORD,
        "host": "db.example",
        "port": "5433",
        "dbname": "cases",
        "sslmode": "require",
    }


@pytest.mark.parametrize(
    "url",
    [
        "",
        "cases.sqlite3",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        f"mysql://{AID}@db/cases",
        f"postgresql://{AID}@[db/cases",
        f"postgresql://{AID}@db/cases?no_such_setting=1",
    ],
)
def test_any_other_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(DatabaseAddressError) as caught:
        database_at(url)
    assert "geheim" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_missing_driver_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DatabaseAddressError, match=r"transfer-aid\[postgres\]"):
        database_at("postgresql://aid@db/cases")


def test_a_migration_that_fails_leaves_the_database_as_it_was(url: str) -> None:
    database = database_at(url)
    database.ensure_there()
    with contextlib.closing(database.connect()) as connection:
        connection.execute("CREATE TABLE group_log (somebodys INTEGER)")  # the second migration wants this name
    with pytest.raises(SchemaError, match="group_log"):
        Store(StoreSettings(url=url, keys="A" * 43 + "="))
    engine = open_engine(database)
    assert sa.inspect(engine).get_table_names() == ["group_log"]
    engine.dispose()


async def test_what_another_process_prepared_is_enough(url: str, key: str, open_store: Callable[..., Store]) -> None:
    store = open_store(prepared=prepare(StoreSettings(url=url, keys=key)))
    chat = store.chat_key(5)
    await store.turn(1, chat, NOW, counting)
    assert (await store.case(chat)).case.answers["count"] == "1"


def test_a_turn_needs_no_sqlalchemy() -> None:
    code = "import sys, bot.store, bot.store.groups; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
