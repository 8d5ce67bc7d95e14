"""The service as it is started: prepared by one process, served by another."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot import preparing
from bot.cli import FOUND, main, telegram_command
from bot.preparing import service_settings
from bot.settings import Settings
from bot.store.database import database_at
from bot.store.keys import make_key
from bot.telegram.run import TelegramSettings
from dialogs.library.problems import ContentError, Problem
from tests.telegram_double import TelegramDouble
from tests.telegram_double.double import TOKEN

ROOT = Path(__file__).resolve().parents[2]
PREPARERS = ("pydantic", "pydantic_core", "pydantic_settings", "sqlalchemy", "alembic", "yaml", "uvicorn", "opencc")

SERVING = f"""
import datetime as dt, json, sys
from bot.cli.telegram_command import prepared, preparing
from bot.service import conversation
from dialogs.case import Case
from dialogs.messages import CommandInput, ForwardInput, TextInput

with preparing(webhook=False) as child:
    start = prepared(child)
talk, case, said = conversation(start), Case(), []
for given in (
    TextInput("昨天转错人了，转了五百，对方还没收"),
    ForwardInput("专业微信转账撤回，先付定金，加我微信"),
    CommandInput("papers"),
    CommandInput("timeline"),
    TextInput("微信转账可以撤回吗"),
):
    turn = talk.take_turn(case, given, dt.datetime.now(dt.UTC))
    case = turn.case
    said.append([reply.text for reply in turn.replies])
start.deck()
print(json.dumps([said, sorted(set({PREPARERS}) & set(sys.modules))]))
"""


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


def test_serving_loads_nothing_of_what_prepared_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SERVING]
    done = subprocess.run(command, cwd=tmp_path, env=environment(tmp_path), capture_output=True, check=True)
    said, loaded = json.loads(done.stdout)
    assert loaded == []
    plan, verdict, papers, timeline, answer = ("\n".join(replies) for replies in said)
    assert "五百" in plan or "500" in plan
    assert "撤回" in verdict
    assert papers
    assert timeline
    assert "自己撤不了" in answer


def test_the_settings_show_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    aid = "aid:geheim"
    secrets = {"TELEGRAM_TOKEN": TOKEN, "KEY": make_key(), "WEBHOOK_SECRET": "geheim-geheim-geheim"}
    given = {**secrets, "DATABASE_URL": f"postgresql://{aid}@db/cases", "WEBHOOK_URL": "https://bot.example/hook"}
    monkeypatch.chdir(tmp_path)
    for name, value in given.items():
        monkeypatch.setenv(f"TRANSFER_AID_{name}", value)
    service = service_settings(Settings(), webhook=True)
    adapter = TelegramSettings(token=service.token, store=service.store)
    shown = f"{service} {adapter} {database_at(service.store.url)}"
    assert "bot.example" in shown
    assert not [secret for secret in (*secrets.values(), "geheim") if secret in shown]


async def test_the_command_serves_until_it_is_stopped(tmp_path: Path) -> None:
    async with TelegramDouble() as double:
        ming = double.person(1001)
        settings = environment(tmp_path, TRANSFER_AID_TELEGRAM_API_URL=double.url)
        command = [sys.executable, "-m", "bot", "telegram"]
        process = await asyncio.create_subprocess_exec(*command, cwd=tmp_path, env=settings, stderr=subprocess.PIPE)
        try:
            await ming.says("转错人了，对方还没收")
            assert "转错" in (await ming.sees()).text
            process.send_signal(signal.SIGTERM)
            _, complaints = await asyncio.wait_for(process.communicate(), 30)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    assert process.returncode == 0, complaints.decode()


@pytest.mark.parametrize(
    ("dies", "code", "words"),
    [
        ("raise SystemExit(2)", 2, ""),
        ("print('half' * 100_000, flush=True)", FOUND, ""),  # more than a pipe holds
        ("", FOUND, "nothing that can be read"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", FOUND, "signal 9"),
        ("import os; os.write(1, b'\\x80\\x05half'); os.kill(os.getpid(), 9)", FOUND, "signal 9"),
    ],
)
def test_a_start_that_was_not_prepared_is_no_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], dies: str, code: int, words: str
) -> None:
    def dying(*, webhook: bool) -> subprocess.Popen[bytes]:
        assert not webhook
        return subprocess.Popen([sys.executable, "-c", dies], stdout=subprocess.PIPE)

    monkeypatch.setattr(telegram_command, "preparing", dying)
    assert main(["telegram"]) == code
    assert words in capsys.readouterr().err


def test_content_that_cannot_be_used_is_said_and_nothing_is_started(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def broken(_texts: object, _models: object) -> None:
        print("a library that talks")  # noqa: T201
        raise ContentError([Problem("steps/x.yaml", "a_step.order", "is missing")])

    monkeypatch.setattr(preparing, "typed", broken)
    monkeypatch.chdir(tmp_path)
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    assert main(["telegram", "--prepare"]) == FOUND
    said = capfd.readouterr()
    assert said.out == ""
    assert "steps/x.yaml: a_step.order: is missing" in said.err
    assert not (tmp_path / "cases.sqlite3").exists()
