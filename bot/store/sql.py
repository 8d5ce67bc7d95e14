"""The store's SQL: plain text by purpose, for one database.

Written and compiled in `bot.store.statements` and `bot.store.group_statements`; kept apart from them, so that whoever
only runs it need not load SQLAlchemy.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statements:
    """SQL text by purpose; parameters are named as the columns."""

    lock_chat: str | None
    seen: str
    claim: str
    load_case: str
    save_case: str
    delete_case: str
    unreachable: str
    add_message: str
    delete_message: str
    delete_messages: str
    messages_of_chat: str
    postpone_message: str
    adopt_all: str
    all_messages: str
    heartbeat: str
    owners: str
    chats_of_owner: str
    overlooked: str
    holder: str
    take_over: str
    backlog: str
    late_chats: str
    delete_reminders: str
    delete_reminders_ahead: str
    save_reminder: str
    due_reminders: str
    take_reminder: str
    count_attempt: str
    expire_cases: str
    expire_seen: str
    expire_dead_letters: str
    expire_group_log: str
    add_key: str
    load_key: str
    save_key: str


@dataclass(frozen=True, slots=True)
class GroupStatements:
    """SQL text by purpose. Moving statements name the chats `old` and `new`, and take `new` a second time as `there`
    (one parameter cannot stand in two places of an UPDATE in every driver).
    """

    load_settings: str
    save_settings: str
    add_log: str
    load_log: str
    load_entry: str
    undo: str
    spare: str
    spared: str
    move: tuple[str, ...]
    leave: tuple[str, ...]
    forget: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A database whose schema is this release's, with the SQL to run on it."""

    sql: Statements
    group_sql: GroupStatements
