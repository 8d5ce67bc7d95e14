"""How a database fails: told apart by what can be done about it, in words for whoever runs the service."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

_SQLITE_ERROR, _SQLITE_CORRUPT, _SQLITE_NOTADB = 1, 11, 26

_OPENING = (
    "数据库打不开（{reason}），服务没有启动，里面的数据没有动过。"
    "请看：是不是有别的进程占着它，磁盘是不是满了，有没有读写权限；"
    "用 PostgreSQL 的话，服务器开着没有，TRANSFER_AID_DATABASE_URL 写对没有。处理好以后重新启动就行。"
)
_DAMAGED = (
    "数据库文件坏了（{reason}），服务停了下来：{file}\n"
    "文件原地保留，没有删除，也没有重建。还没处理的消息 Telegram 会保留 24 小时，恢复后会接着处理。\n"
    "请把这个文件和同名的 -wal、-shm 一起移到别处留着，把最近的备份放到原来的位置，再重新启动；密钥不要换、不要删。"
    "没有备份时，移走以后直接启动会从空库开始，以前的记录就没有了。"
)


class StoreUnavailable(sa.exc.SQLAlchemyError):
    """The database did not take the transaction (locked, full, gone); nothing was changed; try again later.

    `reason` is the kind of error, fit for a log; the text is for the operator.
    """

    def __init__(self, reason: str, text: str = "") -> None:
        super().__init__(text or reason)
        self.reason = reason


class StoreDamaged(StoreUnavailable):
    """The database file is damaged: waiting does not help, somebody must put a backup in its place.

    It counts as unavailable, so that nothing that was not stored is acknowledged meanwhile.
    """

    def __init__(self, reason: str, file: object) -> None:
        super().__init__(reason, _DAMAGED.format(reason=reason, file=file))


def failure(error: Any, url: sa.URL) -> StoreUnavailable:
    """What a database error means for a transaction."""
    reason = _reason(error)
    failed = StoreDamaged(reason, url.database) if _damaged(error) else StoreUnavailable(reason)
    failed.__cause__ = error
    return failed


def failure_to_open(error: Any, url: sa.URL) -> StoreUnavailable | None:
    """What a database error means for a start; None if it is about a statement, not about the database."""
    failed = error if isinstance(error, StoreUnavailable) else failure(error, url)
    if isinstance(failed, StoreDamaged):
        return failed
    about_statement = isinstance(error, sa.exc.ProgrammingError) or _sqlite_code(error) == _SQLITE_ERROR
    return None if about_statement else StoreUnavailable(failed.reason, _OPENING.format(reason=failed.reason))


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
