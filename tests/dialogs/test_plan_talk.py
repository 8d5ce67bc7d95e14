"""Words about the steps of a plan: named by number or by what they do, to be shown, ticked off, or asked about."""

from __future__ import annotations

import pytest

from dialogs.dialog import Dialog
from dialogs.plan_talk import named_step, steps_done
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


@each(
    ("said", "numbers"),
    [
        (["我已经投诉了"], (2,)),
        (["1做了"], (1,)),
        (["第二步弄好了", "打通建行了"], (2, 3)),
        (["密码都改好了", "银行打过了"], (4, 3)),
        (["他把我投诉了"], ()),
        (["银行还没打"], ()),
        (["一做了就后悔了"], ()),
        (["我老婆打了我"], ()),
        (["13做了"], ()),
    ],
)
def test_steps_that_are_said_to_be_done(said: list[str], numbers: tuple[int, ...]):
    assert steps_done(TITLES, said) == numbers


def test_what_was_done_is_ticked_off_without_being_asked_and_what_is_told_beside_it_is_kept(dialog: Dialog):
    told = Talk(dialog).chooses("scam", "scam_rebate", "stopped", "transfer", "received", "not_yet", "mainland")
    first = told.turn.plan[0].id
    told.says("1做了 一共转了6200")
    assert first in told.case.ticks
    assert told.answers["amount"] == "6200"


def test_who_has_cut_the_network_is_not_told_to_and_goes_on(dialog: Dialog):
    told = Talk(dialog).says("我转错钱2000 网上找了个转账撤回助手 装了", "在大陆 我断网了 转错那个人还没收")
    assert "马上断开" not in told.text
    told.says("我已经断网了 我用电脑在问你")
    assert len(told.case.ticks) == 1


@each(
    ("said", "deed_of"),
    [
        ("我把聊天记录都截图了", "keep_proof"),
        ("录屏了", "keep_proof"),
        ("也打了95017", "ask_wechat_to_remind"),
        ("他给我发消息了", None),
        ("我打110打不通", None),
        ("要不要截图", None),
        ("截图了有用吗", None),
        ("还没打95017", None),
        ("我妈让我打95017了", None),
        ("银行联系我了", None),
        ("银行打电话给我了", None),
        ("微信客服联系我了", None),
        ("打过去关机了", None),
        ("网页关了", None),
        ("我给他发了200红包", None),
        ("群里说能赚钱了", None),
        ("网贷说要还钱了", None),
        ("我发消息了他不理我", "ask_to_send_back"),
    ],
)
def test_a_step_is_done_by_any_words_that_say_so(dialog: Dialog, said: str, deed_of: str | None):
    told = Talk(dialog).says("微信转错人了 5000 刚刚转的 他收了 不肯退 我们没有借钱买卖")
    assert told.says(said).case.ticks == ((deed_of,) if deed_of else ())


def test_what_was_done_before_the_plan_is_ticked_off_in_it_and_repeated(dialog: Dialog):
    told = Talk(dialog).says("微信转错人了 5000").says("我给他发消息了 也打了95017 说要我等")
    for step in ("ask_to_press_return", "ask_wechat_to_remind"):
        assert dialog.words.step(step, told.position.known)[0] in told.text
    told.says("还没收")
    assert next(step for step in told.turn.plan if step.id == "ask_to_press_return").done


def test_what_is_done_and_no_step_of_the_plan_ticks_nothing_off(planned: Talk):
    assert planned.says("密码改了").case.ticks == ()


def test_what_is_told_beside_a_step_that_is_done_is_repeated(dialog: Dialog):
    told = Talk(dialog).chooses("scam", "scam_rebate", "stopped", "transfer", "received", "not_yet", "mainland")
    told.says("截图了 110也打通了")
    assert told.answers["police"] == "reported"
    assert "已经报警" in told.text.partition("\n")[0]
    assert dialog.words.step("keep_fraud_evidence", told.position.known)[0] in told.text.partition("\n")[0]


def test_what_is_done_is_not_shown_in_full_as_changed(dialog: Dialog):
    told = Talk(dialog).says("微信转错人了 3000 转给一个加错的 不认识").says("收了").says("我发消息了他不理我")
    done = next(step for step in told.turn.plan if step.id == "ask_to_send_back")
    assert done.done
    assert done.body.partition("\n")[0] not in told.text


def test_who_is_a_stranger_is_not_noted_as_out_of_reach(dialog: Dialog):
    told = Talk(dialog).says("我刚才微信转错人了").says("3000 转给一个加错的 不认识")
    assert "counterpart" not in told.answers
