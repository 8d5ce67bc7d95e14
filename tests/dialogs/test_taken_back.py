"""What is taken back at once, said again, only demanded, or supposed is not taken for what happened."""

from __future__ import annotations

import pytest

from dialogs.dialog import Dialog
from tests.dialogs.talk import Talk
from tests.each import each

MISTAKE = "微信转错人了"
FRAUD = "有个客服让我转账验证，我转了8000，他说还要再转一次才退"


@each(
    ("typed", "amount"),
    [
        ("3200 哦不对 是2300", "2300"),
        ("转了3200，说错了，2300", "2300"),
        ("五百 打错了 五千", "5000"),
        ("不对 是6000", "6000"),
        ("2300", "2300"),
    ],
)
def test_a_sum_taken_back_in_the_same_breath_is_not_kept(dialog: Dialog, typed: str, amount: str):
    assert Talk(dialog).says(MISTAKE).says(typed).answers["amount"] == amount


@each(
    "typed",
    ["用手机银行转的 昨天转的 不是 今天下午三点", "不是8000 是9000", "不是微信 是银行转的"],
)
def test_who_corrects_how_they_paid_does_not_leave_the_fraud(dialog: Dialog, typed: str):
    told = Talk(dialog).says(FRAUD)
    before = told.turn.situation
    assert before == "scam_customer_service"
    assert told.says(typed).turn.situation == before


def test_a_way_of_paying_that_is_only_demanded_is_not_how_it_was_paid(dialog: Dialog):
    assert "channel" not in Talk(dialog).says("有个客服说我开了会员要扣钱 让我转账验证").answers


def test_what_was_told_before_is_acknowledged_when_it_is_told_again(dialog: Dialog):
    told = Talk(dialog).says("微信转错人了 他还没收 刚才转的").says("我跟他说了他没理我")
    case = told.case
    again = told.says("我跟他说了 他没理我")
    assert again.case.answers == case.answers
    assert dialog.words.message("not_understood", again.position.known).text not in again.text
    assert again.case.misses == 0


@pytest.mark.parametrize("typed", ["他要是点了收款呢", "他会不会不还啊"])
def test_what_is_supposed_or_feared_opens_no_other_case(dialog: Dialog, typed: str):
    told = Talk(dialog).says("微信转错人了 他还没收 刚才转的")
    asked = told.says(typed)
    assert asked.turn.situation == "wrong_recipient"
    assert not asked.case.offered
    assert "截图，现在打 110" not in asked.text  # the answer to who is threatened with pictures


def test_who_was_offered_recovery_tells_of_the_fraud_before_it(dialog: Dialog):
    told = Talk(dialog).says("有人说能追回我被骗的钱 先交600").says("之前被刷单骗了1万2")
    assert told.turn.situation == "recovery_scam"
    assert not told.case.offered


@each("typed", ["我怕他把我删了", "就怕他不退", "万一他把我拉黑了呢"])
def test_what_is_feared_did_not_happen(dialog: Dialog, typed: str):
    told = Talk(dialog).says("微信转错人了 他还没收 刚才转的")
    assert "counterpart" not in told.says(typed).answers


@each("typed", ["那他要是收了呢", "如果他收了怎么办", "what if he accepts"])
def test_what_is_supposed_is_not_noted(dialog: Dialog, typed: str):
    told = Talk(dialog).says("微信转错人了 他还没收 刚才转的").says(typed)
    assert told.answers["accepted"] == "not_yet"


def test_who_corrects_a_sum_corrects_the_sum_and_nothing_else(dialog: Dialog):
    told = Talk(dialog).says("微信转错人了 2300 他收了").says("不对 是3200 我看错了")
    assert (told.turn.situation, told.answers["amount"]) == ("wrong_recipient", "3200")


@each("typed", ["不交了", "不交了 可是我那四万就没了吗", "那我要是交了呢"])
def test_who_will_not_pay_has_not_paid(dialog: Dialog, typed: str):
    told = Talk(dialog).says("被刷单骗了四万 有个网警说能追回来 要先交2600").says(typed)
    assert told.answers.get("recovery_stage") != "paid"


def test_a_word_tells_what_was_not_known(dialog: Dialog):
    told = Talk(dialog).chooses("switch:wrong_recipient", "unknown").says("微信啊")
    assert told.answers["channel"] == "transfer"


def test_hung_up_is_no_farewell(dialog: Dialog):
    told = Talk(dialog).says("客服说百万保障要到期了 让我开会议", "我屏幕都给他看了").says("挂了")
    assert told.answers["still_in_contact"] == "stopped"
    assert not told.said("reply_goodbye")


@each("typed", ["我还没给", "这笔还没转", "还在聊，没再转"])
def test_who_has_paid_and_not_what_is_demanded_now_is_not_taken_for_one_who_paid_nothing(dialog: Dialog, typed: str):
    told = Talk(dialog).says(FRAUD)
    assert told.answers["still_in_contact"] == "asked_for_more"
    assert told.says(typed).answers.get("money_gone") != "not_paid"


def test_who_has_paid_nothing_yet_is_believed(dialog: Dialog):
    told = Talk(dialog).says("有个客服让我转账验证，说要转8000").says("我还没给他转")
    assert told.answers.get("money_gone") == "not_paid"


def test_a_sum_demanded_beside_an_amendment_of_something_else_leaves_what_was_paid(dialog: Dialog):
    told = Talk(dialog).says("我在股票群跟老师炒股 他们那个app里面我充了12万了")
    told.says("不是客服骗我 是炒股的 刚才里面那个老师叫我再充20%解冻 我没充")
    assert told.answers["money_gone"] == "paid"


@each("typed", ["不是3日元！！ 是6万人民币", "不是日元 是6万人民币"])
def test_the_money_named_stands_against_the_one_denied(dialog: Dialog, typed: str):
    told = Talk(dialog).says("跟人换日元 微信转了他3日元 他日元没给我 人不见了").says(typed)
    assert (told.answers["amount"], told.answers.get("currency", "cny")) == ("60000", "cny")


def test_the_clause_that_answers_comes_before_one_that_does_not_know(dialog: Dialog):
    told = Talk(dialog).chooses("switch:scam_authority")
    told.says("断了 我不知道他干了什么 一笔1999 一笔3000")
    assert told.answers["still_in_contact"] == "stopped"


DENIED = [
    "没共享屏幕", "没有屏幕共享", "没开共享", "没让他看屏幕",
    "不共享", "没装软件", "没给验证码", "没点链接", "没有让我转",
]  # fmt: skip


@each("denied", DENIED)
def test_who_denies_a_deed_has_not_done_it_and_is_asked_on(dialog: Dialog, denied: str):
    talk = Talk(dialog).says("客服骗了我 转了3000")
    before, state = talk.answers, talk.state
    talk.says(denied)
    assert (talk.answers, talk.state) == (before, state)
    assert talk.said("reply_not_done")
    assert not talk.turn.error


@each("going", ["我去打110了", "先这样，我去打110了", "好 我这就去打110", "那我先去报警", "我马上报警"])
def test_who_goes_to_call_has_not_called_yet(dialog: Dialog, going: str):
    talk = Talk(dialog).says("客服骗了我 转了3000", going)
    assert talk.answers.get("police") != "reported"
    assert not talk.case.ticks


@each("called", ["打110了", "刚去打110了", "我去报警了 警察说不立案", "报了"])
def test_who_has_called_has_called(dialog: Dialog, called: str):
    talk = Talk(dialog).says("客服骗了我 转了3000", called)
    assert talk.answers["police"] in {"reported", "refused"}


@each("typed", ["前面填错了，怎么改", "前一个问题我要重新答", "上一个我选错了"])
def test_words_about_an_answer_are_no_answer(dialog: Dialog, typed: str):
    talk = Talk(dialog).says("微信转错人了", "微信好友转账", typed)
    assert "paid_at" not in talk.answers


def test_the_name_of_a_tool_is_no_way_of_paying(dialog: Dialog):
    assert "channel" not in Talk(dialog).says("有人卖我一个转账撤回软件").answers


@each("given", ["他给我发过身份证照片", "他给了个卡号", "客服发了个工号给我看"])
def test_what_the_other_side_gave_was_not_given_by_the_writer(dialog: Dialog, given: str):
    assert "given_away" not in Talk(dialog).says("客服骗了我 转了3000", given).answers


@each("given", ["手机号也给他了", "验证码念给他了", "身份证号报给客服了", "卡号给过他了"])
def test_what_the_writer_gave_was_given_and_paid_to_nobody(dialog: Dialog, given: str):
    talk = Talk(dialog).says("客服骗了我 转了3000", given)
    assert talk.answers["given_away"] in {"id_photo", "code", "card"}
    assert "channel" not in talk.answers


def test_who_is_sent_to_the_police_has_not_been_there(dialog: Dialog):
    talk = Talk(dialog).says("客服骗了我 转了3000", "165打了 叫我去派出所")
    assert talk.answers.get("police") != "reported"


@each("feeling", ["急死了", "吓死我了，手一直抖"])
def test_a_feeling_ends_no_contact(dialog: Dialog, feeling: str):
    talk = Talk(dialog).says("客服骗了我 转了3000", feeling)
    assert talk.answers.get("still_in_contact") != "stopped"


@each("told", ["我本来要转给房东的", "我是在群里发的", "他们名字一样"])
def test_what_is_told_beside_a_question_gives_none_up_at_once(dialog: Dialog, told: str):
    talk = Talk(dialog).says("转错人了 500", told)
    assert "channel" not in talk.answers or talk.answers["channel"] != "unknown"
