"""Where the database is; a schema that cannot be brought up to date."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store import SchemaError, Store, StoreSettings
from bot.store.database import DatabaseAddressError, PostgresServer, SqliteFile, database_at

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
    engine = database_at(url).open_engine()
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE group_log (n INTEGER)")  # the second migration wants this name
    with pytest.raises(SchemaError, match="group_log"):
        Store(StoreSettings(url=url, keys="A" * 43 + "="))
    assert sa.inspect(engine).get_table_names() == ["group_log"]
    engine.dispose()


def test_the_console_needs_no_database() -> None:
    code = "import sys, bot.cli.console_command, bot.wiring; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
