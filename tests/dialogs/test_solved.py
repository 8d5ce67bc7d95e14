"""A case that is over: the money is back, or nothing was wrong."""

from __future__ import annotations

from dialogs.dialog import Dialog
from tests.dialogs.talk import Talk
from tests.each import each


@each(
    "typed",
    ["钱已经退回来了", "他把钱还我了 不用管了", "收到退款了 谢谢", "虚惊一场", "it's solved, got my money back"],
)
def test_who_says_that_it_is_over_is_asked_nothing_more(dialog: Dialog, typed: str):
    told = Talk(dialog).says("微信转错人了 他还没收").says(typed)
    assert told.said("reply_solved")
    assert not told.options


def test_also_as_the_first_words(dialog: Dialog):
    assert Talk(dialog).says("刚才转错那个人已经把钱退给我了").said("reply_solved")


@each("typed", ["他说已经退了 可我没收到", "他答应退但还没退", "只退了五百"])
def test_what_is_not_over_is_not_closed(dialog: Dialog, typed: str):
    assert not Talk(dialog).says("微信转错人了 他收了").says(typed).said("reply_solved")


@each("typed", ["退了 退了", "退出来了", "好了 关了"])
def test_who_has_left_the_call_is_not_sent_home(dialog: Dialog, typed: str):
    told = Talk(dialog).says("客服让我共享屏幕 现在还开着").says(typed)
    assert not told.said("reply_solved")
    assert told.turn.situation
