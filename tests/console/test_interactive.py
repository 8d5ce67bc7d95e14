"""The dialog at a terminal: keys in through a pipe, as prompt_toolkit reads them from a keyboard."""

from __future__ import annotations

import datetime as dt

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.console.interactive import Chooser, converse
from bot.console.session import START, Session
from dialogs.dialog import Dialog
from dialogs.messages import Option, Turn
from tests.dialogs.talk import NOW

UP, DOWN, TAB, BACK_TAB, ENTER, LEAVE, INTERRUPT = "\x1b[A", "\x1b[B", "\t", "\x1b[Z", "\r", "\x04", "\x03"
FIRST = "我刚刚微信转错人了，5000块，对方还没收"


def typed(dialog: Dialog, keys: str) -> tuple[list[str], Session]:
    """What these keys come to: the messages in order, after the greeting, and the session at the end."""
    messages: list[str] = []
    session = Session(dialog, lambda: NOW)

    def save(message: str, _turn: Turn, now: dt.datetime) -> None:
        assert now == NOW
        messages.append(message)

    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
        keyboard.send_text(keys)
        assert converse(session, save) == 0
    assert messages[0] == START
    return messages[1:], session


def test_words_are_sent(dialog: Dialog):
    messages, session = typed(dialog, FIRST + ENTER + LEAVE)
    assert messages == [FIRST]
    assert session.case.answers["situation"] == "wrong_recipient"


def test_a_number_chooses(dialog: Dialog):
    messages, session = typed(dialog, "2" + ENTER + LEAVE)
    assert messages == ["2"]
    assert session.case.answers == {"situation": _menu(dialog)[1].id}


@pytest.mark.parametrize(
    ("keys", "place"),
    [(DOWN, 0), (DOWN * 2, 1), (TAB * 3, 2), (UP, -1), (UP * 2, -2), (DOWN * 2 + UP, 0), (DOWN + BACK_TAB, -1)],
)
def test_arrow_keys_and_tab_choose(dialog: Dialog, keys: str, place: int):
    options = _menu(dialog)
    messages, session = typed(dialog, keys + ENTER + LEAVE)
    assert messages == [str(place % len(options) + 1)]
    assert session.case.answers == {"situation": options[place].id}


def test_arrow_keys_choose_again_among_the_next_options(dialog: Dialog):
    messages, session = typed(dialog, (DOWN + ENTER) * 2 + LEAVE)
    assert messages == ["1", "1"]
    assert len(session.case.answers) >= 2


def test_words_win_over_the_option_pointed_at(dialog: Dialog):
    messages, _ = typed(dialog, DOWN + FIRST + ENTER + LEAVE)
    assert messages == [FIRST]


def test_enter_alone_says_nothing(dialog: Dialog):
    assert typed(dialog, ENTER + "  " + ENTER + LEAVE)[0] == []


def test_a_pasted_message_of_several_lines_is_one_message(dialog: Dialog):
    pasted = "我转错人了\n5000块\n对方还没收"
    messages, session = typed(dialog, f"\x1b[200~{pasted}\x1b[201~" + ENTER + LEAVE)
    assert messages == [pasted]
    assert session.case.answers["situation"] == "wrong_recipient"


@pytest.mark.parametrize("leave", [LEAVE, INTERRUPT, "/quit" + ENTER, "/exit" + ENTER])
def test_ways_out(dialog: Dialog, leave: str):
    assert typed(dialog, leave)[0] == []


def test_the_answer_is_drawn_with_numbered_options(dialog: Dialog, capsys: pytest.CaptureFixture[str]):
    typed(dialog, FIRST + ENTER + LEAVE)
    shown = capsys.readouterr().out
    assert "立即退还" in shown
    assert "**" not in shown
    assert "  1 ✓" in shown


def test_what_was_typed_cannot_command_the_terminal(dialog: Dialog, capsys: pytest.CaptureFixture[str]):
    typed(dialog, "/check 专业撤回\x16\x1b[2J微信转账，先付后撤" + ENTER + LEAVE)
    assert "\x1b[2J" not in capsys.readouterr().out


def test_the_toolbar_shows_the_option_pointed_at():
    chooser = Chooser()
    chooser.show((Option("a", "一"), Option("b", "二")))
    assert (chooser.number(), [style for style, _, *_ in chooser.toolbar() if style]) == (None, [])
    chooser.move(-1)
    assert chooser.number() == "2"
    assert [(style, text) for style, text, *_ in chooser.toolbar() if style] == [("reverse", " 2 二 ")]
    chooser.show(chooser.options)
    assert chooser.number() is None


def _menu(dialog: Dialog) -> tuple[Option, ...]:
    session = Session(dialog, lambda: NOW)
    session.type(START)
    return session.options
