"""How the store fails, by what can be done about it, in words for the operator."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

_SQLITE_ERROR, _SQLITE_CORRUPT, _SQLITE_NOTADB = 1, 11, 26

_OPENING = (
    "The database cannot be opened ({reason}). Nothing was started, and nothing in it was touched. "
    "Look whether another process holds it, whether the disk is full, whether it may be read and written; "
    "with PostgreSQL, whether the server runs and TRANSFER_AID_DATABASE_URL is right. Then start again."
)
ROTATING = (
    "The database did not take a change ({reason}). What was re-encrypted before stays so; keep the older keys, and "
    "start the rotation again when nothing else holds the database."
)
_DAMAGED = (
    "The database file is damaged ({reason}), and the service has stopped: {file}\n"
    "The file is where it was, neither deleted nor replaced. Telegram keeps what was not handled for 24 hours; it is "
    "handled once the database is back.\n"
    "Move the file with its -wal and -shm to another place and keep them, put the latest backup where it was, and "
    "start again; keep the keys as they are. Started without a backup in its place, the service begins with an empty "
    "database, and what people answered is gone."
)

STATEMENT_ERRORS = (sa.exc.ProgrammingError, sa.exc.DataError, sa.exc.IntegrityError, sa.exc.NotSupportedError)
"""Errors about one statement: the connection and the database are in order."""


class DatabaseAddressError(Exception):
    """The database address is not one that this project can use."""


class StoreKeyError(Exception):
    """The key is missing, malformed or not the one the database was written with."""


class DamagedValueError(StoreKeyError):
    """A stored value was changed, or belongs to another row: no key decrypts it."""


class SchemaError(Exception):
    """The database's schema could not be brought up to date."""


class SchemaTooNewError(SchemaError):
    """The database was written by a newer release than this one."""


class StoreUnavailableError(Exception):
    """The database did not take the transaction (locked, full, gone); nothing was changed; try again later.
    `reason` is the kind of error, fit for a log; the text is for the operator.
    """

    def __init__(self, reason: str, text: str = "") -> None:
        super().__init__(text or reason)
        self.reason = reason


class StoreDamagedError(StoreUnavailableError):
    """The database file is damaged: retrying does not help, an operator must restore a backup.
    It counts as unavailable, so that nothing that was not stored is acknowledged meanwhile.
    """

    def __init__(self, reason: str, file: object) -> None:
        super().__init__(reason, _DAMAGED.format(reason=reason, file=file))


def failure(error: sa.exc.DBAPIError, file: Path | None, text: str = "") -> StoreUnavailableError:
    """What a database error means for a transaction; `file` is None for a server, `text` is for the operator."""
    # The error's class and code, never its text, which may quote values.
    original = error.orig
    code = getattr(original, "sqlite_errorname", None) or getattr(original, "sqlstate", None)
    reason = f"{type(original).__name__} {code}" if code else type(original).__name__
    damaged = _sqlite_code(error) in {_SQLITE_CORRUPT, _SQLITE_NOTADB}
    failed = StoreDamagedError(reason, file) if damaged else StoreUnavailableError(reason, text.format(reason=reason))
    failed.__cause__ = error
    return failed


def failure_to_open(error: sa.exc.DBAPIError, file: Path | None) -> StoreUnavailableError | None:
    """What a database error means for a start; None if it is about a statement, not about the database."""
    about_statement = isinstance(error, sa.exc.ProgrammingError) or _sqlite_code(error) == _SQLITE_ERROR
    return None if about_statement else failure(error, file, _OPENING)


def _sqlite_code(error: sa.exc.DBAPIError) -> int | None:
    code: int | None = getattr(error.orig, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
