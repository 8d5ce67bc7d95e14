"""An error of ours in the middle of a turn: somebody in trouble is answered, and nothing that was told is lost."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.cli.identify_command import _line
from bot.console.jsonl import serve
from bot.console.session import Session
from bot.telegram.private import reminders_of
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.messages import CommandInput, TextInput
from dialogs.turn import take_turn
from dialogs.understanding import Reading
from tests.dialogs.talk import NOW, Talk

SAID = "验证码 482913 的事"


class Broken:
    """An understander with an error in it, whose text quotes the person."""

    def read(self, text: str, _now: dt.datetime) -> Reading:
        raise ValueError(text)

    def read_answer(self, *_: object) -> str:
        raise OverflowError(SAID)


@pytest.fixture
def broken(dialog: Dialog) -> Dialog:
    """The dialog with an error that every text meets."""
    return replace(dialog, understander=Broken(), can_remind=True)  # type: ignore[arg-type]


def failed(talk: Talk, broken: Dialog) -> Talk:
    talk.dialog = broken
    return talk.says(SAID)


def test_the_case_stays_and_first_aid_is_said(talk: Talk, broken: Dialog):
    before = talk.says("刷单被骗了5000").case
    failed(talk, broken)
    assert talk.case == before
    assert talk.turn.situation == "scam_rebate"
    assert "没有记下" in talk.text
    assert talk.said("first_aid")


def test_nothing_is_said_to_be_kept_that_is_not(talk: Talk, broken: Dialog):
    failed(talk, broken)
    assert "没有丢" not in talk.text
    assert "你刚说的" not in talk.text


def test_the_error_is_named_by_kind_and_place_and_not_by_words(talk: Talk, broken: Dialog):
    error = failed(talk, broken).turn.error
    assert error is not None
    assert error.kind == "ValueError"
    assert error.place.startswith("dialogs.dialog:")
    assert "482913" not in str(error)


@pytest.mark.parametrize("command", ["forget", "restart"])
def test_what_ends_a_case_works_whatever_the_case_holds(talk: Talk, command: str, monkeypatch: pytest.MonkeyPatch):
    talk.says("刷单被骗了5000")
    held = talk.case
    intact = Dialog.position

    def position(dialog: Dialog, case: Case, now: dt.datetime) -> object:
        if case == held:
            raise KeyError(SAID)
        return intact(dialog, case, now)

    monkeypatch.setattr(Dialog, "position", position)
    turn = take_turn(talk.dialog, held, CommandInput(command), NOW)  # type: ignore[arg-type]
    assert turn.error is not None
    assert not turn.case.answers
    assert turn.forget == (command == "forget")
    assert take_turn(talk.dialog, held, TextInput("你好"), NOW).case == held


def test_reminders_stay_as_they_are(talk: Talk, broken: Dialog):
    talk.case = replace(talk.says("刷单被骗了5000").case, reminding=True)
    assert reminders_of(1, talk.case, failed(talk, broken).turn) is None


def test_a_console_goes_on_and_notes_the_place(broken: Dialog, capsys: pytest.CaptureFixture[str]):
    session = Session(broken, lambda: NOW)
    assert session.type(SAID).replies
    assert session.type("/help").error is None
    err = capsys.readouterr().err
    assert "ValueError at dialogs." in err
    assert "482913" not in err


def test_json_lines_go_on_and_name_the_error(broken: Dialog):
    lines: Iterator[str] = serve(broken, io.StringIO(f'{{"text": "{SAID}"}}\n{{"command": "help"}}\n'), lambda: NOW)
    first, second = map(json.loads, lines)
    assert first["error"].startswith("ValueError at dialogs.")
    assert first["replies"]
    assert "error" not in second


def test_a_batch_of_readings_goes_on_and_names_the_error():
    row = _line(Broken(), {"id": 7, "text": SAID}, NOW)  # type: ignore[arg-type]
    assert row["id"] == 7
    assert "482913" not in row["error"]
