"""Bringing the schema up to date with Alembic; the migrations are part of the package."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.engine import open_engine
from bot.store.errors import SchemaError, SchemaTooNewError, failure_to_open

if TYPE_CHECKING:
    from alembic.config import Config

_VERSIONS = Path(__file__).parent / "migrations" / "versions"
_LOCK = 7_226_110_120  # any fixed number: replicas that start together upgrade one after the other
_alembic = threading.Lock()  # its environment is one per process


def upgrade(database: Database) -> str:
    """Apply the missing migrations, each database once however many processes start; returns the revision reached.

    All of them in one transaction: after an error the database is as it was. One that is up to date costs a query.
    Raises SchemaError when a migration fails, SchemaTooNewError when the database knows a revision that this release
    does not have, StoreUnavailableError when it cannot be opened.
    """
    database.ensure_there()
    engine = open_engine(database)
    try:
        return _upgrade(engine, database.begin)
    except (sa.exc.DBAPIError, database.driver.Error) as error:
        if failed := failure_to_open(error, database.file):
            raise failed from error
        raise SchemaError(f"the schema cannot be brought up to date, the database is as it was: {error}") from error
    finally:
        engine.dispose()


def _upgrade(engine: sa.Engine, begin: str) -> str:
    newest = head()
    with _alembic, engine.connect() as connection:
        if current_revision(connection) == newest:
            return newest
        connection.exec_driver_sql(begin)
        try:
            _migrate(connection, newest)
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")
    return newest


def _migrate(connection: sa.Connection, newest: str) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    if connection.dialect.name == "postgresql":  # SQLite's transaction keeps others out by itself
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    config = _config(connection)
    current = current_revision(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise SchemaTooNewError(f"the database is at revision {current}, this release knows up to {newest}")
    command.upgrade(config, "head")


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
