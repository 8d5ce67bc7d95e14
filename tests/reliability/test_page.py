"""The results page is made when it is missing, and each trial writes into its own place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability.__main__ import main
from tests.reliability.faults import Faults
from tests.reliability.page import block, fault_rows, kill_rows, write_into
from tests.reliability.verdict import Verdict

WHERE = {
    "date": "2026-11-29T07:00:00+00:00",
    "commit": "commit abc1234",
    "cores": 2,
    "processor": "a processor",
    "memory_gib": 8.0,
    "system": "Linux 6",
    "python": "CPython 3.11.7",
    "database": "SQLite 3.40.1",
    "packages": {"httpx": "0.28.1"},
}


def test_each_trial_has_its_place(tmp_path: Path) -> None:
    page = tmp_path / "reliability.md"
    write_into(page, "sqlite", block(WHERE, "python -m one", kill_rows(Verdict(kills=1000, updates=9360))))
    assert page.read_text("utf-8").count("Not tried yet.") == 5
    faults = Faults(calls={"getUpdates": 9}, injected={"getUpdates": {"slow": 2, "429": 1}})
    write_into(page, "faults", block(WHERE, "python -m two", fault_rows(faults)))
    write_into(page, "sqlite", block(WHERE, "python -m three", kill_rows(Verdict(kills=7, lost=1)), ["what was lost"]))
    text = page.read_text("utf-8")
    assert text.count("Not tried yet.") == 4
    assert "python -m one" not in text
    assert "Run on 2026-11-29 by `python -m three`, at commit abc1234." in text
    assert "| kills | 7 |" in text
    assert text.count("| verdict | BROKEN |") == 1
    assert "- what was lost" in text
    assert "| calls of getUpdates: 1 × 429, 2 × slow | 9 |" in text
    with pytest.raises(ValueError, match="no place"):
        write_into(page, "somewhere", "")


def test_the_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "--write PAGE" in capsys.readouterr().out
