"""SQLAlchemy's view of the database, for what is written in its terms: migrations, the statements, key rotation.

Turns do without it: they run the compiled statements on a connection of the driver (`bot.store.database`).
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg

from bot.store.database import Database


def open_engine(database: Database) -> sa.Engine:
    """An engine over the database's own connections, none of which it keeps."""
    if database.dialect == "sqlite":
        return sa.create_engine("sqlite://", creator=database.connect, poolclass=sa.NullPool, paramstyle="named")
    return sa.create_engine(
        "postgresql+psycopg://", creator=database.connect, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT"
    )


def dialect_of(name: str) -> sa.Dialect:
    """The dialect to compile statements for; parameters are named, as the driver takes them."""
    if name == "sqlite":
        return sqlite.dialect(paramstyle="named")
    return psycopg.dialect()  # type: ignore[no-untyped-call]
