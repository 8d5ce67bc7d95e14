"""How long a check takes: messages of the written sets, long ones, hostile ones, and building the checker.

Run: .venv/bin/python tests/benchmarks/checking.py [TIMES]
Prints medians on one core. A measurement, not a test: it asserts nothing.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.content import open_content, read_models  # noqa: E402
from dialogs.assembly import make_checker  # noqa: E402

HOSTILE = {"lures": "转账撤回先付后撤加微信", "marks": "撤。。回！！", "blanks": "加 v ", "addresses": "a.b@c.com/"}


def milliseconds(work: Callable[[], object], times: int) -> float:
    """The median time of `times` runs."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Measure, and print."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    content, models = open_content(), read_models()
    print(f"building the checker: {milliseconds(lambda: make_checker(content, models), times):.0f} ms")  # noqa: T201
    checker = make_checker(content, models)
    sets = yaml.load((ROOT / "tests/checking/fake_recall.yaml").read_text("utf-8"), yaml.CSafeLoader)
    for name in ("lures", "misses"):
        each = [milliseconds(lambda text=text: checker.check(text), times) for text in sets[name]]  # type: ignore[misc]
        print(f"{name}: median {statistics.median(each):.3f} ms a message, slowest {max(each):.3f} ms")  # noqa: T201
    for name, unit in HOSTILE.items():
        for size in (1000, 10_000, 100_000):
            text = (unit * (size // len(unit) + 1))[:size]
            print(f"hostile {name}, {size} characters: {milliseconds(lambda t=text: checker.check(t), 1):.0f} ms")  # type: ignore[misc]  # noqa: T201


if __name__ == "__main__":
    main()
