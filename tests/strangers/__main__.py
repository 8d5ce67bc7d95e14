"""Measure how long strangers wait: ``python -m tests.strangers [--count 150] [--every 0.4] [--attack-every 0.5]``.

With ``--write PAGE`` the figures go into a page as well. They say something on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shlex
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.report import about
from tests.linear.cost import pace
from tests.reliability.page import block, write_into
from tests.strangers.crowd import measure


def main() -> None:
    """Measure by polling and by webhook."""
    parser = argparse.ArgumentParser(prog="python -m tests.strangers", description=__doc__)
    parser.add_argument("--count", type=int, default=150, help="strangers")
    parser.add_argument("--every", type=float, default=0.4, help="seconds between two of them")
    parser.add_argument("--attack-every", type=float, default=0.5, help="seconds between two messages of an attacker")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the figures into this page")
    given = parser.parse_args()
    where, rows = about(), list[tuple[str, object]]()
    where["database"] = f"SQLite {where.pop('sqlite')}"
    busy, slower = os.getloadavg()[0], pace()
    for webhook in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            alone, beside, stopped = asyncio.run(
                measure(
                    Path(folder), webhook=webhook, count=given.count, every=given.every, attack_every=given.attack_every
                )
            )
        name = "webhook" if webhook else "polling"
        sys.stdout.write(f"{name} | alone: {alone} | beside attackers: {beside} | stopped in {stopped:.1f} s\n")
        rows += [(f"{name}, alone", alone), (f"{name}, beside attackers", beside)]
        rows += [(f"{name}, seconds until a stop among attackers is obeyed", f"{stopped:.1f}")]
    if given.write is not None:
        command = shlex.join(["python", "-m", "tests.strangers", *sys.argv[1:]])
        notes = [
            f"processes that wanted the machine's cores before it began (load average): {busy:.1f}",
            f"how many times as long as on a machine with nothing else to do work took then: {slower:.1f}",
        ]
        write_into(given.write, "strangers", block(where, command, rows, notes))


if __name__ == "__main__":
    main()
