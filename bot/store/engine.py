"""Opening the database: SQLite with the settings privacy and durability ask for, or PostgreSQL."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.store.failures import StoreDamaged

# FULL: a commit survives a power cut, not only a killed process. secure_delete: freed pages are zeroed.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
)
_POSTGRES_SCHEMES = ("postgres", "postgresql")
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


def normal_url(url: str) -> sa.URL:
    """The database address with the driver this project uses: ``postgresql://`` becomes psycopg 3."""
    parsed = sa.make_url(url)
    if parsed.drivername in _POSTGRES_SCHEMES:
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def sqlite_file(url: sa.URL) -> Path | None:
    """The file of an SQLite address; None for PostgreSQL."""
    if url.get_backend_name() != "sqlite":
        return None
    if not url.database or url.database == ":memory:":
        raise ValueError("the store needs a database file, not SQLite in memory")
    return Path(url.database)


def open_engine(url: sa.URL, patience: float = 5.0) -> sa.Engine:
    """An engine whose connections are in autocommit: the committer writes its own BEGIN and COMMIT.

    Raises StoreDamaged for an SQLite file without content: one that SQLite would take for a new database.
    """
    file = sqlite_file(url)
    if file is None:
        return _open_postgresql(url)
    file.parent.mkdir(parents=True, exist_ok=True)
    _ensure_file(file)
    engine = sa.create_engine(
        url, paramstyle="named", connect_args={"check_same_thread": False, "isolation_level": None, "timeout": patience}
    )
    sa.event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except BaseException:
        connection.close()  # nobody else knows of it yet
        raise


def _open_postgresql(url: sa.URL) -> sa.Engine:
    chosen = {name: value for name, value in _POSTGRES_PATIENCE.items() if name not in url.query}
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", pool_pre_ping=True, connect_args=chosen)

    def prepare(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_POSTGRES_SET)

    sa.event.listen(engine, "connect", prepare)
    return engine


def _ensure_file(file: Path) -> None:
    """Make a new database complete before it gets its name, for its owner's eyes only.

    So an empty file, or a write-ahead log without its file, is never a start that was cut short: it is damage.
    """
    log = file.with_name(file.name + "-wal")
    logged = log.exists() and log.stat().st_size > 0  # looked at first: another process may be making both
    if file.exists():
        if file.stat().st_size == 0:
            raise StoreDamaged("empty", file)
        return
    if logged:
        raise StoreDamaged("gone", file)
    # A folder we may not write to, a full disk: SQLite says so when the file is opened.
    with contextlib.suppress(OSError, sqlite3.Error):
        descriptor, name = tempfile.mkstemp(prefix=file.name + ".new-", dir=file.parent)
        os.close(descriptor)
        new = Path(name)
        try:
            with contextlib.closing(sqlite3.connect(new)) as connection:
                # Can only be chosen before the first table exists; said again later, it is written again each time.
                connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
                _prepare(connection, None)
            # Of several processes that start together, one file stays.
            with contextlib.suppress(FileExistsError):
                os.link(new, file)
        finally:
            new.unlink(missing_ok=True)
