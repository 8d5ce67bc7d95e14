"""The service as it is started by its command."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.cli import BAD_USAGE, FOUND, main
from bot.cli.telegram_command import telegram_settings, webhook_settings
from bot.settings import read_settings
from bot.store import Store, StoreSettings
from bot.store.cipher import make_key
from bot.store.database import database_at
from bot.telegram import service
from dialogs.case import Case
from dialogs.library.problems import ContentError, Problem
from dialogs.messages import TextInput
from tests import PATIENCE
from tests.dialogs.talk import NOW
from tests.telegram_double import TelegramDouble
from tests.telegram_double.double import TOKEN
from tests.telegram_double.group_calls import USERNAME

pytestmark = pytest.mark.calendar

ROOT = Path(__file__).resolve().parents[3]


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    """The machine's, with this bot's settings and nobody else's."""
    machine = {name: value for name, value in os.environ.items() if not name.startswith("TRANSFER_AID_")}
    return {
        **machine,
        "PYTHONPATH": str(ROOT),
        "TRANSFER_AID_TELEGRAM_TOKEN": TOKEN,
        "TRANSFER_AID_DATABASE_URL": f"sqlite:///{tmp_path / 'cases.sqlite3'}",
        "TRANSFER_AID_KEY": make_key(),
        **more,
    }


def test_the_settings_show_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    aid = "aid:geheim"
    secrets = {"TELEGRAM_TOKEN": TOKEN, "KEY": make_key(), "WEBHOOK_SECRET": "geheim-geheim-geheim"}
    given = {**secrets, "DATABASE_URL": f"postgresql://{aid}@db/cases", "WEBHOOK_URL": "https://bot.example/hook"}
    monkeypatch.chdir(tmp_path)
    for name, value in given.items():
        monkeypatch.setenv(f"TRANSFER_AID_{name}", value)
    settings = telegram_settings(read_settings())
    shown = f"{settings} {webhook_settings(read_settings())} {database_at(settings.store.url)}"
    assert "bot.example" in shown
    assert not [secret for secret in (*secrets.values(), "geheim") if secret in shown]


def test_who_writes_first_after_a_start_does_not_wait_for_patterns_to_be_compiled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiled: list[object] = []
    served = service.load_service(ZoneInfo("Asia/Shanghai"))
    assert served.load_more is not None
    served.load_more()
    with monkeypatch.context() as noting:
        compile_one = re._compiler.compile  # type: ignore[attr-defined]
        noting.setattr("re._compiler.compile", lambda *given: compiled.append(given) or compile_one(*given))
        served.take_turn(Case(), TextInput("我刚刚微信转错人了，5000块，对方还没收"), NOW)
    assert len(compiled) < 30  # of some 270


async def test_the_command_serves_until_it_is_stopped(tmp_path: Path) -> None:
    async with TelegramDouble() as double:
        ming = double.person(1001)
        settings = environment(tmp_path, TRANSFER_AID_TELEGRAM_API_URL=double.url)
        command = [Path(sys.executable).with_name("transfer-aid"), "telegram"]
        process = await asyncio.create_subprocess_exec(*command, cwd=tmp_path, env=settings, stderr=subprocess.PIPE)
        try:
            await ming.says("转错人了，对方还没收")
            assert "转错" in (await ming.sees()).text
            process.send_signal(signal.SIGTERM)
            _, complaints = await asyncio.wait_for(process.communicate(), PATIENCE)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    said = complaints.decode()
    assert process.returncode == 0, said
    assert f"bot=@{USERNAME} database=sqlite:///{tmp_path}/cases.sqlite3 extras=[" in said
    assert TOKEN not in said


def test_content_that_cannot_be_used_is_said_and_nothing_is_started(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def broken() -> None:
        raise ContentError([Problem("steps/x.yaml", "a_step.order", "is missing")])

    monkeypatch.setattr(service, "open_content", broken)
    monkeypatch.chdir(tmp_path)
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    assert main(["telegram"]) == FOUND
    said = capfd.readouterr()
    assert said.out == ""
    assert "steps/x.yaml: a_step.order: is missing" in said.err
    assert not (tmp_path / "cases.sqlite3").exists()


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"TRANSFER_AID_TELEGRAM_TOKEN": ""}, BAD_USAGE, "TRANSFER_AID_TELEGRAM_TOKEN is not set"),
        ({"TRANSFER_AID_TELEGRAM_TOKEN": f"'{TOKEN}'"}, BAD_USAGE, "is not a bot token"),
        ({"TRANSFER_AID_TELEGRAM_TOKEN": "123456:short"}, BAD_USAGE, "is not a bot token"),
        ({"ALL_PROXY": "gopher://127.0.0.1:1", "HTTPS_PROXY": ""}, FOUND, "(gopher://…) cannot be used"),
        ({"TRANSFER_AID_DATABASE_URL": "mysql://db/cases"}, FOUND, "must begin with sqlite:/// or postgresql://"),
        ({"TRANSFER_AID_DATABASE_URL": "postgresql://aid@127.0.0.1:1/aid"}, FOUND, "The database cannot be opened"),
        ({"TRANSFER_AID_KEY_FILE": "/nowhere/key", "TRANSFER_AID_KEY": ""}, FOUND, "file /nowhere/key cannot be read"),
    ],
)
def test_what_a_start_lacks_is_said_in_a_line(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    changed: dict[str, str],
    code: int,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in environment(tmp_path, **changed).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("https_proxy", raising=False)
    assert main(["telegram"]) == code
    said = capfd.readouterr().err
    assert words in said
    assert "Traceback" not in said
    assert not (tmp_path / "cases.sqlite3").exists()


def test_a_database_of_another_key_is_said_in_a_line_and_left_alone(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "cases.sqlite3"
    Store(StoreSettings(f"sqlite:///{file}", keys=make_key())).close()
    before = file.read_bytes()
    for name, value in environment(tmp_path, TRANSFER_AID_KEY=make_key()).items():
        monkeypatch.setenv(name, value)
    assert main(["telegram"]) == FOUND
    said = capfd.readouterr().err
    assert "written with a key that is not in TRANSFER_AID_KEY" in said
    assert "Traceback" not in said
    assert file.read_bytes() == before
