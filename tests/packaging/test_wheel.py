"""A wheel built from the repository holds everything: it works from an empty folder."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from bot.console.jsonl import serve
from bot.content import read_fitted_to, read_models, read_sources
from dialogs.dialog import Dialog
from tests import PATIENCE
from tests.dialogs.talk import NOW

pytestmark = pytest.mark.calendar

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "dialogs", "content")
TALK = [
    {"text": "我刚刚微信转错人了，5000块，对方还没收"},
    {"command": "source"},
    {"forward": {"text": "专业撤回微信转账，先付后撤，加V：abc12345"}},
    {"text": "断网能撤回吗"},
]


def run(*command: str | Path, cwd: Path, stdin: str = "", **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TRANSFER_AID_", "PYTHON"))}
    done = subprocess.run(
        command,
        cwd=cwd,
        env=kept | environment,
        input=stdin.encode(),
        capture_output=True,
        timeout=2 * PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and nothing else; dependencies come from the interpreter that runs the tests."""
    target = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    run(*pip, "--target", target, wheel, cwd=target)
    return target


def files_of(package: str) -> set[str]:
    """The package's files in the repository, without what Python or an editor leaves behind."""
    found = (path for path in (ROOT / package).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in found if not path.name.startswith(".")}


def test_every_file_is_in_the_wheel(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == set().union(*(files_of(package) for package in PACKAGES))
    assert {"content/contacts.yaml", "dialogs/flows/wrong_recipient.yaml"} <= packed


def test_files_are_packed_as_they_are(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        names = sorted(set().union(*map(files_of, PACKAGES)))
        assert [name for name in names if archive.read(name) != (ROOT / name).read_bytes()] == []


def test_the_wheel_names_its_command_licence_and_extras(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        [entry_points] = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
        [metadata] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        assert "transfer-aid = bot.cli:main" in archive.read(entry_points).decode()
        told = archive.read(metadata).decode()
        assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())
    assert "License-Expression: MIT" in told
    assert {"Provides-Extra: ocr", "Provides-Extra: papers"} <= set(told.splitlines())


def everything_read() -> dict[str, str]:
    """Each content file that the program reads, to talk or to check itself, with its checksum."""
    read = {**read_sources(), **{name: text.encode() for name, text in read_fitted_to().items()}, **read_models()}
    return {name: sha256(text).hexdigest() for name, text in read.items()}


def test_the_installed_code_is_what_runs_and_reads_its_own_content(installed: Path, tmp_path: Path):
    """The code being the same too, what is found when the content is checked here is found there."""
    code = f"""
import bot, content, dialogs, json
from hashlib import sha256
from bot.content import read_fitted_to, read_models, read_sources
print(bot.__file__, content.__file__, dialogs.__file__)
{inspect.getsource(everything_read)}
print(json.dumps(everything_read()))
"""
    places, read = run(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=str(installed)).splitlines()
    assert [Path(place).is_relative_to(installed) for place in places.split()] == [True, True, True]
    assert json.loads(read) == everything_read()


def test_the_dialog_is_the_same_from_an_empty_folder(dialog: Dialog, installed: Path, tmp_path: Path):
    typed = [json.dumps(line) for line in TALK]
    told = [installed / "bin" / "transfer-aid", "--jsonl", "--now", NOW.isoformat()]
    there = run(*told, cwd=tmp_path, stdin="\n".join(typed), PYTHONPATH=str(installed), LC_ALL="C")
    assert there.splitlines() == list(serve(dialog, typed, lambda: NOW))
    assert list(tmp_path.iterdir()) == []
