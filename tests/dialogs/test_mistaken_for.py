"""What words are easily mistaken for: another case, another payment or time of it, another person at the door."""

from __future__ import annotations

from dialogs.dialog import Dialog
from dialogs.modes import Mode
from tests.dialogs.talk import Talk
from tests.each import each


def test_a_time_within_the_one_that_is_known_makes_it_exact(dialog: Dialog):
    told = Talk(dialog).says("刚刚微信转错人了 5000").says("十分钟前")
    assert told.answers["paid_at"] == "2026-11-23T20:50:00+08:00"


def test_what_was_paid_stands_beside_what_was_not(dialog: Dialog):
    told = Talk(dialog).says("找兼职 让先交300押金 交完又要500").says("没交 就交了300")
    assert told.answers["money_gone"] == "paid"


def test_what_somebody_is_not_tells_nothing_of_whose_money_it_was(dialog: Dialog):
    told = Talk(dialog).says("我妈刚才给人转了3万 说是我表弟出车祸").says("不是我表弟")
    assert told.answers.get("whose_money") != "other"


def test_a_few_words_lead_from_an_easy_case_to_no_door(dialog: Dialog):
    told = Talk(dialog).says("我转给同学800 她说没收到").says("我直接打她电话了 她说不是她")
    assert told.turn.situation != "relative_in_danger"


@each("said", ["交了两次", "卡里少了4万"])
def test_what_a_fraud_took_is_no_other_case(dialog: Dialog, said: str):
    told = Talk(dialog).says("收到短信航班取消 打过去客服让我下载会议app").says("开了共享 他看着我输密码").says("断了")
    assert told.says(said).turn.mode is not Mode.OFFERED


@each("said", ["他在门口按门铃 我一个人在家 好怕", "是骗子要派人上门 不是警察 我该不该开门"])
def test_the_door_stays_shut_to_a_swindler(dialog: Dialog, said: str):
    told = Talk(dialog).says("网上贷款卡号填错要交9000解冻 我交了").says(said)
    assert told.said("danger_cash_courier")
    assert not told.said("danger_violence")
    assert not told.said("danger_police_at_door")


def test_who_is_hit_at_the_door_is_told_to_leave(dialog: Dialog):
    assert Talk(dialog).says("网上贷款被骗了9000").says("他在门口打我 我好怕").said("danger_violence")


def test_what_a_swindler_gave_back_is_not_the_loss(dialog: Dialog):
    told = Talk(dialog).says("刷单被骗4万7 银行卡转的").says("是刷单返我的钱 520")
    assert told.answers["amount"] == "47000"


def test_payments_told_one_by_one_in_a_fraud_are_no_mistake(dialog: Dialog):
    told = Talk(dialog).says("客服说我开了百万保障 要取消").says("转了两笔 一笔两万 一笔15000")
    assert told.turn.mode is not Mode.OFFERED


def test_when_it_was_paid_replaces_a_time_that_was_only_heard(dialog: Dialog):
    told = Talk(dialog).says("我刚才微信转错人了 3000").says("昨天晚上十点多转的吧")
    assert told.answers["paid_at"].startswith("2026-11-22T22")


def test_a_victim_who_fears_prison_is_not_spoken_to_as_a_helper(dialog: Dialog):
    told = Talk(dialog).says("网上贷款卡号填错要交9000解冻 我交了").says("我会不会坐牢 只给了身份证和刷脸")
    assert "被骗的是你" in told.text
