"""Reminders of cases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "reminders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=True, primary_key=True),
        sa.Column("chat", sa.LargeBinary(16), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False, index=True),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("chat", "name", name="uq_reminders_chat"),
        sa.ForeignKeyConstraint(["chat"], ["cases.chat"], name="fk_reminders_chat", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
