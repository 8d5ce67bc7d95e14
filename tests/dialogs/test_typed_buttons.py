"""The label of a button, typed, is the button pressed: in a paper and at a question, too."""

from __future__ import annotations

import pytest

from dialogs.dialog import Dialog
from dialogs.naming import ANYWHERE, IN_A_PAPER
from tests.dialogs.talk import Talk
from tests.each import each

MISTAKE = "微信转错人了 5000 他还没收"


def in_a_paper(dialog: Dialog) -> Talk:
    return Talk(dialog).says(MISTAKE).says("写材料").says("请求退还消息")


@pytest.mark.parametrize("name", [*ANYWHERE, *IN_A_PAPER])
def test_a_label_typed_in_a_paper_does_what_the_button_does(dialog: Dialog, name: str):
    label = dialog.words.button(name)  # type: ignore[arg-type]
    pressed = in_a_paper(dialog).chooses({**ANYWHERE, **IN_A_PAPER}[name])  # type: ignore[index]
    typed = in_a_paper(dialog).says(label)
    assert typed.text == pressed.text
    assert typed.turn.state == pressed.turn.state


@each("typed", ["日子和期限", "日子和期限。", "日子 和期限", "先看全部步骤", "先看全部步驟"])
def test_a_label_typed_at_a_question_is_no_answer_to_it(dialog: Dialog, typed: str):
    asked = Talk(dialog).says(MISTAKE)
    assert asked.says(typed).case.misses == 0
    assert "没听明白" not in asked.text


def test_an_answer_that_holds_a_label_is_an_answer(dialog: Dialog):
    talk = in_a_paper(dialog)
    before = talk.case
    assert talk.says("是").case != before
    assert talk.turn.state == "papers.refund_request"
