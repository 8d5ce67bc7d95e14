"""What must be done before the store can be opened, and needs SQLAlchemy and Alembic, which then are not needed again.

A service does it in a process that ends (`bot.preparing`): the two would stay in memory for good.
"""

from __future__ import annotations

from functools import cache

from bot.store.database import Database
from bot.store.engine import dialect_of
from bot.store.group_statements import compile_group_statements
from bot.store.migrate import upgrade
from bot.store.sql import Prepared
from bot.store.statements import compile_statements


def prepare(database: Database) -> Prepared:
    """Make the database if it is a file that is not there, upgrade its schema, compile the statements.

    Raises SchemaError, StoreUnavailableError (StoreDamagedError among them) with a text for the operator.
    """
    upgrade(database)
    return _compiled(database.dialect)


@cache
def _compiled(name: str) -> Prepared:
    dialect = dialect_of(name)
    return Prepared(compile_statements(dialect), compile_group_statements(dialect))
