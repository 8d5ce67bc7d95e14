"""The tables, one schema for SQLite and PostgreSQL.

Times are whole seconds since 1970 (UTC). A `chat` column holds the keyed hash of a chat id (see
`bot.store.cipher`), never the id; `body`, `payload` and `recipient` (the id, of what waits to be sent) hold ciphertext.

Statements stand beside the operations that use them, built once at import: SQLAlchemy compiles each once per engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

metadata = sa.MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"})

# SQLite counts up by itself only in a column declared exactly INTEGER.
_counter = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def by_dialect(build: Callable[[Any], sa.Insert]) -> dict[str, sa.Insert]:
    """An INSERT … ON CONFLICT for each database, by its dialect's name: SQLAlchemy has it per dialect only.

    `build` gets the dialect's own `insert`.
    """
    return {"sqlite": build(sqlite.insert), "postgresql": build(postgresql.insert)}


def insert_if_new(table: sa.Table) -> dict[str, sa.Insert]:
    """Inserts a row, unless there is one with its key; the row count says which."""
    return by_dialect(lambda insert: insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True))


def upsert(table: sa.Table, keys: Sequence[str], changing: Sequence[str], **values: Any) -> dict[str, sa.Insert]:
    """Inserts a row, or changes the one with the same keys: `changing` to the new values, the others to `values`."""

    def build(insert: Any) -> sa.Insert:
        new = insert(table)
        changed = {name: new.excluded[name] for name in changing} | values
        statement: sa.Insert = new.on_conflict_do_update(index_elements=keys, set_=changed)
        return statement

    return by_dialect(build)


cases = sa.Table(
    "cases",
    metadata,
    sa.Column("chat", sa.LargeBinary(16), primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
    # A day number (seconds // 86400): within one day a turn leaves the index on it alone. The one that counts is inside
    # the body; this one finds the row.
    sa.Column("expires_on", sa.Integer, nullable=False, index=True),
    sa.Column("reachable", sa.Boolean, nullable=False, default=True),
)

seen_updates = sa.Table(
    "seen_updates",
    metadata,
    sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", sa.BigInteger, nullable=False),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", _counter, primary_key=True, autoincrement=True),
    sa.Column("chat", sa.LargeBinary(16), nullable=False, index=True),
    sa.Column("recipient", sa.LargeBinary, nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("not_before", sa.BigInteger, nullable=False, default=0),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    # The process that sends this row, and until when others leave it alone.
    sa.Column("owner", sa.String(32), nullable=False),
    sa.Column("owned_until", sa.BigInteger, nullable=False),
    # Without this SQLite gives the id of a deleted last row away again.
    sqlite_autoincrement=True,
)

dead_letters = sa.Table(
    "set_aside",
    metadata,
    sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("error", sa.String(80), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
)

keyring = sa.Table(
    "keyring",
    metadata,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
)

# They live with their case: forgotten or expired with it, and never keeping it. What a reminder is about, and its
# moment, which tells when somebody paid, are in the payload; its day is what it is looked for by.
reminders = sa.Table(
    "planned_reminders",
    metadata,
    sa.Column("id", _counter, primary_key=True, autoincrement=True),
    sa.Column("chat", sa.LargeBinary(16), nullable=False, index=True),
    sa.Column("due_on", sa.Integer, nullable=False, index=True),
    sa.Column("recipient", sa.LargeBinary, nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.ForeignKeyConstraint(["chat"], ["cases.chat"], name="fk_planned_reminders_chat", ondelete="CASCADE"),
    sqlite_autoincrement=True,
)

group_settings = sa.Table(
    "group_settings",
    metadata,
    sa.Column("chat", sa.LargeBinary(16), primary_key=True),
    sa.Column("mode", sa.String(8), nullable=False),
    # When the last warning was posted, for the cool-down.
    sa.Column("warned_at", sa.BigInteger, nullable=False),
)

group_log = sa.Table(
    "group_log",
    metadata,
    # A random name, for the undo button: known before the row is written.
    sa.Column("ref", sa.String(16), primary_key=True),
    sa.Column("chat", sa.LargeBinary(16), nullable=False, index=True),
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
    sa.Column("action", sa.String(8), nullable=False),
    sa.Column("verdict", sa.String(32), nullable=False),
    sa.Column("reasons", sa.String(400), nullable=False),
    # The keyed hash of the words acted on; the words themselves are not kept.
    sa.Column("words", sa.LargeBinary(16), nullable=False),
    sa.Column("undone", sa.Boolean, nullable=False),
)

group_spared = sa.Table(
    "group_spared",
    metadata,
    sa.Column("chat", sa.LargeBinary(16), primary_key=True),
    sa.Column("words", sa.LargeBinary(16), primary_key=True),
)
