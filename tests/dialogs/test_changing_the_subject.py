"""Words that sound like another situation: offered, asked or taken at once, as much as is at stake."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.library.records import Family
from dialogs.subject import other_situation, settle
from dialogs.understanding import OUT_OF_SCOPE, Reading
from tests.dialogs.hearing import hearing
from tests.dialogs.talk import Talk
from tests.each import each


@pytest.mark.parametrize("situation", ["account_theft", "scam_rebate", "minor_payment"])
def test_another_situation_is_offered_and_not_forced(waiting: Talk, situation: str):
    before = waiting.answers
    hearing(waiting, situation=situation, score=0.9).says("其实不是这样")
    library = waiting.dialog.library
    title, scam = library.flow_words[situation].title, library.flows[situation].family is Family.SCAM
    assert waiting.said("switch_offer", other=title, scam=scam)
    assert waiting.options == [f"switch:{situation}", "stay"]
    assert waiting.answers == before
    assert waiting.chooses("stay").state == "wrong_recipient.accepted"


@pytest.mark.parametrize(
    ("reply", "situation"), [("对", "account_theft"), ("是的", "account_theft"), ("不是", "wrong_recipient")]
)
def test_a_typed_yes_or_no_answers_the_offer_and_not_the_question_before_it(waiting: Talk, reply: str, situation: str):
    ears = waiting.dialog.understander
    hearing(waiting, situation="account_theft", score=0.9).says("其实不是这样")
    waiting.dialog = replace(waiting.dialog, understander=ears)
    waiting.says(reply)
    assert waiting.turn.situation == situation
    assert "accepted" not in waiting.answers


@pytest.mark.parametrize(
    ("situation", "score"),
    [
        ("wrong_recipient", 0.9),
        ("scam_rebate", 0.5),
        (OUT_OF_SCOPE, 1.0),
        ("scam_other", 1.0),
        ("prevention", 1.0),
        ("x", 1.0),
    ],
)
def test_nothing_is_offered_on_a_hunch(waiting: Talk, situation: str, score: float):
    hearing(waiting, situation=situation, score=score).says("嗯……")
    assert not [option for option in waiting.options if option.startswith("switch:")]
    assert waiting.turn.situation == "wrong_recipient"


def test_an_answer_is_an_answer_and_no_new_subject(waiting: Talk):
    hearing(waiting, answer="received", situation="scam_rebate", score=0.9).says("收了")
    assert waiting.answers["accepted"] == "received"
    assert waiting.state == "wrong_recipient.counterpart"


@pytest.mark.parametrize("lure", ["fake_recall_tool", "recovery_scam"])
def test_a_lure_is_warned_of_at_once_even_inside_an_answer(waiting: Talk, lure: str):
    hearing(waiting, answer="received", situation=lure, score=0.9).says("收了，有人说能帮我撤回")
    assert waiting.answers["accepted"] == "received"
    assert "别付" in waiting.first
    assert waiting.options == [f"switch:{lure}", "stay"]


def test_a_vague_swindle_becomes_an_exact_one_without_asking(talk: Talk):
    talk.chooses("switch:scam_other", "stopped")
    hearing(talk, situation="scam_rebate", score=0.9).says("是刷单的")
    assert talk.turn.situation == "scam_rebate"
    assert talk.answers["still_in_contact"] == "stopped"
    assert "最后一单" in talk.first


@pytest.mark.parametrize("before", ["out_of_scope", "comparison", "prevention"])
@pytest.mark.parametrize("story", ["wrong_recipient", "scam_other"])
def test_where_nothing_is_at_stake_a_real_story_takes_over_at_once(talk: Talk, before: str, story: str):
    talk.chooses(f"switch:{before}")
    hearing(talk, situation=story, score=0.5).says("其实我出事了")
    assert talk.turn.situation == story
    assert talk.first == talk.dialog.words.opening(talk.position.known).text


def test_settling_drops_the_menus_that_led_elsewhere_and_keeps_the_rest():
    case = Case(answers={"situation": "scam", "which_scam": "scam_loan", "channel": "bank"}, misses=1)
    settled = settle(case, "scam_prize")
    assert list(settled.answers.items()) == [("situation", "scam_prize"), ("channel", "bank")]
    assert settled.misses == 0


@pytest.mark.parametrize(
    ("situation", "threat"), [("scam_rebate", "account_frozen"), ("recovery_scam", "transfer_delayed")]
)
def test_what_a_swindler_threatens_with_is_no_other_case(talk: Talk, situation: str, threat: str):
    talk.chooses(f"switch:{situation}")
    hearing(talk, situation=threat, score=0.95).says("他说今晚不补就冻结账户")
    assert not [option for option in talk.options if option.startswith("switch:")]
    assert talk.turn.situation == situation


def test_a_fear_is_no_other_case(talk: Talk):
    talk.chooses("switch:wrong_recipient", "transfer", "received", "silent", "none")
    hearing(talk, situation="loan_unreturned", score=0.95, feeling="scared").says("我好怕要不回来")
    assert talk.said("reply_scared")


def test_who_keeps_the_money_owes_no_loan_unless_lending_is_told(talk: Talk):
    talk.chooses("switch:wrong_recipient", "transfer", "received", "silent", "none")
    hearing(talk, situation="loan_unreturned", score=0.95, told={"counterpart": "refused"}).says("他不还")
    assert "switch:loan_unreturned" not in talk.options
    hearing(talk, situation="loan_unreturned", score=0.95, told={"relation": "loan"}).says("借给他的，他不还")
    assert "switch:loan_unreturned" in talk.options


def test_what_was_declined_is_not_offered_again(dialog: Dialog):
    told = Talk(dialog).chooses("switch:wrong_recipient")
    told.case = replace(told.case, offered="scam_other")
    told.chooses("stay")
    assert told.case.declined == ("scam_other",)
    reading = Reading(situation="scam_other", score=0.8, plain="他好像是骗我的那种人")
    assert other_situation(dialog, told.case, told.position, reading, answered=False) is None


def test_who_was_led_elsewhere_by_mistake_is_led_back(dialog: Dialog):
    told = Talk(dialog).chooses("switch:transfer_delayed").chooses("switch:scam_sextortion")
    assert told.case.left == "transfer_delayed"
    reading = Reading(situation="transfer_delayed", score=0.7, plain="我说的是转账没到账")
    move = other_situation(dialog, told.case, told.position, reading, answered=False)
    assert move is not None
    assert move.case.answers["situation"] == "transfer_delayed"


@each("typed", ["房贷还不上", "我是不是多心了", "老家的房子还没装修"])
def test_who_has_told_of_a_payment_is_not_sent_away(dialog: Dialog, typed: str):
    told = Talk(dialog).says("付了200块，收款的人说退我，我点开了一个网页")
    assert told.answers["amount"] == "200"
    assert told.says(typed).turn.situation != OUT_OF_SCOPE


@each("typed", ["被杀猪盘骗了40万", "被电信诈骗了5000", "被人骗了两万"])
def test_who_says_that_they_were_defrauded_of_a_sum_tells_of_a_fraud(dialog: Dialog, typed: str):
    assert (Talk(dialog).says(typed).turn.situation or "").startswith("scam_")


def test_a_password_of_a_bank_card_is_no_gift_card(dialog: Dialog):
    assert "channel" not in Talk(dialog).says("填了银行卡密码").answers


@each("typed", ["佢話係警察 叫我過數去安全戶口", "他自称警察让我转钱", "对方说是警察叫我保密"])
def test_a_swindler_who_says_he_is_the_police_is_no_report(dialog: Dialog, typed: str):
    assert Talk(dialog).says(typed).answers.get("police") != "reported"


@each(
    ("typed", "situation"),
    [
        ("刚转错钱了 怎么撤回来", "wrong_recipient"),
        ("转错了 能撤回不", "wrong_recipient"),
        ("转错了五百 怎么撤回 急", "wrong_recipient"),
        ("怎么撤回刚才的转账", None),
        ("有没有软件能撤回", "fake_recall_tool"),
        ("网上有人说花钱能撤回 真的吗", "fake_recall_tool"),
    ],
)
def test_who_asks_how_to_undo_it_and_names_no_tool_is_asked_about_none(
    dialog: Dialog, typed: str, situation: str | None
):
    assert Talk(dialog).says(typed).turn.situation == situation


def test_sums_told_in_a_fraud_lead_to_no_mistake(dialog: Dialog):
    talk = Talk(dialog).says("我是不是被骗了啊 做任务让我一直充", "已经充了三次 一共一万六")
    assert (talk.turn.situation, talk.answers["amount"]) == ("scam_rebate", "16000")
    assert talk.case.offered is None


def test_the_last_day_he_names_is_no_time_of_arrival(dialog: Dialog):
    talk = Talk(dialog).says("有人说能帮我把被骗的钱追回来 先交500", "他刚又打来 说今天最后一天")
    assert "arrival" not in talk.answers


def test_who_says_that_nobody_defrauded_them_is_led_to_no_fraud(dialog: Dialog):
    talk = Talk(dialog).says("微信转错人了 转给前同事了", "我不是被骗 他微信我有但是拉黑了 我加回来他才看得到吧")
    assert talk.turn.situation == "wrong_recipient"


def test_who_says_that_it_is_no_fraud_is_not_taken_for_defrauded_in_another_way(dialog: Dialog):
    told = Talk(dialog).says("我儿子10岁拿我手机打王者充了四千多我今天看账单才发现")
    told.says("王者那边客服说要提供证据").says("不是冒充的 是真的王者客服 在游戏里面找的")
    assert told.turn.situation == "minor_payment"
    assert told.answers["whose_money"] == "minor"


def test_a_question_about_the_police_makes_no_mistake_a_sale(dialog: Dialog):
    told = Talk(dialog).chooses("mistake", "wrong_recipient", "red_packet", "received", "silent", "none")
    assert told.says("行吧 那不退的话能报警吗 不是骗我的").turn.situation == "wrong_recipient"


@pytest.mark.parametrize("typed", ["我也不知道该不该问", "不知道从哪说起", "等我打字", "我不太会用"])
def test_who_says_nothing_yet_is_not_sent_away(dialog: Dialog, typed: str):
    told = Talk(dialog).says("在吗").says(typed)
    assert told.turn.situation is None
    assert "这件事我可能帮不上" not in told.text


@each(
    ("begun", "denied"),
    [
        ("account_theft", "我没被盗 就是自动续费"),
        ("scam_sextortion", "什么照片 不是勒索 他说转错了"),
        ("scam_investment", "不是被骗 是赌博"),
        ("scam_customer_service", "没有人冒充客服"),
        ("minor_payment", "不是孩子付的 是我自己"),
    ],
)
def test_a_situation_that_is_said_not_to_be_is_left(dialog: Dialog, begun: str, denied: str):
    told = Talk(dialog).chooses(f"switch:{begun}").says(denied)
    assert told.turn.situation != begun
    assert told.said("not_that", title=dialog.library.flow_words[begun].title)


@each(
    ("begun", "denied"),
    [
        ("scam_other", "他说他不是骗子"),
        ("scam_other", "我是不是被骗了"),
        ("wrong_amount", "看错了，是付了两次不是多转"),
        ("wrong_recipient", "不是微信转的"),
    ],
)
def test_what_somebody_else_denies_and_what_is_only_a_part_leaves_nothing(dialog: Dialog, begun: str, denied: str):
    assert Talk(dialog).chooses(f"switch:{begun}").says(denied).turn.situation == begun


def test_who_denies_and_tells_what_it_is_is_taken_there(dialog: Dialog):
    told = Talk(dialog).chooses("switch:loan_unreturned")
    told.says("不是借的，是他说带我投资虚拟币，钱投进去出不来")
    assert told.turn.situation == "scam_investment"


def test_who_comes_for_the_money_is_no_other_trouble(dialog: Dialog):
    told = Talk(dialog).says("我奶奶接到电话说我哥撞人了要赔8万 现在有个人要来家里拿钱 我哥明明在上班")
    assert told.turn.situation == "cash_or_goods_handed_over"
    assert told.says("我奶奶一个人在山东 我在学校 那人说半小时到").turn.situation != "out_of_scope"


@each(
    ("typed", "situation"),
    [
        ("跟客服没关系，我是付款的时候扫错了别人的码", "wrong_recipient"),
        ("打电话的自称是公安，不是客服", "official_contact"),
        ("这和客服无关，是刷单被骗的", "scam_rebate"),
    ],
)
def test_who_says_that_it_is_not_so_beside_what_it_is_is_led_there(dialog: Dialog, typed: str, situation: str):
    assert Talk(dialog).says("有人打电话说是客服 要关百万保障", typed).turn.situation == situation


def test_a_fraud_that_is_hardly_denied_and_nothing_else_is_stays(dialog: Dialog):
    talk = Talk(dialog).says("有人打电话说是客服 要关百万保障", "不是真的客服吧")
    assert talk.turn.situation == "scam_customer_service"


def test_a_fee_to_be_paid_first_is_no_delay(dialog: Dialog):
    talk = Talk(dialog).says("转账一直没到账", "收款那头的客服说要先交200激活费才能到账，我交了")
    assert dialog.library.flows[talk.case.offered or ""].family is Family.SCAM
