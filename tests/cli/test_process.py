"""The program as a process of its own: the command, pipes, and a real terminal."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import PATIENCE

pytestmark = pytest.mark.calendar

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [Path(sys.executable).with_name("transfer-aid")]
FIRST = "我刚刚微信转错人了，5000块，对方还没收"


def environment() -> dict[str, str]:
    """An environment without settings of ours and without a locale that speaks Chinese."""
    ours = ("TRANSFER_AID_", "LC_", "LANG", "PYTHONUTF8", "PYTHONIOENCODING")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"LC_ALL": "C", "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "COLUMNS": "80"}


def test_the_console_speaks_utf8_in_any_locale_and_does_not_load_what_the_first_answer_does_not_need():
    later = {
        "asyncio", "bot.screenshots", "dialogs.checking.checker", "multiprocessing", "numpy", "PIL", "platformdirs",
        "prompt_toolkit", "pypandoc", "rapidocr", "rich", "socketserver", "sqlalchemy", "ssl", "subprocess", "telegram",
        "telegramify_markdown",
    }  # fmt: skip
    code = f"""
import gc, sys
from bot.cli import main
from dialogs.text.expression import Expression
main(["console", "--plain"])
known = [one for one in gc.get_objects() if isinstance(one, Expression)]
print(sorted({later} & set(sys.modules)), len(known), sum("compiled" in vars(one) for one in known))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], input=FIRST.encode(), capture_output=True, cwd=ROOT, env=environment(), check=True
    )
    assert "立即退还" in done.stdout.decode()
    loaded, known, compiled = done.stdout.decode().splitlines()[-1].rsplit(" ", 2)
    assert loaded == "[]"
    assert int(compiled) < int(known) / 2
    assert done.stderr == b""


def test_a_program_can_talk_line_by_line():
    """Each answer comes before the next line is sent: nothing waits in a buffer."""
    command = [*PROGRAM, "--jsonl"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=environment()
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in ({"text": FIRST}, {"command": "plan"}):
            process.stdin.write(json.dumps(line).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["plan"]
        process.stdin.close()
        assert process.wait(PATIENCE) == 0


def test_a_reader_that_leaves_early_is_no_error():
    command = [*PROGRAM, "--plain"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment()
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, errors = process.communicate((FIRST + "\n").encode() * 50, timeout=PATIENCE)
    assert (process.returncode, errors) == (0, b"")


def test_a_real_terminal_gets_the_interactive_dialog():
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        PROGRAM, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env=environment(), start_new_session=True
    )
    os.close(theirs)
    try:
        greeting = _read_until(ours, "›")
        assert "110" in greeting
        assert "╭" in greeting
        os.write(ours, FIRST.encode() + b"\r")
        assert "立即退还" in _read_until(ours, "立即退还")
        _read_until(ours, "›")
        os.write(ours, b"\x04")
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _read_until(terminal: int, wanted: str) -> str:
    """What the terminal shows up to some words that must appear."""
    shown = b""
    end = time.monotonic() + PATIENCE
    while wanted not in (text := shown.decode(errors="replace")):
        ready, _, _ = select.select([terminal], [], [], max(0.0, end - time.monotonic()))
        assert ready, f"{wanted} never appeared in {text!r}"
        shown += os.read(terminal, 65536)
    return text
