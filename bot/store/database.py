"""Where the store is and how it is reached: an SQLite file, with the settings privacy and durability ask for, or a
PostgreSQL server.

Connections are those of the driver, in autocommit: whoever uses one writes its own BEGIN and COMMIT.
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

from bot.store.errors import StoreDamagedError

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


class DatabaseAddressError(Exception):
    """The address of the database is none that this project can use."""


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """A file on this machine, for one process; `patience` is how many seconds to wait while it is locked."""

    file: Path
    patience: float = 5.0

    dialect = "sqlite"
    begin = "BEGIN IMMEDIATE"

    @property
    def driver(self) -> Any:
        """The DBAPI module."""
        return sqlite3

    def ensure_there(self) -> None:
        """Make the file if there is none, and its folder.

        Raises StoreDamagedError for a file without content: one that SQLite would take for a new database.
        """
        self.file.parent.mkdir(parents=True, exist_ok=True)
        _ensure_file(self.file)

    def connect(self) -> sqlite3.Connection:
        """A new connection, which any thread may use."""
        connection = sqlite3.connect(self.file, timeout=self.patience, isolation_level=None, check_same_thread=False)
        _prepare(connection)
        return connection


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A database on a server, for any number of processes; `parameters` are those of libpq."""

    parameters: Mapping[str, Any] = field(repr=False)  # the password is among them

    dialect = "postgresql"
    begin = "BEGIN"
    file = None

    @property
    def driver(self) -> Any:
        """The DBAPI module."""
        import psycopg

        return psycopg

    def ensure_there(self) -> None:
        """Nothing: making databases is the operator's business."""

    def connect(self) -> Any:
        """A new connection."""
        connection = self.driver.connect(**{**_POSTGRES_PATIENCE, **self.parameters}, autocommit=True)
        try:
            connection.execute(_POSTGRES_SET)
        except BaseException:
            connection.close()
            raise
        return connection


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
        raise DatabaseAddressError("for PostgreSQL install the extra: pip install 'transfer-aid[postgres]'") from error
    try:
        return conninfo_to_dict(url)
    except ProgrammingError:
        raise DatabaseAddressError(
            "the address of the database is not as PostgreSQL wants it: postgresql://USER@HOST/NAME, after the user a "
            "colon and the password, in which signs like @ : / are written as %40 %3A %2F"
        ) from None


def _prepare(connection: sqlite3.Connection) -> None:
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except BaseException:
        connection.close()  # nobody else knows of it yet
        raise


def _ensure_file(file: Path) -> None:
    """Make a new database complete before it gets its name, for its owner's eyes only.

    So an empty file, or a write-ahead log without its file, is never a start that was cut short: it is damage.
    """
    log = file.with_name(file.name + "-wal")
    logged = log.exists() and log.stat().st_size > 0  # looked at first: another process may be making both
    if file.exists():
        if file.stat().st_size == 0:
            raise StoreDamagedError("empty", file)
        return
    if logged:
        raise StoreDamagedError("gone", file)
    # A folder we may not write to, a full disk: SQLite says so when the file is opened.
    with contextlib.suppress(OSError, sqlite3.Error):
        descriptor, name = tempfile.mkstemp(prefix=file.name + ".new-", dir=file.parent)
        os.close(descriptor)
        new = Path(name)
        try:
            with contextlib.closing(sqlite3.connect(new)) as connection:
                # Can only be chosen before the first table exists; said again later, it is written again each time.
                connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
                _prepare(connection)
            # Of several processes that start together, one file stays.
            with contextlib.suppress(FileExistsError):
                os.link(new, file)
        finally:
            new.unlink(missing_ok=True)
