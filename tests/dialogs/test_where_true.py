"""Answers to questions of knowledge are given where they are true; elsewhere another one that is, or none."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.known import Known
from dialogs.library.library import TRIAGE, Library
from dialogs.meant import as_meant, true_here
from dialogs.replay import Position
from dialogs.understanding import Reading
from tests.dialogs.hearing import hearing
from tests.dialogs.talk import NOW, Talk
from tests.each import each

LONGEST = 150  # characters
YES = re.compile(r"(?:会|能|要|有|有用|有的|可以|可以提|不会|照样能|不用等|不需要|是|对|行|好)[，。：；]")


def at(dialog: Dialog, situation: str, **answers: str) -> Position:
    """In the middle of a case, with all of these answers counting."""
    position = dialog.position(Case(answers={TRIAGE: situation}), NOW)
    return replace(position, known=replace(position.known, answers=answers))


def known(dialog: Dialog, situation: str, **answers: str) -> Known:
    return at(dialog, situation, **answers).known


@each(
    ("topic", "situation", "answers", "expected"),
    [
        # by the way it was paid
        ("ask.auto_return", "wrong_recipient", {"channel": "bank"}, "ask.bank_undo"),
        ("ask.auto_return", "wrong_recipient", {"channel": "fps"}, "ask.bank_undo"),
        ("ask.auto_return", "wrong_recipient", {"channel": "personal_code"}, "myth.scan_code_returns"),
        ("ask.auto_return", "wrong_recipient", {"channel": "red_packet"}, "ask.red_packet"),
        ("ask.auto_return", "wrong_recipient", {"channel": "transfer"}, "ask.auto_return"),
        ("ask.undo", "wrong_recipient", {"channel": "alipay"}, "ask.alipay_undo"),
        ("ask.undo", "merchant_dispute", {"channel": "merchant_code"}, "ask.merchant_refund"),
        ("ask.undo", "crypto", {}, "ask.crypto"),
        ("myth.recall_24_hours", "scam_other", {"channel": "bank"}, "ask.bank_undo"),
        ("myth.recall_button", "wrong_recipient", {"channel": "red_packet"}, "ask.red_packet"),
        ("ask.return_by_payee", "wrong_recipient", {"channel": "personal_code"}, "ask.personal_code"),
        ("ask.account_stolen", "scam_customer_service", {"given_away": "code"}, "ask.stop_auto_pay"),
        ("ask.account_stolen", "account_theft", {}, "ask.account_stolen"),
        ("ask.voucher", "wrong_recipient", {"channel": "bank"}, None),
        # by what became of it
        ("myth.recall_before_accept", "wrong_recipient", {"channel": "transfer", "accepted": "received"}, "ask.undo"),
        ("ask.secure_accounts", "scam_acquaintance", {"given_away": "nothing"}, None),
        ("ask.withdraw_case", "scam_other", {"police": "not_yet", "channel": "bank"}, "ask.bank_undo"),
        # by what happened
        ("ask.recover_time", "wrong_recipient", {"channel": "transfer"}, "myth.return_after_receipt"),
        ("ask.recover_time", "loan_unreturned", {}, "ask.no_court"),
        ("ask.recover_time", "scam_other", {}, "ask.recover_time"),
        ("ask.police_useful", "wrong_recipient", {}, "ask.police_for_mistake"),
        ("ask.police_useful", "loan_unreturned", {}, "ask.loan_police"),
        ("ask.police_useful", "merchant_dispute", {}, "ask.merchant_gone"),
        ("ask.police_useful", "account_frozen", {}, None),
        ("ask.scammer_punished", "account_lent", {"lent_stage": "lent"}, "ask.lent_card_crime"),
        ("ask.scammer_punished", "wrong_recipient", {}, "myth.embezzlement"),
        ("ask.lawyer_recovery", "account_lent", {"lent_stage": "lent"}, "ask.legal_aid"),
        ("ask.payee_spent", "loan_unreturned", {}, "ask.no_court"),
        ("ask.payee_spent", "scam_other", {}, "ask.wait_or_not"),
        ("ask.keep_mistaken_money", "merchant_dispute", {}, "ask.merchant_gone"),
        ("ask.keep_mistaken_money", "received_by_mistake", {}, "ask.keep_mistaken_money"),
        ("ask.says_i_broke_law", "account_frozen", {"frozen_kind": "wechat_limited"}, "ask.wechat_unlimit"),
        ("ask.unfreeze_where", "account_frozen", {"frozen_kind": "wechat_limited"}, None),
        ("ask.police_record", "account_lent", {"lent_stage": "lent"}, "ask.lent_card_crime"),
        ("ask.police_check_me", "account_lent", {"lent_stage": "passed_on"}, "ask.lent_card_crime"),
        ("ask.afraid_of_police", "account_lent", {"lent_stage": "sold"}, "ask.lent_card_crime"),
        ("ask.police_for_mistake", "received_by_mistake", {}, "ask.keep_mistaken_money"),
        ("ask.real_police", "fake_recall_tool", {}, None),
        ("myth.verify_98_percent", "recovery_scam", {}, None),
        ("myth.wechat_must_pay", "scam_game", {}, "myth.million_covers_all"),
        ("ask.loan_without_note", "wrong_recipient", {}, None),
        ("ask.police_for_mistake", "scam_shopping", {}, "ask.police_useful"),
        ("ask.police_for_mistake", "account_frozen", {}, None),
        ("ask.is_it_scam", "loan_unreturned", {}, "ask.no_court"),
        ("ask.what_to_say_110", "cash_or_goods_handed_over", {"police": "reported"}, "ask.after_110"),
        ("ask.withdraw_case", "scam_other", {"channel": "transfer", "arrival": "h2"}, "myth.recall_by_delay"),
        ("myth.recall_button", "scam_other", {"channel": "transfer"}, "ask.undo"),
        # by where it is
        ("ask.abroad_report", "scam_acquaintance", {"region": "mainland"}, None),
        ("ask.abroad_report", "scam_acquaintance", {"region": "australia"}, "ask.abroad_report"),
        ("ask.where_to_report", "wrong_recipient", {"region": "hong_kong"}, "ask.abroad_report"),
        ("ask.bank_can_stop", "scam_authority", {"region": "australia", "channel": "payid"}, "ask.bank_undo"),
        ("ask.bank_can_stop", "wrong_recipient", {"channel": "fps"}, "ask.bank_undo"),
        ("ask.court_fee", "wrong_recipient", {"channel": "fps"}, None),
        ("ask.court_fee", "wrong_recipient", {"channel": "transfer", "region": "hong_kong"}, "ask.court_fee"),
        ("ask.cannot_reach_110", "scam_other", {"region": "taiwan"}, "ask.abroad_report"),
    ],
)
def test_an_answer_is_given_where_it_is_true(
    dialog: Dialog, topic: str, situation: str, answers: dict[str, str], expected: str | None
):
    assert true_here(dialog, topic, at(dialog, situation, **answers)) == expected


@each(
    ("topic", "situation", "answers", "said", "unsaid"),
    [
        ("ask.auto_return", "wrong_recipient", {"accepted": "received"}, "不会自动退", "不用申请"),
        ("ask.blocked_still_return", "wrong_recipient", {"accepted": "received"}, "都不会自动退", "照样自动退回"),
        ("ask.return_by_payee", "wrong_recipient", {"accepted": "received"}, "另转一笔", "还没收款"),
        ("ask.police_useful", "scam_acquaintance", {"money_gone": "not_paid"}, "没转钱也可以报", "止付"),
        ("ask.what_to_say_110", "scam_acquaintance", {"money_gone": "not_paid"}, "我没转", "我被骗转账了"),
        ("ask.what_to_say_110", "cash_or_goods_handed_over", {"goods": "parcel"}, "拦下", "止付"),
        ("ask.police_wont_take", "scam_other", {"police": "reported"}, "叫你去哪个派出所", "{"),
        ("ask.tell_family", "account_lent", {}, "信得过的人", "我被骗了"),
        ("ask.others_money", "wrong_recipient", {}, "先请对方退", "110"),
        ("ask.delete_him", "wrong_recipient", {}, "请他退", "报案"),
        ("ask.recover_chance", "wrong_recipient", {}, "先请对方退", "止付"),
        ("ask.merchant_complaint", "merchant_dispute", {"channel": "personal_code"}, "管不到", "{"),
        ("ask.is_it_scam", "scam_acquaintance", {}, "先按骗子处理", "先停手"),
        ("ask.undo", "scam_other", {"channel": "transfer"}, "请警方止付", "请他点"),
        ("ask.bank_undo", "scam_authority", {"region": "australia", "channel": "payid"}, "召回", "110"),
        ("ask.wait_or_not", "wrong_recipient", {"channel": "personal_code"}, "到日子不退", "24 小时"),
    ],
)
def test_an_answer_says_what_is_true_of_the_case(
    dialog: Dialog, topic: str, situation: str, answers: dict[str, str], said: str, unsaid: str
):
    text = dialog.words.knowledge(topic, known(dialog, situation, **answers)).text
    assert said in text
    assert unsaid not in text


@each(
    ("topic", "reading", "expected"),
    [
        ("ask.recover_time", {"situation": "wrong_recipient"}, "myth.return_after_receipt"),
        ("ask.abroad_report", {"answers": {"region": "mainland"}}, None),
        ("ask.auto_return", {"situation": "wrong_recipient", "answers": {"channel": "bank"}}, "ask.bank_undo"),
        ("ask.recover_time", {}, "ask.recover_time"),
    ],
)
def test_the_first_message_is_judged_by_what_it_tells(
    dialog: Dialog, topic: str, reading: dict[str, object], expected: str | None
):
    heard = Reading(topics=(topic,), asking=True, **reading)  # type: ignore[arg-type]
    meant = as_meant(dialog, dialog.position(Case(), NOW), heard, "……会退吗", secret=False)
    assert meant.topics == ((expected,) if expected else ())


def test_what_is_told_anew_decides(dialog: Dialog):
    position = at(dialog, "wrong_recipient", channel="transfer", accepted="not_yet")
    heard = Reading(topics=("myth.recall_before_accept",), asking=True, stated={"accepted": "received"})
    assert as_meant(dialog, position, heard, "他刚收了，还能撤吗", secret=False).topics == ("ask.undo",)


def test_an_answer_sees_what_was_told_before_its_question_is_reached(talk: Talk):
    talk.says("转错人了 转了5000", "已经报警了")
    assert talk.state.endswith("channel")
    hearing(talk, topics=("ask.what_to_say_110",), asking=True).says("那怎么跟警察说")
    assert "我转错" not in talk.text


def test_an_answer_sees_what_the_same_message_tells_and_replaces(talk: Talk):
    talk.says("微信转错人了5000", "他还没收")
    talk.says("他刚收了 还能撤吗")
    assert "对方已经收款" in talk.text
    assert "还没点收款" not in talk.text


def test_two_questions_with_one_answer_are_answered_once(talk: Talk):
    talk.chooses("switch:wrong_recipient", "bank")
    hearing(talk, topics=("ask.auto_return", "myth.recall_24_hours"), asking=True).says("会退回来吗")
    assert talk.text.count("银行卡背面") == 1


def test_who_is_abroad_is_told_whom_to_call_there(dialog: Dialog):
    def said(**answers: str) -> str:
        return dialog.words.knowledge("ask.catch_him", known(dialog, "scam_other", **answers)).text

    there = dialog.words.message("report_abroad", known(dialog, "scam_other", region="hong_kong", channel="transfer"))
    assert said(region="hong_kong", channel="transfer").endswith(there.text)
    assert "国内家人" in there.text
    assert "国内家人" not in said(channel="fps")
    assert "不在内地" not in said(region="mainland")


def test_an_answer_is_short_in_every_case_and_repeats_what_it_answers(dialog: Dialog, library: Library):
    cases = [
        known(dialog, situation, **answers)
        for situation in ("wrong_recipient", "scam_other", "merchant_dispute")
        for answers in ({}, {"accepted": "received"}, {"police": "reported"}, {"region": "mainland"})
    ]
    for topic in (*library.knowledge, *library.myths):
        for text in {dialog.words.knowledge(topic, case).text for case in (Known({}, NOW), *cases)}:
            assert len(text) <= LONGEST, topic
            assert not YES.match(text), topic


ASKED_OF_COSTS = {"挂了会不会扣我钱": False, "你们收费吗": True, "免费的吗": True}


def test_what_the_program_costs_is_asked_by_who_speaks_of_it(dialog: Dialog):
    free = {text: "ask.is_it_free" in dialog.understander.read(text, NOW).topics for text in ASKED_OF_COSTS}
    assert free == ASKED_OF_COSTS


def test_a_general_answer_gives_way_to_that_of_the_situation(dialog: Dialog):
    talk = Talk(dialog).says("我女儿十岁玩游戏充了四千多", "能退吗")
    assert talk.turn.commands[0].subject == "ask.child_refund"
