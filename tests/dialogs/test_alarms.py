"""Danger in the words, or in a pressed button: said first, said once, and the case goes on after it."""

from __future__ import annotations

import pytest

from dialogs.dialog import Dialog
from tests.dialogs.hearing import hearing
from tests.dialogs.talk import Talk
from tests.each import each

ALARMS = [
    ("对方还在让我转，我正在转第二笔", "still_transferring"),
    ("我现在正在跟他共享屏幕", "screen_sharing"),
    ("他说不给钱就弄死我", "threatened"),
    ("钱没了，我不想活了", "despair"),
    ("我今年14岁，被骗了，不敢告诉爸妈", "minor"),
]


@pytest.mark.parametrize(("text", "kind"), ALARMS)
def test_danger_comes_before_everything_else(talk: Talk, text: str, kind: str):
    talk.says(text)
    assert talk.first == talk.dialog.words.message(f"danger_{kind}", talk.position.known).text


@pytest.mark.parametrize(("text", "kind"), ALARMS)
def test_danger_interrupts_and_loses_nothing(waiting: Talk, text: str, kind: str):
    before = waiting.answers
    waiting.says(text)
    assert waiting.first == waiting.dialog.words.message(f"danger_{kind}", waiting.position.known).text
    assert waiting.answers.items() >= before.items()


@pytest.mark.parametrize(("text", "kind"), ALARMS)
def test_an_alarm_is_rung_once_in_a_turn(talk: Talk, text: str, kind: str):
    talk.chooses("switch:scam_rebate").says(text)
    assert talk.text.count(talk.dialog.words.message(f"danger_{kind}", talk.position.known).text) == 1


def test_despair_from_somebody_new_gets_a_human_line_then_the_first_aid_and_no_question(talk: Talk):
    talk.says("我不想活了")
    assert talk.said("first_aid")
    assert talk.options == []
    talk.says("我微信转错人了")
    assert talk.turn.situation == "wrong_recipient"


def test_a_button_that_says_it_is_still_going_on_rings_the_alarm(talk: Talk):
    talk.chooses("switch:scam_rebate", "sharing_screen")
    assert talk.first == talk.dialog.words.message("danger_screen_sharing", talk.position.known).text


def test_several_alarms_are_all_rung(waiting: Talk):
    hearing(waiting, danger=("threatened", "minor")).says("救命")
    assert waiting.said("danger_threatened")
    assert waiting.said("danger_minor")


def test_despair_is_not_followed_by_a_plan_of_money(talk: Talk):
    talk.chooses("switch:scam_rebate", "talking").says("我老公还不知道 我想死的心都有了")
    assert talk.said("danger_despair")
    assert len(talk.turn.replies) == 1


def test_a_lie_for_the_bank_is_answered_in_the_middle_of_a_fraud_too(talk: Talk):
    talk.chooses("switch:scam_investment").says("银行把我的转账拦了，老师让我跟银行说是装修款")
    assert talk.first == talk.dialog.words.message("danger_bank_lie", talk.position.known).text


@pytest.mark.parametrize("text", ["他又加我了 还让再充", "老师让我再入五万才能出金"])
def test_who_is_being_made_to_pay_is_asked_for_more(talk: Talk, text: str):
    talk.chooses("switch:scam_rebate", "talking").says(text)
    assert talk.answers["still_in_contact"] == "asked_for_more"


@each("typed", ["不让我进", "骗子叫他别挂电话 保密", "他还在给那边转钱"])
def test_beside_a_relative_who_is_being_defrauded_nobody_else_is_told_to_hang_up(dialog: Dialog, typed: str):
    told = Talk(dialog).chooses("switch:relative_in_danger").says(typed)
    assert not told.said("danger_locked_in_call")
    assert not told.said("danger_still_transferring")


def test_who_is_being_defrauded_and_goes_to_pay_is_stopped_whoever_calls(talk: Talk):
    talk.chooses("scam", "scam_rebate", "stopped", "transfer", "received", "not_yet", "mainland", "paper:police_report")
    talk.says("对方又来电话 说最后一次机会 我先去转")
    assert talk.said("danger_still_transferring")
    assert talk.state == "papers.police_report"


def test_a_relative_on_the_phone_is_not_the_reader(talk: Talk):
    talk.says("我妈在房间跟人打视频 说是公安局的 不让我进")
    assert not talk.said("danger_locked_in_call")
    assert talk.turn.situation == "relative_in_danger"


def test_who_only_tells_what_was_just_paid_is_not_paying(talk: Talk):
    talk.says("在台灣被假投資詐騙，網銀轉了50萬台幣，剛剛轉的")
    assert not talk.said("danger_still_transferring")


def test_a_relative_held_abroad_is_not_the_reader(talk: Talk):
    talk.says("我老公在缅甸 他们要赎金")
    assert not talk.said("danger_violence")


@pytest.mark.parametrize(
    "typed",
    [
        "我打农行他们说要本人打",
        "打了三遍客服才打通",
        "刚才抢了个红包才发现我发错群了 发到公司大群了 888 被抢光了",
        "打过去一直占线",
    ],
)
def test_a_call_and_a_red_packet_hit_nobody(dialog: Dialog, typed: str):
    assert "violence" not in {command.subject for command in Talk(dialog).says(typed).turn.commands}


@pytest.mark.parametrize("typed", ["他刚打了我 还抢我手机", "我老公打我 钱也被他转走了", "被他打伤了"])
def test_who_is_hit_is_heard(dialog: Dialog, typed: str):
    assert "violence" in {command.subject for command in Talk(dialog).says(typed).turn.commands}


def test_a_promise_is_no_payment_and_the_alarm_rings(dialog: Dialog):
    told = Talk(dialog).chooses("scam", "scam_loan").says("我朋友愿意借我五千交解冻费，交了就能放款")
    assert "still_transferring" in {command.subject for command in told.turn.commands}
    assert told.answers.get("money_gone") != "paid"


def test_somebody_elses_despair_is_spoken_of_as_theirs(dialog: Dialog):
    told = Talk(dialog).chooses("dispute", "minor_payment").says("孩子说不想活了")
    assert "别让他一个人" in told.text
    assert "你现在一定很难受" in Talk(dialog).says("我不想活了").text


@pytest.mark.parametrize("typed", ["他要我转3000 不然找人打我", "陌生人说不转钱就叫人来打我"])
def test_who_is_threatened_for_money_has_received_none_by_mistake(dialog: Dialog, typed: str):
    talk = Talk(dialog).says(typed)
    assert talk.turn.situation != "received_by_mistake"
    assert "**110**" in talk.text


@each("told", ["他还有我家地址", "他说喝完酒回我", "他把我骂了一顿"])
def test_who_is_scolded_or_known_by_address_is_sent_away_from_nobody(dialog: Dialog, told: str):
    assert "先离开他" not in Talk(dialog).says("转错人了 500", told).text


@each("told", ["他打我", "他堵在我家门口", "他要来我家打我", "他把我锁屋里", "他喝了酒要来我家"])
def test_who_is_hit_or_held_is(dialog: Dialog, told: str):
    talk = Talk(dialog).says("转错人了 500", told)
    assert "先离开他" in talk.text or "别开门" in talk.text


def test_gold_that_is_to_be_handed_over_is_kept(dialog: Dialog):
    talk = Talk(dialog).says("有个自称公安的说我洗钱", "让我把金条交给来的同志")
    assert "别把现金、黄金、银行卡交给" in talk.text
    assert talk.answers.get("goods") != "cash"


@each("given", ["卡号发给他了", "他有我银行卡号和身份证"])
def test_a_card_number_is_no_password(dialog: Dialog, given: str):
    assert "密码、验证码现在就作废" not in Talk(dialog).says("客服骗了我 转了3000", given).text
