"""Nothing that lies in the working folder is run or obeyed by the command, nor by what it starts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.store.cipher import make_key

pytestmark = pytest.mark.calendar

ROOT = Path(__file__).resolve().parents[2]
COMMAND = Path(sys.executable).with_name("transfer-aid")
SHADOWS = ("bot", "dialogs", "content", "structlog", "http", "json", "pickle", "multiprocessing", "sitecustomize")
FIRST = "我刚刚微信转错人了，5000块，对方还没收\n"


@pytest.fixture
def trapped(tmp_path: Path) -> Path:
    """A folder that holds our packages' names and others', as packages and as modules; each says when it is run."""
    run = "import pathlib, sys\npathlib.Path(__file__).with_suffix('.was_run').touch()\nraise SystemExit('run')\n"
    for name in SHADOWS:
        (tmp_path / f"{name}.py").write_text(run, "utf-8")
    (tmp_path / "sqlalchemy").mkdir()
    (tmp_path / "sqlalchemy" / "__init__.py").write_text(run, "utf-8")
    (tmp_path / ".env").write_text("TRANSFER_AID_DATABASE_URL=sqlite:///obeyed.sqlite3\n", "utf-8")
    return tmp_path


def start(command: list[str | Path], folder: Path, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TRANSFER_AID_", "PYTHON"))}
    return subprocess.run(
        command, cwd=folder, env=clean | more, input=stdin, capture_output=True, text=True, check=False, timeout=60
    )


def unharmed(folder: Path) -> bool:
    return not list(folder.rglob("*.was_run")) and not list(folder.rglob("obeyed*"))


def test_the_traps_work(trapped: Path):
    """Else the others prove nothing: a Python started without care runs what lies there."""
    assert start([sys.executable, "-c", "import json"], trapped).returncode != 0
    assert not unharmed(trapped)


def test_the_console_runs_nothing_of_the_folder_and_leaves_nothing_there(trapped: Path):
    before = sorted(trapped.rglob("*"))
    done = start([COMMAND, "--plain"], trapped, FIRST + "/export\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "立即退还" in done.stdout
    assert sorted(trapped.rglob("*")) == before


def test_the_commands_of_the_store_run_and_obey_nothing_of_the_folder(trapped: Path):
    database = trapped / "data" / "cases.sqlite3"
    done = start(
        [COMMAND, "db", "upgrade"],
        trapped,
        TRANSFER_AID_DATABASE_URL=f"sqlite:///{database}",
        TRANSFER_AID_KEY=make_key(),
    )
    assert (done.returncode, done.stdout) == (0, "the database is up to date\n")
    assert unharmed(trapped)


def test_a_process_that_reads_pictures_runs_nothing_of_the_folder(trapped: Path):
    """It is started by multiprocessing, whose `python -c` would look into the folder first."""
    code = (
        "import sys; sys.argv = ['transfer-aid', 'fees', '100']; from bot.cli import main; main();"
        "import multiprocessing; child = multiprocessing.get_context('spawn').Process(target=print, args=('child',));"
        "child.start(); child.join(); sys.exit(child.exitcode)"
    )
    done = start([sys.executable, "-P", "-c", code], trapped)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("child\n")
    assert unharmed(trapped)


def test_the_image_looks_into_no_folder_that_can_be_written_to():
    text = (ROOT / "Dockerfile").read_text("utf-8")
    stages = {name: body for body, name in re.findall(r"^FROM (.*?) AS (\w+)$", text, re.MULTILINE)}
    assert stages["slim"] == stages["full"] == "bot"
    final = text.partition("\nFROM base AS bot\n")[2]
    assert re.findall(r"^WORKDIR (.+)$", final, re.MULTILINE) == ["/"]
    assert "PYTHONSAFEPATH=1" in text.partition("\nFROM base AS")[0]  # for all that is built on it
    assert 'CMD ["python", "-c"' in final  # the health check, which PYTHONSAFEPATH keeps safe
