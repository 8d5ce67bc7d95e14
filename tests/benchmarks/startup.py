"""How long somebody waits for the first answer: from the start of the process to the first words of the console.

Run: .venv/bin/python tests/benchmarks/startup.py [TIMES]
Prints each time and the median, in seconds. A measurement, not a test: it asserts nothing.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIRST = "我刚刚微信转错人了，5000块，对方还没收\n"


def first_answer() -> float:
    """Seconds from starting ``console --plain`` to the first line of its answer."""
    command = [Path(sys.executable).with_name("transfer-aid"), "console", "--plain"]
    begin = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("no pipes")
        process.stdin.write(FIRST.encode())
        process.stdin.close()
        line = process.stdout.readline()
        taken = time.perf_counter() - begin
        process.stdout.read()
    if not line.strip():
        raise RuntimeError("the console said nothing")
    return taken


def main() -> None:
    """Measure, and print."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    first_answer()  # the first run compiles what was never compiled
    taken = [first_answer() for _ in range(times)]
    print("  ".join(f"{seconds:.3f}" for seconds in taken))  # noqa: T201
    print(f"median of {times}: {statistics.median(taken):.3f} s from process start to first answer")  # noqa: T201


if __name__ == "__main__":
    main()
