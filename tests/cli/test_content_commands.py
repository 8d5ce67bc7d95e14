"""``content check`` and ``flow draw``: what editors and CI call."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.program import Run
from tests.dialogs.opened import open_content

pytestmark = pytest.mark.calendar

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A copy of the content that an editor may spoil."""
    return Path(shutil.copytree(ROOT / "content", tmp_path / "draft", ignore=shutil.ignore_patterns("__pycache__")))


def test_the_content_holds_together(run: Run):
    done = run("content", "check")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("content holds together")


def test_a_number_without_a_fact_is_found(run: Run, draft: Path):
    words = draft / "zh-Hans" / "steps" / "mistake.yaml"
    words.write_text(words.read_text("utf-8").replace("24 小时没人收", "37 小时没人收"), "utf-8")
    done = run("content", "check", "--content", str(draft))
    assert done.code == 1
    assert "wait_for_return: 数字 37 不在所列事实里" in done.out


def test_all_problems_are_reported_at_once(run: Run, draft: Path):
    (draft / "zh-Hans" / "messages" / "help.md.j2").write_text("{# facts: platform.Z99 #}\n{{ nonsense }}", "utf-8")
    (draft / "zh-Hans" / "flows" / "wrong_recipient" / "opening.md.j2").unlink()
    done = run("content", "check", "--content", str(draft))
    assert done.code == 1
    assert "没有 platform.Z99 这条事实" in done.out
    assert "没有 nonsense 这个变量" in done.out
    assert "wrong_recipient/opening.md.j2" in done.out


def test_a_broken_file_is_named(run: Run, draft: Path):
    (draft / "contacts.yaml").write_text("- id: [", "utf-8")
    done = run("content", "check", "--content", str(draft))
    assert done.code == 1
    assert "contacts.yaml" in done.out


def test_one_flow_is_drawn(run: Run):
    done = run("flow", "draw", "wrong_recipient")
    assert done.code == 0
    assert done.out.startswith("flowchart TD\n")
    assert "not_yet_accepted" in done.out


def test_the_page_of_flows_is_checked(run: Run):
    assert run("flow", "draw", "-o", "flows.md", "--check").code == 1
    assert run("flow", "draw", "-o", "flows.md").code == 0
    assert run("flow", "draw", "-o", "flows.md", "--check").code == 0
    page = Path("flows.md")
    page.write_text(page.read_text("utf-8").replace("accepted", "refused"), "utf-8")
    done = run("flow", "draw", "-o", "flows.md", "--check")
    assert done.code == 1
    assert "flows.md is out of date" in done.err


def test_the_device_kit_names_each_fact_with_the_line_that_records_it(run: Run):
    done = run("content", "check", "--device-kit", "--today", "2027-01-02")
    assert done.code == 0
    for check in open_content().library.device_kit:
        assert check.do in done.out
        assert all(f"{name} " in done.out for name in check.facts)
    assert "{on: 2027-01-02, by: ＿＿, how: device, note: ＿＿}" in done.out
