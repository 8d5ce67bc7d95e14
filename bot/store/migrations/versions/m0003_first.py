"""The tables of the first edition."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = None


def upgrade() -> None:
    """Apply."""
    counter = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "cases",
        sa.Column("chat", sa.LargeBinary(16), primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("born", sa.BigInteger, nullable=False),
        sa.Column("touched_at", sa.BigInteger, nullable=False),
        sa.Column("expires_on", sa.Integer, nullable=False, index=True),
        sa.Column("reachable", sa.Boolean, nullable=False),
    )
    op.create_table(
        "seen_updates",
        sa.Column("update_id", sa.BigInteger, autoincrement=False, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("id", counter, autoincrement=True, primary_key=True),
        sa.Column("chat", sa.LargeBinary(16), nullable=False, index=True),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("not_before", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("owned_until", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "set_aside",
        sa.Column("update_id", sa.BigInteger, autoincrement=False, primary_key=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("error", sa.String(80), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "keyring",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "group_settings",
        sa.Column("chat", sa.LargeBinary(16), primary_key=True),
        sa.Column("mode", sa.String(8), nullable=False),
        sa.Column("warned_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "group_log",
        sa.Column("ref", sa.String(16), primary_key=True),
        sa.Column("chat", sa.LargeBinary(16), nullable=False, index=True),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
        sa.Column("action", sa.String(8), nullable=False),
        sa.Column("verdict", sa.String(32), nullable=False),
        sa.Column("reasons", sa.String(400), nullable=False),
        sa.Column("words", sa.LargeBinary(16), nullable=False),
        sa.Column("undone", sa.Boolean, nullable=False),
    )
    op.create_table(
        "group_spared",
        sa.Column("chat", sa.LargeBinary(16), primary_key=True),
        sa.Column("words", sa.LargeBinary(16), primary_key=True),
    )
    op.create_table(
        "reminders",
        sa.Column("id", counter, autoincrement=True, primary_key=True),
        sa.Column("chat", sa.LargeBinary(16), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False, index=True),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("chat", "name", name="uq_reminders_chat"),
        sa.ForeignKeyConstraint(["chat"], ["cases.chat"], name="fk_reminders_chat", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
