"""Words about the steps of a plan: named by number or by what they do, to be shown, ticked off, or asked about."""

from __future__ import annotations

import pytest

from dialogs.dialog import Dialog
from dialogs.plan_talk import named_step
from tests.dialogs.talk import Talk
from tests.each import each

TITLES = ["打 110，请警方紧急止付", "在微信里投诉对方", "打付款银行的电话", "改登录密码和支付密码"]


@pytest.fixture
def planned(dialog: Dialog) -> Talk:
    """A mistake, with its plan in sight and no question open."""
    told = Talk(dialog).says("微信转错人了 5000 刚刚转的 他收了 不肯退 我们没有借钱买卖")
    return told.commands("plan")


@each(
    ("said", "number"),
    [("密码改完了", 4), ("银行打完了", 3), ("投诉交了", 2), ("110打了", 1), ("做完了", None), ("吃完饭了", None)],
)
def test_a_step_is_known_by_its_words(said: str, number: int | None):
    assert named_step(TITLES, said) == number


def test_two_steps_that_share_as_much_are_told_apart_by_nothing():
    assert named_step(["打银行的电话", "打平台的电话"], "电话打了") is None


@pytest.mark.parametrize("said", ["第二步做完了", "第2步弄好了"])
def test_the_step_named_by_its_number_is_ticked_off(planned: Talk, said: str):
    second = planned.turn.plan[1].id
    assert second in planned.says(said).case.ticks
    assert len(planned.case.ticks) == 1


def test_the_step_named_in_a_clause_is_shown(planned: Talk):
    second = planned.turn.plan[1]
    assert second.title in planned.says("发了他还是没回 第二步是什么").text
