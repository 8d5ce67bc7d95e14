"""What goes into the store and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.case import Case


@dataclass(frozen=True, slots=True)
class Stored:
    """A case as found: `born` is 0 when the chat has none yet (then `case` is a fresh one)."""

    case: Case
    born: int


@dataclass(frozen=True, slots=True)
class Planned:
    """A reminder to be sent at `due` (seconds), or not at all from `until` on: the letters it consists of."""

    name: str
    due: int
    until: int
    contents: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The reminders a person wants now: whether any at all, and those still ahead."""

    on: bool
    planned: tuple[Planned, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one input leads to.

    `case` is saved unless it is None (nothing changes); `forget` deletes the case and whatever still waits
    to be sent to the chat; `letters` are put in the outbox, in order, as JSON-ready dicts; `reminders` replace
    those of the case, unless None.
    """

    case: Case | None = None
    forget: bool = False
    letters: tuple[Mapping[str, Any], ...] = ()
    reminders: Wanted | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """One message of the outbox: its number, its chat's key, its content, when it was written (seconds)."""

    id: int
    chat: bytes
    content: Mapping[str, Any]
    created_at: int
    not_before: int = 0
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """How a turn ended: `mine` are letters for this process to send; not `fresh` when the update was seen before."""

    chat: bytes
    mine: tuple[Letter, ...] = ()
    fresh: bool = True
    forgot: bool = False
