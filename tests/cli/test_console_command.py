"""``transfer-aid console``: plain, JSON lines, saved and replayed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.program import Run

pytestmark = pytest.mark.calendar

NOW = "2026-11-23T21:00:00+08:00"
FIRST = "我刚刚微信转错人了，5000块，对方还没收"
MENU = "  [6] 先了解一下"


def test_one_line_is_one_message(run: Run):
    done = run("--plain", stdin=f"{FIRST}\n/help\n/privacy\n")
    assert done.code == 0
    assert [done.out.count(words) for words in ("立即退还", "我们不是律师", "加密保存")] >= [1, 1, 1]
    assert done.out.index("立即退还") < done.out.index("我们不是律师") < done.out.index("加密保存")


def test_a_number_chooses_an_option(run: Run):
    by_number = run("--plain", "--now", NOW, stdin="/start\n2\n").out
    assert MENU in by_number
    by_id = run("--jsonl", stdin='{"command": "start"}\n{"choice": "scam"}\n').lines
    assert all(option["label"] in by_number for option in by_id[1]["replies"][-1]["options"])


def test_nothing_is_said_before_the_first_line(run: Run):
    assert run("--plain").out == ""


def test_the_last_line_needs_no_end(run: Run):
    assert run("--plain", "--now", NOW, stdin=FIRST).out == run("--plain", "--now", NOW, stdin=FIRST + "\n").out


def test_windows_line_ends_are_line_ends(run: Run):
    unix = run("--plain", "--now", NOW, stdin="/start\n2\n").out
    assert run("--plain", "--now", NOW, stdin="/start\r\n2\r\n").out == unix


def test_odd_lines_get_an_answer_each_and_lose_nothing(run: Run):
    odd = ["", "转" * 10_000, "9" * 10_000, "🙏😭" * 500, "\x1b[2J\x00\x07", "𐍈 ᠮᠣᠩᠭᠣᠯ مرحبا", "{{ 7*7 }} {% raw %}"]
    rows = [*({"text": line} for line in (FIRST, *odd)), {"command": "plan"}]
    done = run("--jsonl", stdin="\n".join(map(json.dumps, rows)))
    assert [bool(line["replies"]) for line in done.lines] == [True] * (len(odd) + 2)
    assert done.lines[-1]["plan"] == done.lines[0]["plan"] != []
    plain = run("--plain", "--now", NOW, stdin="\n".join([FIRST, *odd, "/plan"]))
    assert plain.code == 0
    assert "49" not in plain.out
    assert "\x1b" not in plain.out


def test_bytes_that_are_no_utf8_are_no_crash(run: Run):
    plain = run("--plain", stdin=b"\xff\xfe\x80\n" + FIRST.encode() + b"\n")
    assert plain.code == 0
    assert "立即退还" in plain.out
    done = run("--jsonl", stdin=b'{"text": "\xff\xfe"}\n\xff\n{"text": "' + FIRST.encode() + b'"}\n')
    assert [min(line) for line in done.lines] == ["answers", "error", "answers"]


def test_saved_then_replayed_is_the_same(run: Run):
    said = run("--plain", "--save", "story.txt", stdin=f"{FIRST}\n1\n/plan\n")
    assert said.code == 0
    replayed = run("--replay", "story.txt")
    assert (replayed.code, replayed.err) == (0, "")
    assert replayed.out == Path("story.txt").read_text("utf-8")
    assert "你：/plan" in replayed.out


def test_a_conversation_that_goes_differently_now_exits_with_1(run: Run):
    run("--plain", "--save", "story.txt", stdin=f"{FIRST}\n")
    story = Path("story.txt").read_text("utf-8")
    Path("story.txt").write_text(story.replace("立即退还", "立即还我"), "utf-8")
    replayed = run("--replay", "story.txt")
    assert (replayed.code, replayed.out) == (1, story)
    assert "story.txt" in replayed.err


def test_what_is_no_transcript_exits_with_2(run: Run):
    Path("binary").write_bytes(b"\xff\xfe\x00")
    Path("timeless").write_text("你：转错了\n", "utf-8")
    for name in ("binary", "timeless", "absent"):
        replayed = run("--replay", name)
        assert (replayed.code, replayed.out) == (2, "")
        assert name in replayed.err


def test_what_nobody_asked_for_is_not_written(run: Run):
    """Not even at the end of a pipe, where nobody can be asked."""
    done = run("--plain", stdin=f"{FIRST}\n/export")
    assert "没有存" in done.out
    assert list(Path().iterdir()) == []


def test_a_language_may_be_asked_for(run: Run):
    hong_kong = run("--plain", "--lang", "zh-Hant-HK", stdin="/start\n")
    assert "騙徒" in hong_kong.out
    assert "还来得及" in run("--plain", "--lang", "zh-Hant-HK", stdin=FIRST).out  # as somebody writes goes before it
    unknown = run("--plain", "--lang", "xx")
    assert unknown.code == 2
    assert "zh-Hant-TW" in unknown.err


def test_the_operator_s_language_is_that_of_the_console(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TRANSFER_AID_LANGUAGE", "zh-Hant-TW")
    assert "詐騙" in run("--plain", stdin="/start\n").out


def test_what_a_message_was_heard_as_is_said_beside_the_conversation(run: Run):
    done = run("--plain", "--explain", stdin=f"{FIRST}\n报警有用吗\n")
    assert done.out == run("--plain", stdin=f"{FIRST}\n报警有用吗\n").out
    first, second = (line for line in done.err.splitlines() if line.startswith("heard: "))
    assert "start_flow wrong_recipient" in first
    assert "set_slot accepted not_yet" in first
    assert "knowledge_answer ask.police_for_mistake" in second
    assert run("--jsonl", "--explain").code != 0
