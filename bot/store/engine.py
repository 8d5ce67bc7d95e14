"""Opening the database: SQLite with the settings privacy and durability ask for, or PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

# FULL: a commit survives a power cut, not only a killed process. secure_delete: freed pages are zeroed.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
)
_POSTGRES_SCHEMES = ("postgres", "postgresql")


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
    """An engine whose connections are in autocommit: the committer writes its own BEGIN and COMMIT."""
    file = sqlite_file(url)
    if file is None:
        return sa.create_engine(url, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url, paramstyle="named", connect_args={"check_same_thread": False, "isolation_level": None, "timeout": patience}
    )

    def prepare(connection: Any, _record: Any) -> None:
        # auto_vacuum can only be chosen before the first table exists; later it is without effect.
        connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    sa.event.listen(engine, "connect", prepare)
    return engine
