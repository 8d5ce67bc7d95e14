"""``transfer-aid new-situation``: files that hold together but for their TODOs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content import read_sources
from dialogs.library.checks.content import check_content
from dialogs.library.records import Family
from tests.cli.program import Run

pytestmark = pytest.mark.calendar
NAME = "red_packet_wrong_group"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "dialogs/flows").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize("family", Family)
def test_nothing_but_todos_is_left_to_write(family: Family, root: Path, run: Run):
    done = run("new-situation", NAME, "--family", family.value, "--root", str(root))
    assert (done.code, done.err) == (0, "")
    written = {path: (root / path).read_text("utf-8") for path in done.out.split()}
    assert all(NAME in path and "TODO" in text for path, text in written.items())
    new = {path.removeprefix("content/").removeprefix("dialogs/"): text for path, text in written.items()}
    read = {path: text for path, text in new.items() if not path.startswith(("tests/", "zh-Hans/phrases/"))}
    if family is not Family.MISTAKE:
        return
    problems = check_content(read_sources() | read)
    assert {problem.file for problem in problems} == set(read)
    assert {problem.what for problem in problems} == {"还有 TODO 没写"}


@pytest.mark.parametrize("name", ["Red", "red packet", "../red", "红包", "red__packet", "_red", "wrong_recipient"])
def test_a_name_that_will_not_do_writes_nothing(name: str, root: Path, run: Run):
    assert run("new-situation", name, "--root", str(root)).code == 2
    assert [path for path in root.rglob("*") if path.is_file()] == []


def test_what_is_there_is_not_written_over(root: Path, run: Run):
    there = root / f"dialogs/flows/{NAME}.yaml"
    there.write_text("mine", "utf-8")
    done = run("new-situation", NAME, "--root", str(root))
    assert (done.code, there.name in done.err, there.read_text("utf-8")) == (2, True, "mine")
    assert [path for path in root.rglob("*") if path.is_file()] == [there]


def test_elsewhere_it_says_where_to_go(tmp_path: Path, run: Run):
    done = run("new-situation", NAME, "--root", str(tmp_path))
    assert (done.code, "--root" in done.err) == (2, True)
