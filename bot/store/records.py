"""What goes into the store and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.case import Case


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case as found: `created_at` (seconds) is 0 when the chat has none yet (then `case` is a fresh one)."""

    case: Case
    created_at: int


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """A reminder to be sent at `due` (seconds), or not at all from `until` on: the messages it consists of."""

    name: str
    due: int
    until: int
    contents: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class ReminderSchedule:
    """The reminders a person wants now: whether any at all, and those still ahead."""

    on: bool
    planned: tuple[PlannedReminder, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one input leads to.

    `case` is saved unless it is None (nothing changes); `forget` deletes the case and whatever still waits
    to be sent to the chat; `messages` are put in the outbox, in order, as JSON-ready dicts; `reminders` replace
    those of the case, unless None.
    """

    case: Case | None = None
    forget: bool = False
    messages: tuple[Mapping[str, Any], ...] = ()
    reminders: ReminderSchedule | None = None


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """One message of the outbox: its number, its chat's key, its content, when it was written (seconds)."""

    id: int
    chat: bytes
    content: Mapping[str, Any]
    created_at: int
    not_before: int = 0
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class TurnResult:
    """How a turn ended.

    `to_send` are the messages this process sends now, in order (another process may send the chat's). `fresh` is False
    when the update was committed before and nothing was done; `forgot` is True when the turn deleted the chat's case,
    so that messages of it already handed out must not be sent any more.
    """

    chat: bytes
    to_send: tuple[OutboxMessage, ...] = ()
    fresh: bool = True
    forgot: bool = False
