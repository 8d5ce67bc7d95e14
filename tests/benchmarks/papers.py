"""How long a paper takes to become a file: the first time, and after it. Run: python tests/benchmarks/papers.py"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot.papers.export import build_file
from dialogs.messages import File
from dialogs.papers.chart import pack
from dialogs.papers.data import PaperData
from dialogs.papers.paper import compose
from dialogs.papers.timeline import timeline
from tests.dialogs.talk import NOW
from tests.papers.cases import CONTENT, PAPERS, fill, known

BARS = {"docx": 1.0, "pdf": 1.5}  # seconds after the first, on one core
ROUNDS = 7
PAYMENTS = 20


def files() -> list[File]:
    """The longest paper, a report to the police about twenty payments, and its timeline."""
    kind = PAPERS.kinds["police_report"]
    case = known("scam_rebate", police="reported", **{"event.refusal_received": "2026-11-21"})
    data = fill(kind, PaperData(case), payments=PAYMENTS)
    paper = compose(PAPERS, kind, data, NOW)
    table = CONTENT.timetable
    chart = pack(table.words, timeline(table, data), NOW)
    papers = [File("paper", form, paper.markdown) for form in ("docx", "pdf")]
    return [*papers, *(File("timeline", form, chart) for form in ("ics", "png"))]


def seconds(file: File) -> float:
    """How long building it takes."""
    start = time.perf_counter()
    build_file(file)
    return time.perf_counter() - start


def main() -> int:
    """Print first, median and worst in seconds; exit 1 when a bar is missed."""
    missed = False
    for file in files():
        first = seconds(file)
        after = [seconds(file) for _ in range(ROUNDS)]
        bar = BARS.get(file.form)
        missed |= bar is not None and statistics.median(after) > bar
        told = f"bar {bar:.1f}" if bar else ""
        print(  # noqa: T201
            f"{file.form:5} first {first:.2f}  median {statistics.median(after):.2f}  worst {max(after):.2f}  {told}"
        )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
