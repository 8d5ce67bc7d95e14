"""``identify``, ``check`` and ``ask``: the shapes that programs rely on, and the exit codes."""

from __future__ import annotations

import json

import pytest

from tests.cli.program import Run

pytestmark = pytest.mark.calendar

NOW = "2026-11-23T21:00:00+08:00"
FIRST = "我刚刚微信转错人了，5000块，对方还没收"
LURE = "专业撤回微信转账，先付后撤，不成功不收费，加V：abc12345，网址 https://pay-abc.com/x"
DETAILS = {"amount", "currency", "paid_at", "channel", "accepted", "arrival", "region", "for_whom"}
ROWS = [{"id": "a", "text": FIRST}, {"id": 2, "text": "被骗刷单了三万"}]


def stdin(*rows: object) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)


def test_identify_json(run: Run):
    done = run("identify", FIRST, "--json", "--now", NOW)
    assert done.code == 0
    assert done.json.keys() == {"situation", "score", "alternatives", "details", "danger"}
    assert done.json["situation"] == "wrong_recipient"
    assert 0 < done.json["score"] <= 1
    assert done.json["details"].keys() >= DETAILS
    assert done.json["details"]["amount"] == "5000"
    assert done.json["details"]["accepted"] == "not_yet"
    assert done.json["details"]["region"] is None
    assert done.json["danger"] == []


def test_identify_names_the_runners_up_and_the_danger(run: Run):
    done = run("identify", "客服说帮我退会员费，让我屏幕共享，现在还在共享，钱转走了一笔", "--json", "--now", NOW)
    assert all(entry.keys() == {"situation", "score"} for entry in done.json["alternatives"])
    assert "screen_sharing" in done.json["danger"]


def test_identify_reads_standard_input(run: Run):
    for words in ((), ("-",)):
        assert run("identify", *words, "--json", "--now", NOW, stdin=FIRST).json["situation"] == "wrong_recipient"


def test_identify_for_people(run: Run):
    done = run("identify", FIRST, "--now", NOW)
    assert done.out.startswith("wrong_recipient  ")


def test_identify_lines(run: Run):
    done = run("identify", "--jsonl", "--now", NOW, stdin=stdin(*ROWS))
    assert done.code == 0
    assert [line.keys() for line in done.lines] == [{"id", "situation", "score", "details"}] * 2
    assert [(line["id"], line["situation"]) for line in done.lines] == [("a", "wrong_recipient"), (2, "scam_rebate")]
    assert all(line["details"].keys() >= DETAILS for line in done.lines)


@pytest.mark.parametrize("text", ["", "今天天气真好", "😀", "\x00"])
def test_what_is_none_of_ours_is_out_of_scope(run: Run, text: str):
    assert run("identify", "--json", stdin=text).json["situation"] == "out_of_scope"


def test_check_json(run: Run):
    done = run("check", LURE, "--json")
    assert done.code == 1
    result = done.json
    assert result.keys() == {"verdict", "score", "reasons", "claims", "artifacts", "advice", "kind"}
    assert result["verdict"] == "fake_recall_tool"
    assert all(reason.keys() == {"text", "evidence", "facts"} for reason in result["reasons"])
    assert any(reason["evidence"] in LURE for reason in result["reasons"])
    assert all(isinstance(line, str) for line in result["advice"])
    assert "https://" not in json.dumps(result["artifacts"])
    assert any("pay-abc[.]com" in json.dumps(artifact) for artifact in result["artifacts"])


def test_check_answers_a_false_claim(run: Run):
    result = run("check", "微信转账两分钟内可以在账单里点撤回，百试百灵", "--json").json
    assert result["claims"]
    assert all(claim.keys() == {"myth", "evidence", "truth"} for claim in result["claims"])


def test_check_of_something_ordinary_exits_with_0(run: Run):
    done = run("check", "晚上一起吃饭吗，我六点下班", "--json")
    assert (done.code, done.json["verdict"]) == (0, "none")


def test_check_for_people_shows_reasons_and_breaks_links(run: Run):
    done = run("check", "-", stdin=LURE)
    assert done.code == 1
    assert "先付后撤" in done.out
    assert "https://" not in done.out


def test_check_lines(run: Run):
    done = run("check", "--jsonl", stdin=stdin({"id": 1, "text": LURE}, {"id": 2, "text": "吃饭了吗"}))
    assert done.code == 0
    assert [line.keys() for line in done.lines] == [{"id", "verdict", "score"}] * 2
    assert [line["verdict"] for line in done.lines] == ["fake_recall_tool", "none"]


@pytest.mark.parametrize("command", ["identify", "check"])
def test_bad_lines_get_an_error_and_the_rest_goes_on(run: Run, command: str):
    bad = ["{", "[]", "5", '{"id": 1}', '{"id": 1, "text": 5}', '{"id": 1, "text": ' + "[" * 100_000]
    raw = stdin(ROWS[0], *bad, "", ROWS[1]).encode() + b"\xff\xfe\n" + stdin(ROWS[0]).encode()
    done = run(command, "--jsonl", stdin=raw)
    assert done.code == 0
    assert [line.get("id") for line in done.lines if "error" not in line] == ["a", 2, "a"]
    assert sum("error" in line for line in done.lines) == len(bad) + 1


def test_ask_json(run: Run):
    done = run("ask", "断网能撤回吗", "--json")
    assert done.code == 0
    [answer, *_] = done.json["answers"]
    assert answer.keys() == {"id", "answer", "facts"}
    assert answer["facts"]


def test_ask_for_people_names_the_facts(run: Run):
    done = run("ask", "-", stdin="断网能撤回吗")
    assert done.code == 0
    assert "platform." in done.out
    assert "**" not in done.out


@pytest.mark.parametrize("text", ["今天天气怎么样", ""])
def test_ask_says_when_it_does_not_know(run: Run, text: str):
    done = run("ask", text, "--json")
    assert (done.code, done.json) == (1, {"answers": []})
    assert run("ask", text).out.strip()
