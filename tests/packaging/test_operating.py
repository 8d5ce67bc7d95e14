"""docs/operating.md tells the truth, and what it tells operators to run does what it says."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from stat import S_IMODE

import pytest
import yaml

from bot.cli import main
from bot.store import Outcome, Store, StoreKeyError, StoreSettings
from bot.store.cipher import load_keys, make_key, parse_keys
from bot.telegram.metrics import Metrics
from tests.bot.store.shared import NOW, counting
from tests.each import each

pytestmark = pytest.mark.calendar

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operating.md").read_text("utf-8")
BOT = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "bot").rglob("*.py")))


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "cases.sqlite3"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRANSFER_AID_DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.delenv("TRANSFER_AID_KEY", raising=False)
    return file


@pytest.fixture
def running(database: Path) -> Iterator[Store]:
    store = Store(StoreSettings(f"sqlite:///{database}"))
    yield store
    store.close()


def take_turn(store: Store, update_id: int, chat: int) -> None:
    asyncio.run(store.turn(update_id, store.chat_key(chat), NOW, counting))


def count(store: Store, chat: int) -> str | None:
    return asyncio.run(store.case(store.chat_key(chat))).case.answers.get("count")


def test_the_metrics_are_those_there_are():
    there = {
        f"{one.name}_total" if one.type == "counter" else one.name
        for one in Metrics().registry.collect()
    }  # fmt: skip
    assert set(re.findall(r"transfer_aid_\w+", PAGE)) == there


def test_their_labels_are_given_somewhere():
    [results] = re.findall(r"turns_total\{result\}` \| ([^|]+) \|", PAGE)
    [places] = re.findall(r"errors_total\{place\}` \| ([^|]+) \|", PAGE)
    for label in re.findall(r"`(\w+)`", results + places):
        assert f'"{label}"' in BOT, label


def test_the_services_are_those_there_are():
    many, single = (
        yaml.load((ROOT / name).read_text("utf-8"), yaml.CSafeLoader)["services"]
        for name in ("compose.yaml", "compose.single.yaml")
    )
    commands = re.findall(r"docker compose (.+)", PAGE)
    assert len(commands) > 10
    assert set(re.findall(r"\b(?:bot-\w+|database|proxy)\b", "\n".join(commands))) <= set(many)
    assert re.findall(r"^one exec (\w+)", PAGE, re.MULTILINE)[0] in single


@each("words", ["store not reached", "outbox stuck", "the clock has jumped", "polling failed"])
def test_what_operators_are_told_to_look_for_is_said(words: str):
    assert words in PAGE
    assert f'"{words}"' in BOT


def test_a_backup_of_a_running_bot_can_be_put_in_its_place(
    running: Store, database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    take_turn(running, 1, 1)
    copy = tmp_path / "backup.sqlite3"
    assert main(["db", "backup", str(copy)]) == 0
    assert "the key is not in it" in capsys.readouterr().out
    assert S_IMODE(copy.stat().st_mode) == 0o600
    take_turn(running, 2, 1)
    assert count(running, 1) == "2"
    running.close()
    [restoring] = re.findall(r"--entrypoint sh bot -c '([^']+)'", PAGE)
    with copy.open("rb") as given:
        subprocess.run(["sh", "-c", restoring.replace("/data", str(tmp_path))], stdin=given, check=True)
    assert (tmp_path / "old" / "cases.sqlite3").exists()
    assert S_IMODE(database.stat().st_mode) == 0o600
    restored = Store(StoreSettings(f"sqlite:///{database}"))
    try:
        assert count(restored, 1) == "1"
        assert asyncio.run(restored.backlog())[0] == 1  # what waited then waits again, whatever was sent since
    finally:
        restored.close()


def test_no_backup_holds_the_key_but_what_was_forgotten_later(running: Store, database: Path, tmp_path: Path):
    take_turn(running, 1, 1)
    copy = tmp_path / "backup.sqlite3"
    assert main(["db", "backup", str(copy)]) == 0
    asyncio.run(running.turn(2, running.chat_key(1), NOW, lambda _stored: Outcome(forget=True)))
    assert count(running, 1) is None
    key = database.with_name("cases.sqlite3.key").read_text("ascii").strip()
    for form in (key.encode(), *parse_keys(key)):
        assert form not in copy.read_bytes()
    with pytest.raises(StoreKeyError):
        Store(StoreSettings(f"sqlite:///{copy}", keys=make_key()))
    restored = Store(StoreSettings(f"sqlite:///{copy}", keys=key))
    assert count(restored, 1) == "1"
    restored.close()


def test_a_backup_overwrites_nothing_and_makes_no_database(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["db", "backup", str(tmp_path / "one")]) == 1
    assert "there is no database" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    assert main(["db", "upgrade"]) == 0
    (tmp_path / "one").write_text("mine", "utf-8")
    assert main(["db", "backup", str(tmp_path / "one")]) == 1
    assert (tmp_path / "one").read_text("utf-8") == "mine"
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM cases").fetchone() == (0,)


@pytest.mark.usefixtures("running")
def test_half_a_backup_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def damaged(_copy: Path) -> None:
        raise sqlite3.DatabaseError("damaged")

    monkeypatch.setattr("bot.cli.db_command._check", damaged)
    assert main(["db", "backup", str(tmp_path / "one")]) == 1
    assert not (tmp_path / "one").exists()


def test_the_key_made_as_told_is_its_owners_and_works(tmp_path: Path):
    [making] = re.findall(r"```sh\n(install .+?)```", PAGE, re.DOTALL)
    subprocess.run(["sh", "-c", f"umask 0; {making}"], cwd=tmp_path, check=True)
    assert S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700  # which is what keeps others out
    assert S_IMODE((tmp_path / "secrets" / "key").stat().st_mode) == 0o644
    assert len(load_keys(None, None, tmp_path / "secrets" / "key")) == 1


def test_postgresql_is_left_to_its_own_tool(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("TRANSFER_AID_DATABASE_URL", "postgresql://aid@127.0.0.1:1/aid")
    assert main(["db", "backup", "anywhere"]) == 2
    assert "pg_dump" in capsys.readouterr().err


async def test_a_replica_that_does_not_know_the_new_key_cannot_read_what_another_wrote(database: Path):
    at, old, new = f"sqlite:///{database}", make_key(), make_key()
    late = Store(StoreSettings(at, keys=old))
    early = Store(StoreSettings(at, keys=f"{new},{old}"))
    try:
        await early.turn(1, early.chat_key(1), NOW, counting)
        with pytest.raises(StoreKeyError):
            await late.turn(2, late.chat_key(1), NOW, counting)
        await late.turn(3, late.chat_key(2), NOW, counting)
        assert (await early.case(early.chat_key(2))).case.answers["count"] == "1"
    finally:
        late.close()
        early.close()


def test_a_key_is_rotated_as_told(
    running: Store, database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    for chat in (1, 2):
        take_turn(running, chat, chat)
    running.close()
    old = database.with_name("cases.sqlite3.key").read_text("ascii").strip()
    new = make_key()
    monkeypatch.setenv("TRANSFER_AID_KEY", f"{new},{old}")
    assert main(["db", "reseal"]) == 0
    assert capsys.readouterr().out.startswith("6 values re-encrypted")  # two cases, two messages and their addresses
    monkeypatch.setenv("TRANSFER_AID_KEY", new)
    assert main(["db", "reseal"]) == 0
    assert capsys.readouterr().out.startswith("0 values re-encrypted")
    monkeypatch.setenv("TRANSFER_AID_KEY", old)
    assert main(["db", "reseal"]) == 1
    assert "not in TRANSFER_AID_KEY" in capsys.readouterr().err
