"""``transfer-aid site``: where it writes, and what it says when it cannot. The pages themselves: tests/site."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main
from tests.dialogs.opened import open_dialog

pytestmark = pytest.mark.calendar


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch):
    """The command with a site of two pages."""
    monkeypatch.setattr("bot.cli.site_command.open_dialog", lambda _: open_dialog())
    monkeypatch.setattr("bot.cli.site_command.build", lambda *_: iter([("a.html", "甲"), ("zh/b.html", "乙")]))


@pytest.mark.usefixtures("small")
def test_the_command_writes_the_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["site", "--out", str(tmp_path / "new")]) == 0
    assert (tmp_path / "new" / "zh" / "b.html").read_text("utf-8") == "乙"
    assert capsys.readouterr().out == f"2 files, begin at {tmp_path / 'new' / 'index.html'}\n"


@pytest.mark.usefixtures("small")
def test_the_command_says_where_it_cannot_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "file").write_text("", "utf-8")
    assert main(["site", "--out", str(tmp_path / "file")]) == 2
    assert "--out" in capsys.readouterr().err
