"""The command line as a whole: commands, exit codes, settings."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from bot.cli import COMMANDS, main
from dialogs.library.library import Library
from tests.cli.program import Run

pytestmark = pytest.mark.calendar

FIRST = "我刚刚微信转错人了，5000块，对方还没收"
ROOT = Path(__file__).resolve().parents[2]


def test_the_version_is_that_of_the_project_and_names_the_contents_date(run: Run, library: Library):
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    done = run("--version")
    newest = max(fact.seen[-1].on for fact in library.facts.values())
    assert (done.code, done.out) == (0, f"transfer-aid {version}, content of {newest}\n")


def test_help_names_every_command(run: Run):
    done = run("--help")
    assert done.code == 0
    assert all(command in done.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_own_help(run: Run, command: str):
    done = run(command, "--help")
    assert done.code == 0
    assert f"transfer-aid {command}" in done.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("chekc",), "did you mean check?"),
        (("转错人了",), "to say what happened: transfer-aid"),
        (("check", "--fly"), "transfer-aid check"),
        (("identify", "--now", "soon"), "2026-11-23T21:00"),
    ],
)
def test_a_wrong_word_is_told_what_is_right(run: Run, words: tuple[str, ...], said: str):
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_stream_that_is_closed_stops_no_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["identify"]) == 0
    sys.stdin.close()
    assert capsys.readouterr().out == "out_of_scope  0.00\n"


@pytest.mark.parametrize("words", [(), ("--plain",), ("console",), ("console", "--plain")])
def test_the_console_is_the_default(run: Run, words: tuple[str, ...]):
    done = run(*words, stdin=FIRST + "\n")
    assert done.code == 0
    assert "立即退还" in done.out


@pytest.mark.parametrize(
    "words",
    [
        ("fly",),
        ("--fly",),
        ("console", "--fly"),
        ("console", "--plain", "--jsonl"),
        ("console", "--now", "yesterday"),
        ("console", "--now", "1066-10-14"),
        ("console", "--save", "no/such/folder/story.txt"),
        ("console", "--save", "story.txt", "--jsonl"),
        ("console", "--replay", "nothing.txt"),
        ("console", "--replay", "."),
        ("identify", "--now", "yesterday"),
        ("ask",),
        ("check", "--fly"),
        ("content",),
        ("content", "fly"),
        ("content", "check", "--content", "nowhere"),
        ("content", "check", "--today", "soon"),
        ("flow", "draw", "no_such_situation"),
    ],
)
def test_bad_usage_exits_with_2_and_says_why(run: Run, words: tuple[str, ...]):
    done = run(*words)
    assert done.code == 2
    assert done.out == ""
    assert done.err.strip()
    assert "Traceback" not in done.err


@pytest.mark.parametrize("value", ["Mars/Olympus", "/etc/passwd"])
def test_a_wrong_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch, value: str):
    monkeypatch.setenv("TRANSFER_AID_TIMEZONE", value)
    done = run("--plain")
    assert done.code == 2
    assert done.err.startswith("TRANSFER_AID_TIMEZONE: ")


def test_all_wrong_settings_are_named_at_once(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TRANSFER_AID_TIMEZONE", "Mars/Olympus")
    monkeypatch.setenv("TRANSFER_AID_LOG_JSON", "perhaps")
    assert [line.split(":")[0] for line in run("--plain").err.splitlines()] == [
        "TRANSFER_AID_TIMEZONE",
        "TRANSFER_AID_LOG_JSON",
    ]


def test_an_empty_setting_is_no_setting(run: Run, monkeypatch: pytest.MonkeyPatch):
    """As in a copied .env.example, or a compose file that hands on a variable nobody set."""
    monkeypatch.setenv("TRANSFER_AID_TIMEZONE", "")
    monkeypatch.setenv("TRANSFER_AID_TELEGRAM_TOKEN", "")
    assert run("identify", FIRST).code == 0
    done = run("telegram")
    assert done.code == 2
    assert "TRANSFER_AID_TELEGRAM_TOKEN" in done.err


def test_settings_in_a_file_of_the_working_folder_are_not_obeyed(run: Run):
    Path(".env").write_text("TRANSFER_AID_TIMEZONE=America/New_York\n", "utf-8")
    done = run("identify", "昨天晚上十点转错人了", "--json", "--now", "2026-11-23T21:00:00")
    assert done.json["details"]["paid_at"] == "2026-11-22T22:00:00+08:00"
