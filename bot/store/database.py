"""Where the store is and how it is reached: an SQLite file, with the settings privacy and durability ask for, or a
PostgreSQL server. Each opens a SQLAlchemy engine with its pool.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.store.errors import DatabaseAddressError, StoreDamagedError

# FULL: a commit survives a power cut, not only a killed process. secure_delete: freed pages are zeroed.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
)
_POSTGRES_SCHEMES = ("postgres", "postgresql", "postgresql+psycopg")
# A server that vanished without a word is noticed within a minute; left alone, TCP takes hours.
_POSTGRES_PATIENCE = {
    "connect_timeout": "10",
    "keepalives_idle": "20",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
# The same the other way round: the locks of a replica that vanished in a transaction are let go.
_POSTGRES_SET = "SET idle_in_transaction_session_timeout = '30s'"


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """A file on this machine, for one process; `patience` is how many seconds to wait while it is locked."""

    file: Path
    patience: float = 5.0

    def ensure_there(self) -> None:
        """Make the file if there is none, and its folder; complete before it gets its name, readable by its owner only.
        So an empty file, or a write-ahead log without its file, is never a start that was cut short: StoreDamagedError.
        """
        file, log = self.file, self.file.with_name(self.file.name + "-wal")
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        logged = log.exists() and log.stat().st_size > 0  # looked at first: another process may be making both
        if file.exists():
            if file.stat().st_size == 0:
                raise StoreDamagedError("empty", file)
            return
        if logged:
            raise StoreDamagedError("gone", file)
        # A folder we may not write to, a full disk: SQLite says so when the file is opened.
        with (
            contextlib.suppress(OSError, sqlite3.Error),
            tempfile.TemporaryDirectory(prefix=file.name + ".new-", dir=file.parent) as folder,
        ):
            new = Path(folder, file.name)
            new.touch(0o600)
            with contextlib.closing(sqlite3.connect(new)) as connection:
                # Can only be chosen before the first table exists; said again later, it is written again each time.
                connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
                _prepare_sqlite(connection)
            os.link(new, file)  # of several processes that start together, one file stays

    def open_engine(self, _connections: int = 1) -> sa.Engine:
        """An engine over the file, made if it is not there. One connection is kept, the writer's."""
        self.ensure_there()
        url = sa.URL.create("sqlite", database=str(self.file))
        engine = sa.create_engine(url, connect_args={"timeout": self.patience}, pool_size=1, hide_parameters=True)
        sa.event.listen(engine, "connect", _prepare_sqlite)
        return engine


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A database on a server, for any number of processes; `parameters` are those of libpq."""

    parameters: Mapping[str, Any] = field(repr=False)  # the password is among them

    file = None

    def open_engine(self, connections: int = 1) -> sa.Engine:
        """An engine over the server that keeps so many connections, without a ping before each use: callers try again
        what a broken one fails.
        """
        engine = sa.create_engine(
            "postgresql+psycopg://",
            connect_args={**_POSTGRES_PATIENCE, **self.parameters},
            pool_size=connections,
            hide_parameters=True,  # errors are logged with their text
        )
        sa.event.listen(engine, "connect", _prepare_postgres)
        return engine


Database = SqliteFile | PostgresServer


def database_at(url: str, patience: float = 5.0) -> Database:
    """The database at ``sqlite:///FILE`` (``sqlite:////FILE`` from the root) or ``postgresql://…``.
    Raises DatabaseAddressError for any other address; it does not repeat it, for there may be a password in it.
    """
    scheme, found, rest = url.partition("://")
    if found and scheme == "sqlite":
        name = rest.partition("?")[0].removeprefix("/")
        if name in {"", ":memory:"}:
            raise DatabaseAddressError("the store needs a database file, not SQLite in memory: sqlite:///FILE")
        return SqliteFile(Path(name), patience)
    if found and scheme in _POSTGRES_SCHEMES:
        return PostgresServer(_parameters(f"postgresql://{rest}"))
    raise DatabaseAddressError("the address of the database must begin with sqlite:/// or postgresql://")


def _parameters(url: str) -> dict[str, Any]:
    try:
        from psycopg import ProgrammingError
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        raise DatabaseAddressError("for PostgreSQL, install its driver: ./scripts/setup-venv full") from error
    try:
        return conninfo_to_dict(url)
    except ProgrammingError:
        raise DatabaseAddressError(
            "the address of the database is not as PostgreSQL wants it: postgresql://USER@HOST/NAME, after the user a "
            "colon and the password, in which signs like @ : / are written as %40 %3A %2F"
        ) from None


def _prepare_sqlite(connection: sqlite3.Connection, _record: object = None) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself: see transaction
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except BaseException:
        connection.close()  # the pool does not know it yet
        raise


def _prepare_postgres(connection: Any, _record: object) -> None:
    try:
        connection.execute(_POSTGRES_SET)
        connection.commit()
    except BaseException:
        connection.close()
        raise
