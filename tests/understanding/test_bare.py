"""A bare yes or no tells only of what was asked."""

from __future__ import annotations

import pytest

from tests.dialogs.talk import Talk


@pytest.mark.parametrize("text", ["没有", "没", "嗯", "不是", "还没", "对", "不知道"])
def test_after_the_plan_it_changes_nothing(talk: Talk, text: str):
    talk.chooses("switch:wrong_recipient", "transfer", "received", "silent", "none")
    before = talk.answers
    assert talk.says(text).answers == before


def test_before_other_words_it_changes_nothing_either(talk: Talk):
    talk.chooses("switch:wrong_recipient", "transfer", "received", "silent", "none")
    talk.says("没有 根本不认识")
    assert talk.answers["accepted"] == "received"
    assert "police" not in talk.answers
