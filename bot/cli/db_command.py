"""``transfer-aid db``: upgrade the schema, back a SQLite database up, finish a rotation of keys."""

from __future__ import annotations

import argparse
import asyncio
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from bot.cli import DONE, FOUND, BadUsageError
from bot.cli._arguments import add_env_file
from bot.settings import Settings, read_settings
from bot.store import UNUSABLE, Store, StoreSettings
from bot.store.database import database_at

PATIENCE = 30.0  # seconds to wait for a locked SQLite file


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_env_file(parser)
    actions = parser.add_subparsers(dest="what", required=True, metavar="ACTION")
    actions.add_parser("upgrade", help="bring the database to this version's schema")
    backup = actions.add_parser("backup", help="copy a SQLite database, also while a bot runs")
    backup.add_argument("file", type=Path, help="where to; must not exist yet")
    actions.add_parser("reseal", help="re-encrypt what older keys encrypted, also while a bot runs")


def run(arguments: argparse.Namespace) -> int:
    """Carry it out; exit 1 when it cannot be done."""
    settings = read_settings(arguments.env_file)
    try:
        if arguments.what == "backup":
            _back_up(settings, arguments.file)
            return DONE
        with closing(Store(StoreSettings.of(settings, PATIENCE))) as store:  # which upgrades the schema
            if arguments.what == "upgrade":
                print("the database is up to date")
            else:
                count = asyncio.run(store.rotate_keys())
                print(f"{count} values re-encrypted; the older keys are not needed any more")
    except (*UNUSABLE, OSError, sqlite3.Error) as error:
        print(f"not done: {error}", file=sys.stderr)
        return FOUND
    return DONE


def _back_up(settings: Settings, to: Path) -> None:
    """One file that holds what was committed when it began, without freed pages; only its owner can read it."""
    file = database_at(settings.store_url).file
    if file is None:
        raise BadUsageError("PostgreSQL has a tool of its own for this: pg_dump")
    with closing(_open_existing(file)) as connection:
        os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            connection.execute("VACUUM INTO ?", (str(to),))
            _check(to)
        except BaseException:
            to.unlink()  # half a backup would be taken for one
            raise
    print(f"backed up to {to}; the key is not in it, keep that somewhere else")


def _open_existing(file: Path) -> sqlite3.Connection:
    """Without making an empty database where there is none."""
    if not file.is_file():
        raise FileNotFoundError(f"there is no database at {file}")
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True, timeout=PATIENCE, isolation_level=None)


def _check(copy: Path) -> None:
    """What was written is a database, and on the disk."""
    with closing(_open_existing(copy)) as connection:
        [found] = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(f"the copy is damaged: {found}")
    descriptor = os.open(copy, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
