"""How a database fails: told apart by what can be done about it, in words for whoever runs the service."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_SQLITE_ERROR, _SQLITE_CORRUPT, _SQLITE_NOTADB = 1, 11, 26

_OPENING = (
    "The database cannot be opened ({reason}). Nothing was started, and nothing in it was touched. "
    "Look whether another process holds it, whether the disk is full, whether it may be read and written; "
    "with PostgreSQL, whether the server runs and TRANSFER_AID_DATABASE_URL is right. Then start again."
)
_DAMAGED = (
    "The database file is damaged ({reason}), and the service has stopped: {file}\n"
    "The file is where it was, neither deleted nor made anew. Telegram keeps what was not handled for 24 hours; it is "
    "handled once the database is back.\n"
    "Move the file with its -wal and -shm to another place and keep them, put the latest backup where it was, and "
    "start again; keep the keys as they are. Started without a backup in its place, the service begins with an empty "
    "database, and what people told is gone."
)


class StoreUnavailableError(Exception):  # reads as what is the case
    """The database did not take the transaction (locked, full, gone); nothing was changed; try again later.

    `reason` is the kind of error, fit for a log; the text is for the operator.
    """

    def __init__(self, reason: str, text: str = "") -> None:
        super().__init__(text or reason)
        self.reason = reason


class StoreDamagedError(StoreUnavailableError):
    """The database file is damaged: waiting does not help, somebody must put a backup in its place.

    It counts as unavailable, so that nothing that was not stored is acknowledged meanwhile.
    """

    def __init__(self, reason: str, file: object) -> None:
        super().__init__(reason, _DAMAGED.format(reason=reason, file=file))


class SchemaError(Exception):
    """The database's schema could not be brought up to date."""


class SchemaTooNewError(SchemaError):
    """The database was written by a newer release than this one."""


def failure(error: Any, file: Path | None) -> StoreUnavailableError:
    """What a database error means for a transaction; `file` is None for a server."""
    reason = _reason(error)
    failed = StoreDamagedError(reason, file) if _damaged(error) else StoreUnavailableError(reason)
    failed.__cause__ = error
    return failed


def failure_to_open(error: Any, file: Path | None) -> StoreUnavailableError | None:
    """What a database error means for a start; None if it is about a statement, not about the database."""
    failed = error if isinstance(error, StoreUnavailableError) else failure(error, file)
    if isinstance(failed, StoreDamagedError):
        return failed
    about_statement = _is_mistake(error) or _sqlite_code(error) == _SQLITE_ERROR
    return None if about_statement else StoreUnavailableError(failed.reason, _OPENING.format(reason=failed.reason))


def _is_mistake(error: Any) -> bool:
    """Whether a driver, by the name the standard gives the class, says that the statement is wrong."""
    return any(kind.__name__ == "ProgrammingError" for kind in type(getattr(error, "orig", error)).__mro__)


def _damaged(error: Any) -> bool:
    return _sqlite_code(error) in {_SQLITE_CORRUPT, _SQLITE_NOTADB}


def _sqlite_code(error: Any) -> int | None:
    code: int | None = getattr(getattr(error, "orig", error), "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _reason(error: Any) -> str:
    """The kind of a database error, by its class and code; never its text, which may quote values."""
    original = getattr(error, "orig", error)
    code = getattr(original, "sqlite_errorname", None) or getattr(original, "sqlstate", None)
    return f"{type(original).__name__} {code}" if code else type(original).__name__
