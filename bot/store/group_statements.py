"""The statements of the group tables, compiled once per database (see `bot.store.statements`)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.schema import group_log, group_settings, group_spared
from bot.store.sql import GroupStatements

p = sa.bindparam


def compile_group_statements(dialect: sa.Dialect) -> GroupStatements:
    """All statements as text for one dialect."""
    insert: Any = sqlite.insert if dialect.name == "sqlite" else postgresql.insert

    def text(statement: Any) -> str:
        compiled = statement.compile(dialect=dialect)
        # Executed past SQLAlchemy, a statement gets no values but those the caller names.
        if hidden := [name for name, value in compiled.params.items() if value is not None]:
            raise ValueError(f"values that nobody would pass: {hidden}")
        return str(compiled)

    log = group_log.c
    entry = (log.ref, log.at, log.action, log.verdict, log.reasons, log.words, log.undone)
    settings = insert(group_settings).values({column.name: p(column.name) for column in group_settings.columns})
    tables = (group_settings, group_log, group_spared)
    return GroupStatements(
        load_settings=text(
            sa.select(group_settings.c.mode, group_settings.c.warned_at).where(group_settings.c.chat == p("chat"))
        ),
        save_settings=text(
            settings.on_conflict_do_update(
                index_elements=["chat"],
                set_={"mode": settings.excluded.mode, "warned_at": settings.excluded.warned_at},
            )
        ),
        add_log=text(sa.insert(group_log).values({column.name: p(column.name) for column in group_log.columns})),
        load_log=text(
            sa.select(*entry)
            .where(log.chat == p("chat"), log.at >= p("since"))
            .order_by(log.at.desc(), log.ref)
            .limit(sa.literal_column("20"))
            .offset(sa.literal_column("0"))
        ),
        load_entry=text(sa.select(*entry).where(log.chat == p("chat"), log.ref == p("ref"))),
        undo=text(sa.update(group_log).where(log.chat == p("chat"), log.ref == p("name")).values(undone=p("done"))),
        spare=text(insert(group_spared).values(chat=p("chat"), words=p("words")).on_conflict_do_nothing()),
        spared=text(
            sa.select(group_spared.c.words).where(group_spared.c.chat == p("chat"), group_spared.c.words == p("words"))
        ),
        move=tuple(text(_move(table)) for table in tables),
        leave=tuple(text(sa.delete(table).where(table.c.chat == p("old"))) for table in tables),
        forget=tuple(text(sa.delete(table).where(table.c.chat == p("chat"))) for table in tables),
    )


def _move(table: sa.Table) -> Any:
    """To the new chat whatever it does not have already."""
    moving = sa.update(table).where(table.c.chat == p("old")).values(chat=p("new"))
    if table is group_log:
        return moving
    there = table.alias("there")
    same = [there.c.words == table.c.words] if table is group_spared else []
    return moving.where(~sa.exists().where(there.c.chat == p("there"), *same))
