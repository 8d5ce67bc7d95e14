"""Where the database is; a schema that cannot be brought up to date."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store import DatabaseAddressError, SchemaError, Store, StoreSettings
from bot.store.database import PostgresServer, SqliteFile, database_at
from bot.store.transaction import transaction
from tests.each import each

AID = "aid:geheim"
WHO, WORD = "aid:p%40ss", "p@ss"


@each(
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


@each("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
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


@each(
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
    with pytest.raises(DatabaseAddressError, match="setup-venv full"):
        database_at("postgresql://aid@db/cases")


def test_a_migration_that_fails_leaves_the_database_as_it_was(url: str) -> None:
    engine = database_at(url).open_engine()
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE group_log (n INTEGER)")  # the second migration wants this name
    with pytest.raises(SchemaError, match="group_log"):
        Store(StoreSettings(url=url, keys="A" * 43 + "="))
    assert sa.inspect(engine).get_table_names() == ["group_log"]
    engine.dispose()


def test_an_error_tells_no_values(url: str) -> None:
    engine = database_at(url).open_engine()
    with pytest.raises(sa.exc.DBAPIError) as caught, transaction(engine) as connection:
        connection.execute(sa.text("SELECT :words FROM no_such_table"), {"words": "我叫王小明"})
    assert "no_such_table" in str(caught.value)
    assert "王小明" not in str(caught.value)
    engine.dispose()


def test_an_engine_does_not_listen_to_statements(url: str) -> None:
    engine = database_at(url).open_engine()
    with transaction(engine) as connection:
        assert not connection._has_events  # each would be looked for at every statement of every turn
        assert not engine._has_events
    engine.dispose()


@pytest.mark.parametrize(("kind", "kept"), [(sa.exc.IntegrityError, True), (sa.exc.OperationalError, False)])
def test_a_connection_is_kept_after_an_error_about_a_statement_only(
    url: str, kind: type[sa.exc.DBAPIError], *, kept: bool
) -> None:
    engine = database_at(url).open_engine()
    with transaction(engine) as connection:
        first = connection.connection.driver_connection
    with pytest.raises(kind), transaction(engine):
        raise kind("a statement", None, Exception("an error of the driver"))
    with transaction(engine) as connection:
        assert (connection.connection.driver_connection is first) is kept
    engine.dispose()
