"""What a swindler threatens with is no fact of the case; who fears it gets an answer, and is told to stop."""

from __future__ import annotations

import pytest

from dialogs.dialog import Dialog
from tests.dialogs.talk import NOW, Talk

CALLER = "有个客服打电话说我开了百万保障，我没转钱"


@pytest.mark.parametrize(
    "fear",
    ["挂了会不会扣我钱", "我不转会怎么样", "拉黑他会不会有事", "如果我不转他会怎么样"],
)
def test_who_fears_what_comes_of_stopping_is_told_to_stop(talk: Talk, fear: str):
    before = dict(talk.says(CALLER).answers)
    talk.says(fear)
    assert "一分也别再转" in talk.text
    assert talk.answers == before  # nothing of it has happened


@pytest.mark.parametrize(
    ("threat", "unsaid"),
    [
        ("他说今天不交就追不回了", "paid_at"),
        ("客服说再不交就报警抓我", "police"),
        ("他说今天不转明天账户就冻结了", "paid_at"),
        ("他说不补单就清零", "amount"),
    ],
)
def test_a_threat_tells_that_more_is_asked_for_and_nothing_else(talk: Talk, threat: str, unsaid: str):
    talk.says("刷单被骗了", threat)
    assert "**停，这一笔别转。**" in talk.text
    assert talk.answers["still_in_contact"] == "asked_for_more"
    assert unsaid not in talk.answers


def test_what_others_threaten_with_is_no_answer_to_the_open_question(dialog: Dialog):
    talk = Talk(dialog).says("刷单被骗了 3000", "断了", "银行转的")
    assert talk.state == "scam_rebate.police"
    talk.says("他之前说再不交就报警抓我")
    assert "police" not in talk.answers


@pytest.mark.parametrize("text", ["法院说不交诉讼费就按撤诉处理", "96110说不转账就没事了"])
def test_not_every_condition_is_a_demand(dialog: Dialog, text: str):
    assert "still_transferring" not in dialog.understander.read(text, NOW).danger


def test_who_tells_a_sum_has_asked_nothing(talk: Talk):
    assert "刷过单" not in talk.says("刷单被骗 交了5000").text


@pytest.mark.parametrize("text", ["没有共享屏幕", "没共享过屏幕 也没下载东西", "没有让我再转"])
def test_what_was_not_done_is_no_danger(talk: Talk, text: str):
    talk.says("刷单被骗了 转了3000", text)
    assert talk.answers.get("still_in_contact") not in {"sharing_screen", "asked_for_more"}
    assert "马上断开" not in talk.text


def test_a_password_not_given_is_not_given_away(talk: Talk):
    talk.says("有个客服说我开了百万保障 我没转钱", "断了", "没有输密码")
    assert talk.answers.get("given_away") != "code"


@pytest.mark.parametrize(
    ("text", "danger"),
    [("我没转钱 但是共享屏幕了", "screen_sharing"), ("我没付钱 他还在催我转", "still_transferring")],
)
def test_what_is_told_beside_what_was_not_done_is_heard(dialog: Dialog, text: str, danger: str):
    assert danger in dialog.understander.read(text, NOW).danger
