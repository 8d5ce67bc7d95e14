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
