"""The same tests on both databases."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.store import Store, StoreSettings
from bot.store.cipher import make_key
from tests.bot.store.postgres import empty, fresh_database, server_uri


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
