"""`scripts/console` before anything is installed: the first aid comes first, and again when the set-up fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dialogs.dialog import Dialog
from scripts.deriving.first_aid import CONTENT, cards

pytestmark = pytest.mark.calendar
ROOT = Path(__file__).parents[2]
OLD = '#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.10.4" || exit 1\n'
NO_VENV = '#!/bin/sh\n[ "$1" = -c ] || { echo "No module named venv" >&2; exit 1; }\n'
UNREACHED = """#!/bin/sh
case "$*" in
*" install "*) echo "no network" >&2; exit 1 ;;
"-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The files that a set-up begins with, in a folder with a blank and Chinese characters in its name."""
    place = tmp_path / "转账 急救"
    for name in ("scripts/console", "scripts/setup-venv", "requirements/runtime.lock", "requirements/full.lock"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, place / name)
    for card in CONTENT.glob("*/first_aid.txt"):
        (place / "content" / card.parent.name).mkdir(parents=True)
        shutil.copy(card, place / "content" / card.parent.name)
    return place


@pytest.mark.parametrize(
    ("python", "reason"),
    [(None, "找不到"), (OLD, "Python 3.10.4 用不了"), (NO_VENV, "python3-venv"), (UNREACHED, "网络不通")],
)
@pytest.mark.parametrize("arguments", [[], ["--full"]])
def test_the_first_aid_is_shown_before_the_set_up_and_after_it_failed(
    clone: Path, python: str | None, reason: str, arguments: list[str]
):
    program = clone / "python"
    if python:
        program.write_text(python, "utf-8")
        program.chmod(0o700)
    environment = os.environ | {"PYTHON": str(program), "LC_ALL": "C"}
    done = subprocess.run([clone / "scripts/console", *arguments], env=environment, capture_output=True, check=False)
    said, card = done.stderr.decode(), (CONTENT / "zh-Hans/first_aid.txt").read_text("utf-8")
    assert (done.returncode, said.count(card), done.stdout) == (1, 2, b"")
    assert said.index(card) < said.index(reason) < said.rindex(card)


@pytest.mark.parametrize(("locale", "tag"), [("zh_HK.UTF-8", "zh-Hant-HK"), ("zh_TW", "zh-Hant-TW")])
def test_it_is_in_the_characters_of_the_locale(clone: Path, locale: str, tag: str):
    environment = os.environ | {"PYTHON": "none", "LC_ALL": locale}
    done = subprocess.run([clone / "scripts/console"], env=environment, capture_output=True, check=False)
    assert (CONTENT / tag / "first_aid.txt").read_text("utf-8") in done.stderr.decode()


def test_the_files_say_what_the_dialog_says_first(dialog: Dialog):
    """`./scripts/derive` writes them anew."""
    assert {tag: (CONTENT / tag / "first_aid.txt").read_text("utf-8") for tag in cards(dialog)} == cards(dialog)


def test_the_full_lock_holds_all_that_the_runtime_lock_does():
    full, runtime = (
        {line for line in (ROOT / f"requirements/{name}.lock").read_text().splitlines() if "==" in line}
        for name in ("full", "runtime")
    )
    assert runtime <= full


INSTALLS = """#!/bin/sh
case "$*" in
"-m venv"*)
    "$PYTHON_HERE" -m venv --without-pip .venv && mv .venv/bin/python .venv/bin/real && cp "$0" .venv/bin/python ;;
*" -e .") # as pip does it: the whole path, in UTF-8
    pwd -P >"$(echo .venv/lib/python3.*/site-packages)/_editable_impl_transfer_aid.pth" ;;
"-m pip"*) : ;;
*) case "$0" in .venv/*) exec .venv/bin/real "$@" ;; *) exec "$PYTHON_HERE" "$@" ;; esac ;;
esac
"""


def test_a_chinese_path_is_found_in_an_ascii_locale(clone: Path):
    program = clone / "python"
    program.write_text(INSTALLS, "utf-8")
    program.chmod(0o700)
    (clone / "only_here.py").write_text("print('found')", "ascii")
    environment = os.environ | {"PYTHON": str(program), "PYTHON_HERE": sys.executable, "LC_ALL": "C"}
    subprocess.run([clone / "scripts/setup-venv"], env=environment, capture_output=True, check=True)
    [program] = clone.glob(".venv/bin/real")
    done = subprocess.run([program, "-m", "only_here"], env=environment, capture_output=True, check=False, cwd="/")
    assert (done.returncode, done.stdout) == (0, b"found\n"), done.stderr.decode()
