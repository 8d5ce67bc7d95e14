"""``./scripts/bench [NAME ...]``: measure, print tables, and write JSON or the results page if asked to."""

from __future__ import annotations

import argparse
import asyncio
import shlex
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from tests.benchmarks.load.conversation import write_words
from tests.benchmarks.load.process import keep_to_the_first_core
from tests.benchmarks.report import Plan, Result, about, as_json, as_page, write_into

NAMES = ("turns", "stored", "latency", "flood", "replicas", "memory", "startup", "editions", "anatomy")


def main() -> int:
    """Exit 0 when everything was measured and nothing lost, 1 when updates were lost, 2 for a name that is none."""
    parser = argparse.ArgumentParser(prog="./scripts/bench", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"any of {', '.join(NAMES)}; all, in about a quarter of an hour, if none is given",
    )
    parser.add_argument("--quick", action="store_true", help="small sizes, for a look: about four minutes for all")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the tables between the markers of a page")
    given = parser.parse_args()
    if unknown := set(given.names) - set(NAMES):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    results = measure(given.names or NAMES, quick=given.quick)
    command = shlex.join(["./scripts/bench", *given.names, *(["--quick"] if given.quick else [])])
    where = about()
    if given.json:
        given.json.write_text(as_json(where, command, results), "utf-8")
    if given.write:
        write_into(given.write, as_page(where, command, results))
    return 1 if any(result.lost for result in results) else 0


def measure(names: tuple[str, ...] | list[str], *, quick: bool) -> list[Result]:
    """The results of the benchmarks named; each is printed as soon as it is there."""
    keep_to_the_first_core()
    results = []
    for name in names:
        print(f"measuring {name} …", file=sys.stderr, flush=True)  # noqa: T201
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            words = Path(folder) / "words.json"
            write_words(words)
            module = import_module(f"tests.benchmarks.figures.{name}")
            results.append(asyncio.run(module.measure(Plan(quick, Path(folder), words))))
        print(results[-1].text(), end="\n\n", flush=True)  # noqa: T201
    return results


if __name__ == "__main__":
    sys.exit(main())
