"""The machine seam: JSON lines in, JSON lines out."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from bot.console.jsonl import BadLineError, parse_line, serve
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.messages import ChoiceInput, CommandInput, CommandName, ForwardInput, TextInput
from tests.dialogs.talk import CHINA, NOW
from tests.each import each

FIRST = "我刚刚微信转错人了，5000块，对方还没收"


def answers(dialog: Dialog, *lines: object) -> list[dict[str, Any]]:
    typed = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    return [json.loads(line) for line in serve(dialog, typed, lambda: NOW)]


def read(**line: object) -> object:
    return parse_line(json.dumps(line), NOW)[0]


def test_every_kind_of_input_is_read():
    assert read(text="转错了") == TextInput("转错了")
    assert read(choice="received") == ChoiceInput("received")
    assert read(forward={"text": "a", "caption": "b", "origin": "c"}) == ForwardInput("a", "b", "", "c")
    assert read(forward={"text": "a", "comment": "真的吗"}) == ForwardInput("a", comment="真的吗")
    assert read(forward={"text": None}) == ForwardInput()
    for name in get_args(CommandName):
        assert read(command=name) == CommandInput(name)


@each("name", ["back", "restart", "help", "forget", "source"])
def test_the_promised_commands_exist(dialog: Dialog, name: str):
    assert answers(dialog, {"text": FIRST}, {"command": name})[1]["replies"]


def test_a_line_out_holds_what_was_promised(dialog: Dialog):
    [out] = answers(dialog, {"text": FIRST})
    assert out.keys() == {"state", "mode", "situation", "replies", "plan", "facts", "answers", "commands"}
    assert out["mode"] == "plan"
    assert {"command": "start_flow", "subject": "wrong_recipient"} in out["commands"]
    assert out["answers"]["situation"] == "wrong_recipient"
    assert (out["situation"], out["state"]) == ("wrong_recipient", "wrong_recipient.return_plan")
    assert all(reply.keys() == {"text", "options", "files"} for reply in out["replies"])
    options = [option for reply in out["replies"] for option in reply["options"]]
    assert options
    assert all(option.keys() - {"copy"} == {"id", "label"} for option in options)
    assert ["立即退还" in option["copy"] for option in options if "copy" in option] == [True]
    assert all(step.keys() >= {"id", "urgency", "due", "done"} for step in out["plan"])
    assert "platform.W02" in out["facts"]


def test_the_deadline_is_a_time_with_an_offset(dialog: Dialog):
    [out] = answers(dialog, {"text": FIRST})
    due = {step["id"]: step["due"] for step in out["plan"]}["wait_for_return"]
    assert dt.datetime.fromisoformat(due) == NOW + dt.timedelta(days=1)


def test_a_choice_ticks_a_step_off(dialog: Dialog):
    first, second = answers(dialog, {"text": FIRST}, {"choice": "done:ask_to_press_return"})
    assert [step["id"] for step in first["plan"] if step["done"]] == []
    assert [step["id"] for step in second["plan"] if step["done"]] == ["ask_to_press_return"]


def test_a_forward_is_checked(dialog: Dialog):
    [out] = answers(dialog, {"forward": {"text": "专业撤回微信转账，先付后撤，加V：abc12345"}})
    said = "\n".join(reply["text"] for reply in out["replies"])
    assert dialog.words.message("verdict_fake_recall_tool", dialog.position(Case(), NOW).known).text in said


def test_now_moves_the_clock(dialog: Dialog):
    """A transfer nobody accepted: before 24 hours one waits, after them one looks for the money."""
    later = (NOW + dt.timedelta(hours=30)).isoformat()
    first, second = answers(dialog, {"text": FIRST}, {"command": "plan", "now": later})
    assert "wait_for_return" in {step["id"] for step in first["plan"]}
    assert "look_for_returned_money" in {step["id"] for step in second["plan"]}


def test_now_without_an_offset_is_in_the_sessions_zone():
    line = json.dumps({"text": "x", "now": "2026-11-20T08:00:00"})
    assert parse_line(line, NOW)[1] == dt.datetime(2026, 11, 20, 8, tzinfo=CHINA)


BAD = [
    "{",
    "nonsense",
    "[]",
    "null",
    '"text"',
    "{}",
    '{"texts": "x"}',
    '{"text": 5}',
    '{"text": null}',
    '{"choice": ["a"]}',
    '{"text": "x", "choice": "y"}',
    '{"command": "explode"}',
    '{"command": 1}',
    '{"forward": "x"}',
    '{"forward": {"text": 1}}',
    '{"text": "x", "now": "yesterday"}',
    '{"text": "x", "now": 5}',
    '{"text": "x", "now": "0001-01-01T00:00:00+14:00"}',
    '{"text": "x", "now": "9999-12-31T23:59:59-12:00"}',
    '{"text": ' + "[" * 200_000,
    '{"text": ' + "9" * 10_000 + "}",
]


@each("line", BAD)
def test_a_bad_line_gets_an_error_and_the_session_goes_on(dialog: Dialog, line: str):
    before, error, after = answers(dialog, {"text": FIRST}, line, {"command": "plan"})
    assert error.keys() == {"error"}
    assert error["error"]
    assert len(error["error"]) < 300
    assert after["plan"] == before["plan"]


def test_empty_lines_are_not_messages(dialog: Dialog):
    assert len(answers(dialog, "", "  ", {"text": FIRST}, "")) == 1


def _offered(out: dict[str, Any]) -> set[str]:
    """The situations that the person is asked to switch to."""
    options = [option["id"] for reply in out["replies"] for option in reply["options"]]
    return {option.removeprefix("switch:") for option in options if option.startswith("switch:")}


@each("text", ["", "   ", "😀" * 5_000, "转" * 10_000, "9" * 10_000, "\ud800转错\udfff", "\x00\x1b[2J"])
def test_odd_texts_get_an_answer(dialog: Dialog, text: str):
    first, second = answers(dialog, json.dumps({"text": text}), {"text": FIRST})
    assert first["replies"]
    assert "wrong_recipient" in {second["situation"], *_offered(second)}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "now", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
LINE = st.dictionaries(st.sampled_from(["text", "choice", "forward", "command", "now", "x"]), JSON, max_size=4)


@given(LINE | st.text())
def test_any_line_is_an_input_or_a_bad_line(data: object):
    line = data if isinstance(data, str) else json.dumps(data)
    with suppress(BadLineError):
        received, now = parse_line(line, NOW)
        assert isinstance(received, TextInput | ChoiceInput | ForwardInput | CommandInput)
        assert now.tzinfo is not None
