"""Bringing the schema up to date with Alembic; the migrations are part of the package."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.store.failures import failure_to_open

if TYPE_CHECKING:
    from alembic.config import Config

_VERSIONS = Path(__file__).parent / "migrations" / "versions"
_LOCK = 7_226_110_120  # any fixed number: replicas that start together upgrade one after the other
_alembic = threading.Lock()  # its environment is one per process


class SchemaTooNew(Exception):  # noqa: N818  # reads as what is the case
    """The database was written by a newer release than this one."""


def upgrade(engine: sa.Engine) -> str:
    """Apply the missing migrations, each database once however many processes start; returns the revision reached.

    A database that is up to date costs one query. Raises SchemaTooNew when the database knows a revision that
    this release does not have, StoreUnavailable when it cannot be opened.
    """
    try:
        return _upgrade(engine)
    except sa.exc.DBAPIError as error:
        if failed := failure_to_open(error, engine.url):
            raise failed from error
        raise  # a mistake in a migration, which only its own words explain


def _upgrade(engine: sa.Engine) -> str:
    newest = head()
    with _alembic, engine.connect() as connection:
        if current_revision(connection) == newest:
            return newest
        from alembic import command
        from alembic.script import ScriptDirectory

        config = _config(connection)
        _exclusive(connection)
        try:
            current = current_revision(connection)
            known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
            if current is not None and current not in known:
                raise SchemaTooNew(f"the database is at revision {current}, this release knows up to {newest}")
            command.upgrade(config, "head")
        finally:
            _release(connection)
    return newest


def head() -> str:
    """The newest revision of this release, by its file's name (``m0001_initial.py``): Alembic takes long to load."""
    return max(file.name[1:5] for file in _VERSIONS.glob("m[0-9]*.py"))


def current_revision(connection: sa.Connection) -> str | None:
    """The revision the database is at; None for an empty one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return str(row[0]) if row else None


def _config(connection: sa.Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def _exclusive(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({_LOCK})")
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _release(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_LOCK})")
    else:
        connection.exec_driver_sql("COMMIT")
