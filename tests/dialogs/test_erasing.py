"""A case is deleted when that is ordered, never because somebody tells what is gone from their phone."""

from __future__ import annotations

import pytest

from dialogs.dialog import Dialog
from tests.dialogs.talk import Talk
from tests.each import each

TOLD = (
    "聊天记录我都删了，记不得原话",
    "清空了",
    "记录都清空了",
    "他把记录都删了",
    "聊天記錄刪咗",
    "都删光了",
    "把聊天记录清空了",
)
ORDERED = (
    "删除我的数据",
    "把我说的都删了吧",
    "帮我删掉",
    "全部忘掉吧",
    "delete everything you know about me",
    "erase my data",
)


def talk_in(dialog: Dialog, *, paper: bool) -> Talk:
    talk = Talk(dialog).chooses("switch:scam_rebate").says("转了5000，昨晚九点")
    return talk.says("帮我写报案材料") if paper else talk


@pytest.mark.parametrize("paper", [True, False])
@each("said", TOLD)
def test_what_is_told_to_be_gone_takes_nothing_away(dialog: Dialog, said: str, paper: bool):  # noqa: FBT001
    talk = talk_in(dialog, paper=paper)
    before = dict(talk.answers)
    talk.says(said)
    assert not talk.turn.forget
    assert {**talk.answers, **before}.keys() == talk.answers.keys()


@pytest.mark.parametrize("paper", [True, False])
@each("said", ORDERED)
def test_what_is_ordered_to_be_deleted_is(dialog: Dialog, said: str, paper: bool):  # noqa: FBT001
    assert talk_in(dialog, paper=paper).says(said).turn.forget
