"""The command line, ready to run, away from anybody's own settings."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.content import read_models
from dialogs.assembly import make_checker, make_understander
from tests.cli.program import Run, runner
from tests.dialogs.opened import open_content, open_dialog

OPENED = {
    "ask": "open_dialog",
    "check": "make_checker",
    "console": "open_dialog",
    "draft": "open_dialog",
    "identify": "make_understander",
}


@pytest.fixture(scope="session")
def opened() -> dict[str, Callable[[], Any]]:
    """What the commands open, opened once for all tests; test_process.py opens it anew in processes of their own."""
    made: dict[str, Callable[[], Any]] = {
        "open_dialog": open_dialog,
        "make_checker": lambda: make_checker(open_content(), read_models()),
        "make_understander": lambda: make_understander(open_content(), read_models()),
    }
    return {name: cache(make) for name, make in made.items()}


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    opened: dict[str, Callable[[], Any]],
) -> Run:
    """``run("identify", "转错了")`` in an empty folder, without the settings of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("TRANSFER_AID_")]:
        monkeypatch.delenv(name)
    for command, name in OPENED.items():
        monkeypatch.setattr(f"bot.cli.{command}_command.{name}", lambda *_, name=name: opened[name]())
    monkeypatch.chdir(tmp_path)
    return runner(monkeypatch, capsys)
