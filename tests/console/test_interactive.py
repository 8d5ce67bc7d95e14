"""The dialog at a terminal: keys in through a pipe, as prompt_toolkit reads them from a keyboard."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.cells import cell_len

from bot.console import interactive
from bot.console.interactive import Chooser, converse
from bot.console.session import START, Session, spoken
from bot.extras import MissingExtraError
from dialogs.dialog import Dialog
from dialogs.library.load import Content
from dialogs.messages import ForwardInput, Option, Turn
from tests.dialogs.talk import NOW

UP, DOWN, TAB, BACK_TAB, ENTER, LEAVE, INTERRUPT = "\x1b[A", "\x1b[B", "\t", "\x1b[Z", "\r", "\x04", "\x03"
FIRST = "我刚刚微信转错人了，5000块，对方还没收"
Typed = Callable[[str], list[str]]


@pytest.fixture
def session(dialog: Dialog) -> Session:
    return Session(dialog, lambda: NOW)


@pytest.fixture
def typed(session: Session, content: Content) -> Typed:
    """What keys come to: the messages that the dialog was told, in order, after the greeting."""

    def type_keys(keys: str) -> list[str]:
        messages: list[str] = []

        def save(message: str, _turn: Turn, now: dt.datetime) -> None:
            assert now == NOW
            messages.append(message)

        with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
            keyboard.send_text(keys)
            assert converse(session, save, content) == 0
        assert messages[0] == START
        return messages[1:]

    return type_keys


def _menu(dialog: Dialog) -> tuple[Option, ...]:
    session = Session(dialog, lambda: NOW)
    session.type(START)
    return session.options


def test_words_are_sent(typed: Typed, session: Session):
    assert typed(FIRST + ENTER + LEAVE) == [FIRST]
    assert session.case.answers["situation"] == "wrong_recipient"


def test_a_number_chooses_and_what_it_stands_for_is_said(
    typed: Typed, session: Session, dialog: Dialog, capsys: pytest.CaptureFixture[str]
):
    assert typed("2" + ENTER + LEAVE) == ["2"]
    option = _menu(dialog)[1]
    assert session.case.answers == {"situation": option.id}
    assert f"选了：{option.label}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("keys", "place"),
    # The last one, above the first, is the button for other languages.
    [(DOWN, 0), (DOWN * 2, 1), (TAB * 3, 2), (BACK_TAB * 2, -2), (DOWN * 2 + UP, 0), (DOWN + BACK_TAB * 3, -2)],
)
def test_arrow_keys_and_tab_choose(typed: Typed, session: Session, dialog: Dialog, keys: str, place: int):
    options = _menu(dialog)
    assert typed(keys + ENTER + LEAVE) == [str(place % len(options) + 1)]
    assert session.case.answers == {"situation": options[place].id}


def test_arrow_keys_choose_again_among_the_next_options(typed: Typed, session: Session):
    assert typed((DOWN + ENTER) * 2 + LEAVE) == ["1", "1"]
    assert len(session.case.answers) >= 2


def test_words_win_over_the_option_pointed_at(typed: Typed):
    assert typed(DOWN + FIRST + ENTER + LEAVE) == [FIRST]


@pytest.mark.parametrize("keys", [ENTER, "  " + ENTER, DOWN + UP + ENTER, DOWN + INTERRUPT + ENTER])
def test_enter_with_nothing_typed_or_pointed_at_says_nothing(typed: Typed, keys: str):
    assert typed(keys + LEAVE) == []


def test_up_on_an_empty_line_chooses_no_option(typed: Typed):
    """It brings back what was typed before, as soon as prompt_toolkit has loaded it."""
    assert set(typed(FIRST + ENTER + UP + ENTER + LEAVE)) == {FIRST}


def test_a_pasted_message_of_several_lines_is_one_message(typed: Typed, session: Session):
    pasted = "我转错人了\n5000块\n对方还没收"
    assert typed(f"\x1b[200~{pasted}\x1b[201~" + ENTER + LEAVE) == [pasted]
    assert session.case.answers["situation"] == "wrong_recipient"


@pytest.mark.parametrize("leave", [LEAVE, INTERRUPT, *(f"{word}{ENTER}" for word in ("/quit", "退出", "離開", "EXIT"))])
def test_ways_out_where_nothing_is_lost(typed: Typed, leave: str):
    assert typed(leave) == []


@pytest.mark.parametrize("leave", [INTERRUPT, "退出" + ENTER])
def test_what_was_told_is_not_lost_by_one_key_or_word(
    typed: Typed, leave: str, content: Content, capsys: pytest.CaptureFixture[str]
):
    assert typed(FIRST + ENTER + leave + "/plan" + ENTER + leave + leave) == [FIRST, "/plan"]
    assert capsys.readouterr().out.count(content.console.not_kept) == 2


@pytest.mark.parametrize("leave", [LEAVE, "/quit" + ENTER])
@pytest.mark.parametrize("asked", ["/check", "/image"])
def test_the_ways_out_hold_where_the_console_itself_asks(typed: Typed, asked: str, leave: str):
    assert typed(FIRST + ENTER + asked + ENTER + leave) == [FIRST]


def test_ctrl_c_first_clears_the_line(typed: Typed):
    assert typed("半句话" + INTERRUPT + FIRST + ENTER + LEAVE) == [FIRST]


@pytest.mark.parametrize(
    ("keys", "messages"),
    [
        ("/check" + ENTER + "专业撤回，先付后撤" + ENTER, ["/check 专业撤回，先付后撤"]),
        ("/check" + ENTER + ENTER, []),
        ("/check" + ENTER + INTERRUPT, []),
        ("/card" + ENTER, ["/card"]),
        ("/image 没有的.png" + ENTER, []),
    ],
)
def test_a_message_is_checked_and_a_card_made_inside_the_talk(typed: Typed, keys: str, messages: list[str]):
    assert typed(keys + LEAVE) == messages


@pytest.mark.parametrize("words", ["帮助", "菜单", "選單", "能做什么", "/help", "menu"])
@pytest.mark.parametrize("before", ["", FIRST + ENTER])
def test_help_tells_what_the_console_can_do(
    typed: Typed, words: str, before: str, session: Session, capsys: pytest.CaptureFixture[str]
):
    typed(before + words + ENTER + LEAVE)
    shown = capsys.readouterr().out
    assert all(command in shown for command in ("/plan", "/check", "/image", "/card", "/quit"))
    assert session.case.answers.get("situation") in {None, "wrong_recipient"}


@pytest.mark.parametrize("way", ["'{path}'", "/image {path}", "/image" + ENTER + "{path}"])
def test_a_picture_is_read_and_checked(
    typed: Typed, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    picture = tmp_path / "截 图.png"
    picture.write_bytes(b"")
    found = ForwardInput(image_text="专业撤回，先付后撤", origin="picture")
    monkeypatch.setattr(interactive, "read_picture", lambda *_: (found, ""))
    assert typed(way.format(path=picture) + ENTER + LEAVE) == ["/check 专业撤回，先付后撤"]
    assert "骗局" in capsys.readouterr().out


@pytest.mark.parametrize(("key", "installs"), [("y", True), ("Y", True), ("n", False), (ENTER, False)])
def test_a_missing_extra_is_offered_with_one_key(
    typed: Typed, key: str, tmp_path: Path, installs: object, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):  # fmt: skip
    there: list[bool] = []

    def build(_file: object) -> bytes:
        if not there:
            raise MissingExtraError("typst", "papers")
        return b"poster"

    monkeypatch.setattr("bot.papers.export.build_file", build)
    monkeypatch.setattr(interactive, "install", lambda: there.append(True) or True)
    typed("/card" + ENTER + "2" + ENTER + str(tmp_path) + ENTER + key + LEAVE)
    assert [file.read_bytes() for file in tmp_path.iterdir()] == ([b"poster"] if installs else [])
    said = capsys.readouterr().out
    assert "./scripts/console --full" in said
    assert "pip install" not in said


ENGLISH = "i was scammed by a fake seller on wechat"


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ("/help" + ENTER, "keys"), ("1" + ENTER, "chosen"), ("/check" + ENTER + ENTER, "paste"),
        ("/image no.png" + ENTER, "no_picture"), ("exit" + ENTER, "not_kept"), ("/card" + ENTER + "2" + ENTER, "files"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("told", [ENGLISH, "剛剛在微信轉錯人了，怎麼辦"])
def test_the_console_speaks_the_language_that_is_spoken(
    session: Session, content: Content, typed: Typed, told: str, keys: str, named: str,
    capsys: pytest.CaptureFixture[str],
):  # fmt: skip
    typed(told + ENTER + keys + LEAVE)
    tag = session.dialog.languages.spoken(session.case)
    assert tag == ("en" if told == ENGLISH else "zh-Hant-TW")
    words, source = (getattr(one.console, named) for one in (spoken(session, content)(), content))
    said, other = (one.where if named == "files" else re.split(r"[{\n]", one)[0] for one in (words, source))
    shown = capsys.readouterr().out
    assert said in shown
    assert other not in shown


def test_the_hint_is_in_the_language_that_is_spoken(session: Session, content: Content):
    conversation = interactive._Conversation(session, lambda *_: None, content)
    conversation._take(ENGLISH)
    assert conversation._words.hint == spoken(session, content)().console.hint != content.console.hint


def test_the_answer_is_drawn_with_numbered_options(typed: Typed, capsys: pytest.CaptureFixture[str]):
    typed(FIRST + ENTER + LEAVE)
    shown = capsys.readouterr().out
    assert "立即退还" in shown
    assert "**" not in shown
    assert "  1 ✓" in shown


def test_what_was_typed_cannot_command_the_terminal(typed: Typed, capsys: pytest.CaptureFixture[str]):
    typed("/check 专业撤回\x16\x1b[2J微信转账，先付后撤" + ENTER + LEAVE)
    assert "\x1b[2J" not in capsys.readouterr().out


LABELS = ("转错了", "正在共享屏幕 / 被远程控制", "收了，显示「待入账」（待入账），看不到也不清楚到底怎么样了")


@pytest.mark.parametrize("columns", [80, 40, 20])
@pytest.mark.parametrize("pressed", [1, 2, 3])
def test_all_options_are_in_sight_while_the_arrows_move(columns: int, pressed: int):
    chooser = Chooser()
    chooser.show(tuple(Option(label, label) for label in LABELS), "打字")
    assert chooser.rows(columns, 20) == [("", "打字")]
    for _ in range(pressed):
        chooser.move(1)
    rows = [(style, text.rstrip("\n")) for style, text, *_ in chooser.rows(columns, 20)]
    assert all(cell_len(text) <= columns for _, text in rows)
    words = "".join(text for _, text in rows).replace(" ", "")
    assert all(label.replace(" ", "") in words for label in (LABELS if columns > 20 else LABELS[:1]))
    reversed_rows = "".join(text for style, text in rows if style == "reverse")
    assert reversed_rows.startswith(f"› {pressed} ")


def test_of_more_options_than_rows_those_around_the_one_pointed_at_are_shown():
    chooser = Chooser()
    chooser.show(tuple(Option(str(n), f"第{n}项") for n in range(1, 31)))
    for place in range(1, 31):
        chooser.move(1)
        rows = [text.strip() for _, text, *_ in chooser.rows(40, 8)]
        assert len(rows) == 8
        assert f"› {place} 第{place}项" in rows
