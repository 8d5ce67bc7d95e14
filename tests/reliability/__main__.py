"""The long forms, as JSON; exit 1 if a promise was broken. With ``--write PAGE`` the figures go into a page as well.

kills: the bot is killed again and again. stops: it is told to stop. faults: Telegram fails three calls out of ten.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import shlex
import sys
import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog

from tests.benchmarks.report import about
from tests.bot.store.postgres import fresh_database, server_uri
from tests.reliability.faults import Faults, suffer
from tests.reliability.harness import kill_polling, kill_replicas, stop_polling
from tests.reliability.page import block, fault_rows, kill_rows, write_into
from tests.reliability.verdict import Verdict


def main(arguments: Sequence[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    given = _parser().parse_args(arguments)
    where = about()
    where["database"] = f"SQLite {where.pop('sqlite')}"
    verdict: Verdict | Faults
    if given.what == "faults":
        name, verdict = "faults", _faults(given)
    elif given.postgresql:
        name, verdict = "postgresql", _on_postgresql(given, where)
    else:
        name, trial = ("stops", stop_polling) if given.what == "stops" else ("sqlite", kill_polling)
        with tempfile.TemporaryDirectory() as folder:
            database = f"sqlite:///{folder}/cases.sqlite3"
            verdict = asyncio.run(trial(database, given.kills, given.seed))
    command = shlex.join(["python", "-m", "tests.reliability", *arguments])
    print(json.dumps({"command": command, **where, **verdict.as_dict()}, ensure_ascii=False, indent=2))  # noqa: T201
    if given.write is not None:
        rows = fault_rows(verdict) if isinstance(verdict, Faults) else kill_rows(verdict)
        write_into(given.write, name, block(where, command, rows, verdict.notes))
    return 0 if verdict.good else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("kills", "stops", "faults"), default="kills")
    parser.add_argument("--kills", type=int, default=1000, help="kills, stops: how many")
    parser.add_argument("--postgresql", action="store_true", help="kills: two webhook replicas, not one polling bot")
    parser.add_argument("--chats", type=int, default=200, help="faults: how many people write")
    parser.add_argument("--messages", type=int, default=20, help="faults: how many messages each of them writes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the figures into this page")
    return parser


def _faults(given: argparse.Namespace) -> Faults:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))  # else each fault
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/cases.sqlite3"
        return asyncio.run(suffer(database, given.chats, given.messages, given.seed))


def _on_postgresql(given: argparse.Namespace, where: dict[str, Any]) -> Verdict:
    server = server_uri(Path(tempfile.gettempdir()) / f"transfer-aid-{uuid.uuid4().hex}")
    verdict = Verdict()
    for database in fresh_database(server):
        address = sa.make_url(database).set(drivername="postgresql+psycopg")
        with sa.create_engine(address, poolclass=sa.NullPool).connect() as connection:
            where["database"] = f"PostgreSQL {connection.exec_driver_sql('SHOW server_version').scalar_one()}"
        verdict = asyncio.run(kill_replicas(database, given.kills, given.seed))
    return verdict


if __name__ == "__main__":
    sys.exit(main())
