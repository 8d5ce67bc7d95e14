"""The same tests on both databases."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store import Store, StoreSettings, migrations
from bot.store.cipher import Cipher, make_key
from tests.bot.store.postgres import empty, fresh_database, server_uri

_migrate = migrations._migrate
_statements: dict[str, list[tuple[str, Any]]] = {}  # of all migrations on an empty database, by the kind of database


def _migrate_again(connection: sa.Connection, cipher: Cipher) -> None:
    """What the migrations do; on an empty database the same each time, which Alembic takes long to find out."""
    if sa.inspect(connection).get_table_names():
        _migrate(connection, cipher)
    elif (kind := connection.dialect.name) in _statements:
        for statement, parameters in _statements[kind]:
            connection.exec_driver_sql(statement, parameters or None)
    else:
        made = list[tuple[str, Any]]()

        def record(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
            if not statement.startswith(("SELECT", "PRAGMA")):
                made.append((statement, parameters))

        sa.event.listen(connection, "before_cursor_execute", record)
        _migrate(connection, cipher)
        sa.event.remove(connection, "before_cursor_execute", record)
        _statements[kind] = made


@pytest.fixture(scope="package", autouse=True)
def migrated_once() -> Iterator[None]:
    """The first empty database of a kind is made by the migrations, the others by their statements."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "_migrate", _migrate_again)
        yield


@pytest.fixture
def by_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the test of how a database is made: Alembic makes each."""
    monkeypatch.setattr(migrations, "_migrate", _migrate)


@pytest.fixture(scope="session")
def postgres_server(testrun_uid: str) -> str:
    # Not below pytest's own folder: run as root, the server has a user of its own, whom pytest locks out of there.
    return server_uri(Path(tempfile.gettempdir()) / f"transfer-aid-{testrun_uid}")


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> Iterator[str]:
    yield from fresh_database(postgres_server)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'cases.sqlite3'}"
    else:
        database = request.getfixturevalue("postgres_database")
        empty(database)  # of what a test that opens it by itself left behind
        yield database
        empty(database)


@pytest.fixture
def key() -> str:
    return make_key()


class Steady:
    """A steady clock that the test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def steady() -> Steady:
    return Steady()


@pytest.fixture
def open_store(url: str, key: str, steady: Steady) -> Iterator[Callable[..., Store]]:
    """Opens the test's database, again and again if asked to; settings may be changed by name."""
    opened: list[Store] = []

    def open_it(**changed: object) -> Store:
        store = Store(StoreSettings(**{"url": url, "keys": key, **changed}), steady)  # type: ignore[arg-type]
        opened.append(store)
        return store

    yield open_it
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[..., Store]) -> Store:
    return open_store()
