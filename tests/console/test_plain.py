"""Markdown as plain text, and what a typed line means."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.console.plain import option_for, plain_text, reply_lines, turn_blocks, visible
from bot.console.session import Session
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.messages import (
    ChoiceInput,
    CommandInput,
    File,
    ForwardInput,
    Option,
    Reply,
    TextInput,
    Turn,
)
from dialogs.papers.escape import as_shown
from dialogs.words import quoted
from tests.dialogs.talk import NOW
from tests.each import each

YES_NO = (Option("yes", "是"), Option("no", "不是"))


def test_marks_go_and_words_stay():
    assert (
        plain_text("**先停手：**打 `110`，看 <https://example.org/a> ") == "先停手：打 110，看 https://example.org/a "
    )


def test_comments_are_not_shown():
    assert plain_text("一<!-- split -->二") == "一二"


@each("typed", ["**粗**", "`码`", "<hxxps://x[.]example>", r"\*", "a_b", "1. 一", r"\`x\`"])
def test_what_a_person_typed_comes_out_as_typed(typed: str):
    assert plain_text(f"**你说：{quoted(typed)}**") == f"你说：{typed}"


@given(st.text())
def test_quoted_text_is_never_markup(typed: str):
    assert plain_text(quoted(typed)) == visible(" ".join(as_shown(typed).split()))


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_nothing_shown_commands_the_terminal(text: str):
    assert not any((ord(char) < 32 and char not in "\t\n") or 127 <= ord(char) < 160 for char in plain_text(text))


def test_escape_sequences_lose_their_escape():
    assert visible("\x1b[2J收\x9b31m款\u2028\x07") == "[2J收31m款"


def test_a_reply_lists_its_options_and_files():
    reply = Reply("**在哪里？**", YES_NO, (File("报案材料.docx", "police_report", "docx"),))
    assert reply_lines(reply) == ["在哪里？", "  [1] 是", "  [2] 不是", "  📎 报案材料.docx"]


def test_numbers_go_on_through_all_replies_of_a_turn():
    turn = Turn(Case(), "x", None, (Reply("一", YES_NO), Reply("二"), Reply("三", YES_NO)))
    assert [line for lines in turn_blocks(turn) for line in lines] == [
        "一", "  [1] 是", "  [2] 不是", "二", "三", "  [3] 是", "  [4] 不是",
    ]  # fmt: skip


@each("text", ["2", " 2 ", "[2]", "2.", "（2）", "02"])
def test_a_number_chooses(text: str):
    assert option_for(text, YES_NO) == YES_NO[1]


@each("text", ["0", "3", "-1", "", "二", "²", "٢", "2000", "1 2", "9" * 10_000])
def test_anything_else_is_words(text: str):
    assert option_for(text, YES_NO) is None


def test_a_typed_line_is_a_command_a_number_a_forward_or_words(dialog: Dialog):
    session = Session(dialog, lambda: NOW, options=YES_NO)
    assert session.meant("/plan") == CommandInput("plan")
    assert session.meant("2") == ChoiceInput("no")
    assert session.meant("/check 加V撤回") == ForwardInput(text="加V撤回", origin="pasted")
    assert session.meant("转发：加V撤回") == ForwardInput(text="加V撤回", origin="pasted")
    assert session.meant("/nonsense") == CommandInput("help")
    assert session.meant(" 转错人了 ") == TextInput(" 转错人了 ")


def test_a_number_chooses_what_stands_beside_it_even_on_the_second_list(dialog: Dialog):
    """/change lists more answers than one message holds: the numbers run on, and each means its own line."""
    session = Session(dialog, lambda: NOW)
    session.type("我被刷单骗了3万，昨天微信转账转的，对方已经收了，还没报警，在国内，对方已经把我拉黑")
    for _ in range(10):
        if session.type("/plan").plan:
            break
        session.type("1")
    turn = session.type("/change")
    shown = [line for lines in turn_blocks(turn) for line in lines if line.startswith("  [")]
    assert len(shown) == len(session.options) > 1
    for line, option in zip(shown, session.options, strict=True):
        number, label = line.removeprefix("  [").split("] ", 1)
        assert (session.meant(number), label) == (ChoiceInput(option.id), visible(option.label))
