"""Settings, log and spared words of groups."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "group_settings",
        sa.Column("chat", sa.LargeBinary(16), nullable=False),
        sa.Column("mode", sa.String(8), nullable=False),
        sa.Column("warned_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("chat", name="pk_group_settings"),
    )
    op.create_table(
        "group_log",
        sa.Column("ref", sa.String(16), nullable=False),
        sa.Column("chat", sa.LargeBinary(16), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("action", sa.String(8), nullable=False),
        sa.Column("verdict", sa.String(32), nullable=False),
        sa.Column("reasons", sa.String(400), nullable=False),
        sa.Column("words", sa.LargeBinary(16), nullable=False),
        sa.Column("undone", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("ref", name="pk_group_log"),
    )
    op.create_index("ix_group_log_chat", "group_log", ["chat"])
    op.create_index("ix_group_log_at", "group_log", ["at"])
    op.create_table(
        "group_spared",
        sa.Column("chat", sa.LargeBinary(16), nullable=False),
        sa.Column("words", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("chat", "words", name="pk_group_spared"),
    )
