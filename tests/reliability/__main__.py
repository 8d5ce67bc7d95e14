"""``python -m tests.reliability [--kills N] [--postgresql] [--seed N]``: the long form, as JSON; exit 1 if broken."""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import sys
import tempfile
import uuid
from pathlib import Path

from tests.bot.store.postgres import fresh_database, server_uri
from tests.reliability.harness import kill_polling, kill_replicas


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true", help="two webhook replicas instead of one polling bot")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.postgresql:
            server = server_uri(Path(tempfile.gettempdir()) / f"transfer-aid-{uuid.uuid4().hex}")
            for database in fresh_database(server):
                verdict = asyncio.run(kill_replicas(database, given.kills, given.seed))
        else:
            verdict = asyncio.run(kill_polling(f"sqlite:///{folder}/cases.sqlite3", given.kills, given.seed))
    about = {"python": platform.python_version(), "machine": platform.machine(), "seed": given.seed}
    print(json.dumps(about | verdict.as_dict(), ensure_ascii=False, indent=2))  # noqa: T201
    return 0 if verdict.good else 1


if __name__ == "__main__":
    sys.exit(main())
