"""What was measured, as a table for people, as JSON for machines, and as a block in the results page."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import re
import sqlite3
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from tests.benchmarks.load.process import ROOT

Cell = str | int | float
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
_PACKAGES = ("python-telegram-bot", "httpx", "sqlalchemy", "psycopg", "cryptography", "transitions", "jinja2")


@dataclass(frozen=True, slots=True)
class Plan:
    """How to measure: `quick` for a look, a folder for files that go afterwards, and where the words lie."""

    quick: bool
    folder: Path
    words: Path

    def pick(self, full: int, quick: int) -> int:
        """A size for the long form or the quick one."""
        return quick if self.quick else full


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that was promised: the measured value must not be above the limit (or, `least`, not below)."""

    promise: str
    value: float
    limit: float
    least: bool = False

    @property
    def met(self) -> bool:
        """Whether it is kept."""
        return self.value >= self.limit if self.least else self.value <= self.limit

    def line(self) -> str:
        """In words."""
        sign = "≥" if self.least else "≤"
        return (
            f"{'met' if self.met else 'NOT MET'}: {self.promise}: {shown(self.value)} (bar {sign} {shown(self.limit)})"
        )


@dataclass(frozen=True, slots=True)
class Result:
    """One benchmark's figures: a table, the bars, sentences to read it by, and whatever else belongs into the JSON."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    bars: Sequence[Bar] = ()
    notes: Sequence[str] = ()
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def lost(self) -> int:
        """Updates that were never answered."""
        at = list(self.columns).index("lost") if "lost" in self.columns else None
        return 0 if at is None else sum(int(row[at]) for row in self.rows)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: the rows by column."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        bars = [asdict(bar) | {"met": bar.met} for bar in self.bars]
        return {"title": self.title, "rows": rows, "bars": bars, "notes": list(self.notes), **self.more}

    def text(self) -> str:
        """A Markdown section, which also reads well in a terminal."""
        cells = [list(self.columns), *([shown(cell) for cell in row] for row in self.rows)]
        widths = [max(_width(row[column]) for row in cells) for column in range(len(self.columns))]
        head, *body = [_row(row, widths) for row in cells]
        rule = "|" + "|".join("-" * (width + 1) + (":" if at else "-") for at, width in enumerate(widths)) + "|"
        lines = [f"### `{self.name}`: {self.title}", "", head, rule, *body]
        for group in ([f"- {bar.line()}" for bar in self.bars], [f"- {note}" for note in self.notes]):
            lines += ["", *group] if group else []
        return "\n".join(lines)


def shown(cell: Cell) -> str:
    """A cell with as many digits as mean something."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int) or abs(cell) >= 100:
        return f"{cell:,.0f}"
    return f"{cell:.1f}" if abs(cell) >= 10 else f"{cell:.2f}"


def about() -> dict[str, Any]:
    """When, on what, and with which versions."""
    packages = {}
    for name in _PACKAGES:
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            continue
    return {
        "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "processor": _processor(),
        "memory_gib": round(_memory() / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "sqlite": sqlite3.sqlite_version,
        "commit": _commit(),
        "packages": packages,
    }


def as_json(where: dict[str, Any], command: str, results: Sequence[Result]) -> str:
    """Everything, for machines."""
    content = {"command": command, **where, "results": {result.name: result.as_dict() for result in results}}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def as_page(where: dict[str, Any], command: str, results: Sequence[Result]) -> str:
    """Everything, for the results page."""
    packages = ", ".join(f"{name} {number}" for name, number in where["packages"].items())
    head = [
        f"Measured on {where['date'][:10]} by `{command}`, at {where['commit']}.",
        "",
        f"- machine: {where['cores']} cores ({where['processor']}), {where['memory_gib']} GiB, {where['system']}",
        f"- {where['python']}, SQLite {where['sqlite']}, {packages}",
    ]
    return "\n\n".join(["\n".join(head), *(result.text() for result in results)])


def write_into(page: Path, block: str) -> None:
    """Put a block between the markers of a page, instead of what stood there.

    Raises:
        ValueError: when the page does not have the markers once each, in order.
    """
    text = page.read_text("utf-8")
    parts = re.split(f"{re.escape(BEGIN)}.*{re.escape(END)}", text, flags=re.DOTALL)
    if len(parts) != 2:
        raise ValueError(f"{page.name} has no place for the figures: {BEGIN} … {END}")
    page.write_text(f"{parts[0]}{BEGIN}\n{block}\n{END}{parts[1]}", "utf-8")


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = []
    for at, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        space = " " * (width - _width(cell))
        padded.append(f" {space}{cell} " if at else f" {cell}{space} ")
    return "|" + "|".join(padded) + "|"


def _width(text: str) -> int:
    """Columns in a terminal: Chinese takes two."""
    return sum(2 if "\u2e80" <= char <= "\uffef" else 1 for char in text)


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


def _memory() -> int:
    import psutil

    return int(psutil.virtual_memory().total)


def _commit() -> str:
    try:
        run = subprocess.run(
            ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "an unknown commit"
    return f"commit {run.stdout.strip()}"
