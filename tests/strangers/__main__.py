"""Measure how long strangers wait: ``python -m tests.strangers [--count 150] [--every 0.4] [--attack-every 0.5]``."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.strangers.crowd import measure

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=150, help="strangers")
    parser.add_argument("--every", type=float, default=0.4, help="seconds between two of them")
    parser.add_argument("--attack-every", type=float, default=0.5, help="seconds between two messages of an attacker")
    given = parser.parse_args()
    for webhook in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            alone, beside = asyncio.run(
                measure(
                    Path(folder), webhook=webhook, count=given.count, every=given.every, attack_every=given.attack_every
                )
            )
        name = "webhook" if webhook else "polling"
        sys.stdout.write(f"{name} | alone: {alone} | beside attackers: {beside}\n")
