"""A paper that must not be made holds nobody, and no polite word is taken for the fact that forbids it."""

from __future__ import annotations

import pytest

from dialogs.dialog import Dialog
from tests.dialogs.talk import Talk


@pytest.fixture
def asked(dialog: Dialog) -> Talk:
    """Asked whether somebody induced the payment, which forbids the request to return it."""
    return Talk(dialog).says("微信转错人了 他还没收 刚才转的").says("写材料").says("请求退还消息")


@pytest.mark.parametrize("typed", ["好", "好的", "行", "ok", "可以"])
def test_a_polite_word_answers_no_question_of_fact(asked: Talk, typed: str):
    before = asked.case.answers
    assert asked.says(typed).case.answers == before


@pytest.mark.parametrize("typed", ["是", "有", "没有"])
def test_a_yes_or_a_no_does(asked: Talk, typed: str):
    before = asked.case.answers
    assert asked.says(typed).case.answers != before


@pytest.mark.parametrize("typed", ["24小时没收会自动退吗", "我好害怕", "谢谢", "然后呢"])
def test_a_refused_paper_is_left_by_what_is_typed(asked: Talk, typed: str):
    refused = asked.says("是").text
    assert "冒充或诱导" in refused
    assert asked.says(typed).text != refused
