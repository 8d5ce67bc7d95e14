"""The tables, one schema for SQLite and PostgreSQL.

Times are whole seconds since 1970 (UTC). A `chat` column holds the keyed hash of a chat id (see
`bot.store.cipher`), never the id; `body`, `payload` and `recipient` (the id, of what waits to be sent) hold ciphertext.

Statements stand beside the operations that use them, built once at import: SQLAlchemy compiles each once per engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert  # SQLite has the same ON CONFLICT, and compiles this one

metadata = sa.MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"})

# SQLite counts up by itself only in a column declared exactly INTEGER.
_counter = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def insert_if_new(table: sa.Table) -> sa.Insert:
    """Inserts a row, unless there is one with its key; the row count says which."""
    return insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def upsert(table: sa.Table, keys: Sequence[str], changing: Sequence[str], **values: Any) -> sa.Insert:
    """Inserts a row, or changes the one with the same keys: `changing` to the new values, the others to `values`."""
    new = insert(table)
    changed = {name: new.excluded[name] for name in changing} | values
    return new.on_conflict_do_update(index_elements=keys, set_=changed)


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
    # When the bot was removed (0: it is there): the setting is kept for a while, in case it comes back.
    sa.Column("left_at", sa.BigInteger, nullable=False, default=0),
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
    # The keyed hash of the words acted on, and a piece of them with the accounts masked, encrypted.
    sa.Column("words", sa.LargeBinary(16), nullable=False),
    sa.Column("undone", sa.Boolean, nullable=False),
    sa.Column("shown", sa.LargeBinary, nullable=True),
    # The keyed hash of the member who reported it.
    sa.Column("member", sa.LargeBinary(16), nullable=True),
)

group_spared = sa.Table(
    "group_spared",
    metadata,
    sa.Column("chat", sa.LargeBinary(16), primary_key=True),
    sa.Column("words", sa.LargeBinary(16), primary_key=True),
)

group_reporters = sa.Table(
    "group_reporters",
    metadata,
    sa.Column("chat", sa.LargeBinary(16), primary_key=True),
    # A keyed hash of the member, another one in each group.
    sa.Column("member", sa.LargeBinary(16), primary_key=True),
    # How many reports the admins found nothing in, and when the last one was decided.
    sa.Column("wrong", sa.Integer, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
)

verdict_feedback = sa.Table(
    "verdict_feedback",
    metadata,
    sa.Column("id", _counter, primary_key=True, autoincrement=True),
    sa.Column("chat", sa.LargeBinary(16), nullable=False),
    sa.Column("words", sa.LargeBinary(16), nullable=False),
    sa.Column("verdict", sa.String(32), nullable=False),
    sa.Column("agreed", sa.Boolean, nullable=False),
    # Which model judged.
    sa.Column("model", sa.String(16), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    # The words with the accounts masked, encrypted: only where an admin agreed to it.
    sa.Column("text", sa.LargeBinary, nullable=True),
    sa.UniqueConstraint("chat", "words", name="uq_verdict_feedback_chat"),
    sqlite_autoincrement=True,
)
