"""The statements of the hot path: written in SQLAlchemy Core, compiled once per database.

A turn runs them straight on the DBAPI cursor: SQLAlchemy's own execution costs more than the statement does.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.schema import cases, dead_letters, group_log, keyring, outbox, reminders, seen_updates
from bot.store.sql import Statements

p = sa.bindparam
_ZERO, _ONE = sa.literal_column("0", sa.Integer), sa.literal_column("1", sa.Integer)
_MESSAGE = (outbox.c.id, outbox.c.payload, outbox.c.created_at, outbox.c.not_before, outbox.c.attempts)


def compile_statements(dialect: sa.Dialect) -> Statements:
    """All statements as text for one dialect."""
    insert: Any = sqlite.insert if dialect.name == "sqlite" else postgresql.insert

    def text(statement: Any) -> str:
        compiled = statement.compile(dialect=dialect)
        # Executed past SQLAlchemy, a statement gets no values but those the caller names.
        if hidden := [name for name, value in compiled.params.items() if value is not None]:
            raise ValueError(f"values that nobody would pass: {hidden}")
        return str(compiled)

    return Statements(
        lock_chat="SELECT pg_advisory_xact_lock(%(lock)s)" if dialect.name == "postgresql" else None,
        seen=text(sa.select(seen_updates.c.at).where(seen_updates.c.update_id == p("update_id"))),
        claim=text(insert(seen_updates).values(update_id=p("update_id"), at=p("at")).on_conflict_do_nothing()),
        load_case=text(sa.select(cases.c.body, cases.c.created_at).where(cases.c.chat == p("chat"))),
        save_case=text(_save_case(insert)),
        delete_case=text(sa.delete(cases).where(cases.c.chat == p("chat"))),
        unreachable=text(sa.update(cases).where(cases.c.chat == p("chat")).values(reachable=p("reachable"))),
        add_message=text(_add_message(insert)),
        delete_message=text(sa.delete(outbox).where(outbox.c.id == p("id"))),
        delete_messages=text(sa.delete(outbox).where(outbox.c.chat == p("chat"))),
        messages_of_chat=text(
            sa.select(*_MESSAGE)
            .where(outbox.c.chat == p("chat"), outbox.c.id > p("after"), outbox.c.owner == p("me"))
            .order_by(outbox.c.id)
        ),
        postpone_message=text(
            sa.update(outbox)
            .where(outbox.c.id == p("number"))
            .values(not_before=p("not_before"), attempts=outbox.c.attempts + _ONE)
        ),
        adopt_all=text(sa.update(outbox).values(owner=p("me"), owned_until=p("until"))),
        all_messages=text(sa.select(outbox.c.chat, *_MESSAGE).order_by(outbox.c.id)),
        heartbeat=text(sa.update(outbox).where(outbox.c.owner == p("me")).values(owned_until=p("until"))),
        owners=text(sa.select(outbox.c.owner, sa.func.max(outbox.c.owned_until)).group_by(outbox.c.owner)),
        chats_of_owner=text(sa.select(outbox.c.chat).where(outbox.c.owner == p("owner")).distinct()),
        overlooked=text(_overlooked()),
        holder=text(
            sa.select(outbox.c.owner, sa.func.max(outbox.c.owned_until))
            .where(outbox.c.chat == p("chat"))
            .group_by(outbox.c.owner)
        ),
        take_over=text(
            sa.update(outbox)
            .where(outbox.c.chat == p("chat"), sa.or_(outbox.c.owned_until <= p("sign"), outbox.c.owner == p("mine")))
            .values(owner=p("me"), owned_until=p("until"))
        ),
        backlog=text(sa.select(sa.func.count(), sa.func.min(outbox.c.created_at)).select_from(outbox)),
        late_chats=text(sa.select(sa.func.count(sa.distinct(outbox.c.chat))).where(outbox.c.created_at <= p("since"))),
        delete_reminders=text(sa.delete(reminders).where(reminders.c.chat == p("chat"))),
        delete_reminders_ahead=text(
            sa.delete(reminders).where(reminders.c.chat == p("chat"), reminders.c.due > p("now"))
        ),
        save_reminder=text(_save_reminder(insert)),
        due_reminders=text(_due_reminders()),
        take_reminder=text(
            sa.delete(reminders)
            .where(reminders.c.id == p("number"), reminders.c.due <= p("now"))
            .returning(reminders.c.payload, reminders.c.until)
        ),
        count_attempt=text(_count_attempt(insert)),
        expire_cases=text(sa.delete(cases).where(cases.c.expires_on <= p("today"))),
        expire_seen=text(sa.delete(seen_updates).where(seen_updates.c.at < p("before"))),
        expire_dead_letters=text(sa.delete(dead_letters).where(dead_letters.c.at < p("before"))),
        expire_group_log=text(sa.delete(group_log).where(group_log.c.at < p("before"))),
        add_key=text(insert(keyring).values(name=p("name"), wrapped=p("wrapped")).on_conflict_do_nothing()),
        load_key=text(sa.select(keyring.c.wrapped).where(keyring.c.name == p("name"))),
        save_key=text(sa.update(keyring).where(keyring.c.name == p("called")).values(wrapped=p("wrapped"))),
    )


def _save_case(insert: Any) -> Any:
    changing = ("body", "revision", "touched_at", "expires_on", "reachable")
    new = insert(cases).values({column.key: p(column.key) for column in cases.columns})
    return new.on_conflict_do_update(index_elements=["chat"], set_={name: new.excluded[name] for name in changing})


def _add_message(insert: Any) -> Any:
    new = insert(outbox).values(
        chat=p("chat"),
        payload=p("payload"),
        attempts=_ZERO,
        not_before=_ZERO,
        created_at=p("now"),
        owner=p("owner"),
        owned_until=p("until"),
    )
    return new.returning(outbox.c.id)


def _overlooked() -> Any:
    """Chats with messages of ours written before `old`, or in the future: then the clock has been put back."""
    old = sa.or_(outbox.c.created_at < p("old"), outbox.c.created_at > p("now"))
    some = sa.select(outbox.c.chat).where(outbox.c.owner == p("me"), old).distinct()
    return some.limit(sa.literal_column("500")).offset(_ZERO)


def _save_reminder(insert: Any) -> Any:
    columns = ("chat", "name", "due", "until", "payload")
    new = insert(reminders).values({name: p(name) for name in columns})
    return new.on_conflict_do_update(
        index_elements=["chat", "name"], set_={name: new.excluded[name] for name in columns[2:]}
    )


def _due_reminders() -> Any:
    """The oldest that are due, of chats that can be reached."""
    where = (reminders.c.due <= p("now"), cases.c.reachable.is_(sa.true()))
    some = sa.select(reminders.c.chat, reminders.c.id).join(cases, cases.c.chat == reminders.c.chat).where(*where)
    return some.order_by(reminders.c.due, reminders.c.id).limit(sa.literal_column("500")).offset(_ZERO)


def _count_attempt(insert: Any) -> Any:
    new = insert(dead_letters).values(update_id=p("update_id"), attempts=_ONE, error=p("error"), at=p("at"))
    return new.on_conflict_do_update(
        index_elements=["update_id"],
        set_={"attempts": dead_letters.c.attempts + _ONE, "error": new.excluded.error, "at": new.excluded.at},
    ).returning(dead_letters.c.attempts)
