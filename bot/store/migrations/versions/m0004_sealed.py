"""Nothing about a case in the clear but its last day; a chat's id only as the address of what waits to be sent."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable

import sqlalchemy as sa
from alembic import context, op

from bot.store.cipher import Cipher
from bot.store.errors import DamagedValueError

revision = "0004"
down_revision = "0003"

_DAY, _LIFETIME, _PAGE = 86400, 31, 500  # seconds, days, rows


def upgrade() -> None:
    """Apply. A value that no key opens stays as it is: it could not be used before either."""
    connection, cipher = op.get_bind(), context.config.attributes["cipher"]
    _cases(connection, cipher)
    _outbox(connection, cipher)
    _reminders(connection, cipher)


def _cases(connection: sa.Connection, cipher: Cipher) -> None:
    change = sa.text("UPDATE cases SET body = :body WHERE chat = :chat")

    def changed(chat: bytes, body: bytes, born: int, expires_on: int) -> dict[str, object]:
        content = {"created_at": born, "case": json.loads(cipher.decrypt(body, b"case" + chat))}
        return {"body": _sealed(cipher, content, b"case" + chat, expires_on), "chat": chat}

    _rewrite(connection, "SELECT chat, body, born, expires_on FROM cases", "chat", changed, change)
    for column in ("revision", "born", "touched_at"):
        op.execute(f"ALTER TABLE cases DROP COLUMN {column}")


def _outbox(connection: sa.Connection, cipher: Cipher) -> None:
    # SQLite adds no column without a default to a table that has rows.
    op.add_column("outbox", sa.Column("recipient", sa.LargeBinary, nullable=False, server_default=sa.text("''")))
    change = sa.text("UPDATE outbox SET payload = :payload, recipient = :recipient WHERE id = :id")

    def changed(number: int, chat: bytes, payload: bytes, created_at: int) -> dict[str, object]:
        content = json.loads(cipher.decrypt(payload, b"outbox" + chat))
        recipient = _address(cipher, content.pop("chat_id"), chat)
        sealed = _sealed(cipher, content, b"outbox" + chat, created_at // _DAY + _LIFETIME)
        return {"payload": sealed, "recipient": recipient, "id": number}

    _rewrite(connection, "SELECT id, chat, payload, created_at FROM outbox", "id", changed, change)


def _reminders(connection: sa.Connection, cipher: Cipher) -> None:
    made = op.create_table(
        "planned_reminders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=True, primary_key=True),
        sa.Column("chat", sa.LargeBinary(16), nullable=False, index=True),
        sa.Column("due_on", sa.Integer, nullable=False, index=True),
        sa.Column("recipient", sa.LargeBinary, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["cases.chat"], name="fk_planned_reminders_chat", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )

    def changed(_: int, chat: bytes, name: str, due: int, until: int, payload: bytes) -> dict[str, object]:
        contents = json.loads(cipher.decrypt(payload, b"reminder" + chat))
        recipient = _address(cipher, contents[0]["chat_id"], chat)
        for said in contents:
            del said["chat_id"]
        content = {"name": name, "due": due, "until": until, "contents": contents}
        sealed = _sealed(cipher, content, b"reminder" + chat, until // _DAY + 1)
        return {"chat": chat, "due_on": due // _DAY, "recipient": recipient, "payload": sealed}

    kept = "SELECT id, chat, name, due, until, payload FROM reminders"
    _rewrite(connection, kept, "id", changed, sa.insert(made))
    op.drop_table("reminders")


def _rewrite(
    connection: sa.Connection,
    rows: str,
    key: str,
    changed: Callable[..., dict[str, object]],
    change: sa.Executable,
) -> None:
    """Execute `change` with what `changed` makes of each row, page by page; not with what no key opens."""
    page = f" ORDER BY {key} LIMIT {_PAGE}"
    first, following = sa.text(rows + page), sa.text(f"{rows} WHERE {key} > :after{page}")
    found = connection.execute(first).all()
    while found:
        parameters = []
        for row in found:
            with contextlib.suppress(DamagedValueError):
                parameters.append(changed(*row))
        if parameters:
            connection.execute(change, parameters)
        found = connection.execute(following, {"after": found[-1][0]}).all()


def _sealed(cipher: Cipher, content: object, bound_to: bytes, day: int) -> bytes:
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return cipher.encrypt(day.to_bytes(4, "big") + plain, bound_to)


def _address(cipher: Cipher, chat_id: int, chat: bytes) -> bytes:
    return cipher.encrypt(str(chat_id).encode("ascii"), b"recipient" + chat)
