"""Of groups: what admins said of verdicts, how often members reported in vain, and the masked words of the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Apply. A group that is served now has not been left."""
    op.execute("ALTER TABLE group_settings DROP COLUMN warned_at")
    op.add_column("group_settings", sa.Column("left_at", sa.BigInteger, nullable=False, server_default=sa.text("0")))
    op.add_column("group_log", sa.Column("shown", sa.LargeBinary, nullable=True))
    op.add_column("group_log", sa.Column("member", sa.LargeBinary(16), nullable=True))
    op.create_table(
        "group_reporters",
        sa.Column("chat", sa.LargeBinary(16), primary_key=True),
        sa.Column("member", sa.LargeBinary(16), primary_key=True),
        sa.Column("wrong", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "verdict_feedback",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=True, primary_key=True),
        sa.Column("chat", sa.LargeBinary(16), nullable=False),
        sa.Column("words", sa.LargeBinary(16), nullable=False),
        sa.Column("verdict", sa.String(32), nullable=False),
        sa.Column("agreed", sa.Boolean, nullable=False),
        sa.Column("model", sa.String(16), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=True),
        sa.UniqueConstraint("chat", "words", name="uq_verdict_feedback_chat"),
        sqlite_autoincrement=True,
    )
