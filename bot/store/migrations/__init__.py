"""Brings the schema up to date with Alembic; the migrations are part of the package."""

from __future__ import annotations

import threading
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.store.cipher import Cipher
from bot.store.errors import SchemaError, SchemaTooNewError, failure_to_open
from bot.store.transaction import transaction

_LOCK = 7_226_110_120  # any fixed number: replicas that start together upgrade one after the other
_alembic = threading.Lock()  # its environment is one per process


def upgrade(engine: sa.Engine, file: Path | None, cipher: Cipher) -> None:
    """Apply the missing migrations, each database once however many processes start. `file` is None for a server.

    All of them in one transaction: after an error the database is as it was. Raises SchemaError when a migration fails,
    SchemaTooNewError when the database knows a revision that this release does not have, StoreKeyError when `cipher`
    does not have the key of what is to be rewritten, StoreUnavailableError when the database cannot be opened.
    """
    try:
        with _alembic, transaction(engine) as connection:
            _migrate(connection, cipher)
    except sa.exc.DBAPIError as error:
        if failed := failure_to_open(error, file):
            raise failed from error
        raise SchemaError(f"the schema cannot be brought up to date, the database is as it was: {error}") from error


def _migrate(connection: sa.Connection, cipher: Cipher) -> None:
    if connection.dialect.name == "postgresql":  # SQLite's transaction keeps others out by itself
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes |= {"connection": connection, "cipher": cipher}
    scripts = ScriptDirectory.from_config(config)
    newest, current = scripts.get_current_head(), MigrationContext.configure(connection).get_current_revision()
    if current == newest:
        return
    if current is not None and all(script.revision != current for script in scripts.walk_revisions()):
        raise SchemaTooNewError(f"the database is at revision {current}, this release knows up to {newest}")
    command.upgrade(config, "head")
