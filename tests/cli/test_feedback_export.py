"""``transfer-aid check --feedback``: what admins said of verdicts, for whoever labels."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from stat import S_IMODE

import pytest

from bot.store import Store, StoreSettings
from bot.store.groups import GroupOutcome, GroupStore
from dialogs.groups import Feedback
from tests.bot.store.shared import NOW
from tests.cli.program import Run

pytestmark = pytest.mark.calendar

SECOND = int(NOW.timestamp())
PLAIN = Feedback(b"a" * 16, "recovery_scam", agreed=True, model="m1", at=SECOND)
GIVEN = Feedback(b"b" * 16, "none", agreed=False, model="m1", at=SECOND, text="先追回，加V：hu***")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "data" / "cases.sqlite3"
    monkeypatch.setenv("TRANSFER_AID_DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.delenv("TRANSFER_AID_KEY", raising=False)
    return file


def fill(database: Path) -> None:
    store = Store(StoreSettings(f"sqlite:///{database}"))
    groups, chat = GroupStore(store), store.chat_key(-1001)
    for number, said in enumerate((PLAIN, GIVEN)):
        asyncio.run(groups.settle(number, chat, NOW, lambda _state, said=said: GroupOutcome(feedback=said)))
    store.close()


def test_a_line_for_each_verdict_and_the_words_only_where_they_were_given(run: Run, database: Path, tmp_path: Path):
    fill(database)
    file = tmp_path / "labels.jsonl"
    done = run("check", "--feedback", str(file))
    assert done.code == 0
    assert S_IMODE(file.stat().st_mode) == 0o600
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    common = {"model": "m1", "day": "2026-11-23"}
    assert lines == [
        {"words": (b"a" * 16).hex(), "verdict": "recovery_scam", "right": True, **common},
        {"words": (b"b" * 16).hex(), "verdict": "none", "right": False, **common, "text": GIVEN.text},
    ]
    assert "-1001" not in file.read_text("utf-8")


def test_no_file_is_overwritten(run: Run, database: Path, tmp_path: Path):
    fill(database)
    file = tmp_path / "mine.txt"
    file.write_text("mine")
    assert run("check", "--feedback", str(file)).code == 1
    assert file.read_text() == "mine"


def test_no_database_is_made_and_no_message_checked_beside_it(run: Run, database: Path, tmp_path: Path):
    assert run("check", "--feedback", str(tmp_path / "x.jsonl")).code == 2
    assert not database.exists()
    assert run("check", "话", "--feedback", str(tmp_path / "x.jsonl")).code == 2
    assert not (tmp_path / "x.jsonl").exists()
