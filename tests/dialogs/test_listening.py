"""Typed words: they answer, tell more or ask in passing, and lose nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.heard import Name
from dialogs.library.library import Library
from dialogs.understanding import OUT_OF_SCOPE
from tests.dialogs.hearing import hearing
from tests.dialogs.talk import Talk
from tests.each import each

WRONG = "我微信转错人了"


# --- the first words ---------------------------------------------------------------------------------


def test_the_first_words_find_the_situation_and_bring_its_first_step(talk: Talk):
    talk.says(WRONG)
    assert talk.turn.situation == "wrong_recipient"
    assert "退还" in talk.first


def test_what_was_said_in_passing_is_not_asked_again(talk: Talk):
    talk.says("我微信转账转错人了，5000块，对方还没收")
    assert talk.answers.items() >= {"channel": "transfer", "accepted": "not_yet", "amount": "5000"}.items()
    assert talk.state == "wrong_recipient.paid_at"


def test_everything_at_once_leads_straight_to_the_plan(talk: Talk):
    talk.says("我刚刚微信转账转错人了，5000块，对方还没收")
    assert talk.state == "wrong_recipient.return_plan"
    assert talk.plan[0] == "ask_to_press_return"


@pytest.mark.parametrize("garbage", ["", " \n\t ", "？？？", "asdfgh", "💸💸💸", "مرحبا", "\u202eabc", "0", "嗯"])
def test_garbage_from_somebody_new_gets_the_first_aid_and_the_menu(talk: Talk, garbage: str):
    talk.says(garbage)
    assert talk.said("first_aid")
    assert "mistake" in talk.options


def test_what_is_none_of_our_business_is_said_so(talk: Talk):
    hearing(talk, situation=OUT_OF_SCOPE, score=1.0).says("今天天气怎么样")
    assert talk.turn.situation == OUT_OF_SCOPE


@pytest.mark.parametrize(
    "reading",
    [
        {"danger": ("still_transferring",)},
        {"answers": {"amount": "5000"}},
        {"answers": {"still_in_contact": "talking"}},
    ],
)
def test_who_tells_of_danger_or_of_a_payment_is_not_sent_away(talk: Talk, reading: dict[str, object]):
    hearing(talk, situation=OUT_OF_SCOPE, score=1.0, **reading).says("不知道怎么说")
    assert talk.turn.situation is None
    assert talk.said("first_aid")
    assert "scam" in talk.options
    assert talk.answers == reading.get("answers", {})


def test_two_situations_that_sound_alike_are_told_apart_by_a_question_after_the_first_aid(talk: Talk):
    near = {"situation": "scam_loan", "score": 0.5, "alternatives": (("scam_job_deposit", 0.45),)}
    hearing(talk, **near).says("先交钱")
    assert talk.said("first_aid")
    assert talk.options == ["switch:scam_loan", "switch:scam_job_deposit", "menu"]
    assert talk.case.answers == {}
    assert talk.chooses("switch:scam_job_deposit").turn.situation == "scam_job_deposit"


@pytest.mark.parametrize(
    ("score", "rival", "rival_score"),
    [(0.8, "scam_loan", 0.75), (0.5, "scam_loan", 0.2), (0.5, "scam_other", 0.45), (0.5, OUT_OF_SCOPE, 0.45)],
    ids=["sure", "far apart", "the rival is vague", "the rival is none of ours"],
)
def test_one_situation_is_not_doubted_without_need(talk: Talk, score: float, rival: str, rival_score: float):
    hearing(talk, situation="scam_prize", score=score, alternatives=((rival, rival_score),)).says("中奖")
    assert talk.turn.situation == "scam_prize"


def test_neither_of_two_leads_to_the_menu(talk: Talk):
    near = {"situation": "scam_loan", "score": 0.5, "alternatives": (("scam_job_deposit", 0.45),)}
    hearing(talk, **near).says("先交钱").chooses("menu")
    assert talk.state == "triage.situation"


# --- answers -----------------------------------------------------------------------------------------


@each("question", ["accepted", "counterpart", "police", "still_in_contact", "region", "channel"])
def test_every_label_typed_out_is_the_answer_it_labels(library: Library, dialog: Dialog, question: str):
    situation = "wrong_recipient" if question in {"accepted", "counterpart"} else "scam_rebate"
    before = {"channel": "transfer", "accepted": "received", "still_in_contact": "stopped", "police": "not_yet"}
    known = {"situation": situation, **{name: value for name, value in before.items() if name != question}}
    for option in library.options(question):
        talk = Talk(dialog, Case(answers=known, met=situation)).says(library.label(question, option))
        assert talk.answers.get(question) == option, library.label(question, option)


@pytest.mark.parametrize("half", ["正在共享屏幕", "被远程控制", "已经断了", "被拉黑"])
def test_half_a_label_is_enough(talk: Talk, half: str):
    talk.chooses("switch:scam_rebate").says(half)
    assert talk.answers["still_in_contact"] in {"sharing_screen", "stopped"}


def test_an_answer_in_other_words(waiting: Talk):
    waiting.says("他还没收")
    assert waiting.answers["accepted"] == "not_yet"


def test_a_typed_time_is_kept_as_a_moment(waiting: Talk):
    waiting.says("还没收", "20:30转的")
    assert waiting.state == "wrong_recipient.return_plan"
    paid_at = waiting.position.known.paid_at
    assert paid_at is not None
    assert paid_at.earliest <= dt.datetime(2026, 11, 23, 20, 30, tzinfo=waiting.now.tzinfo) <= paid_at.latest


def test_typed_words_answer_the_question_being_changed(planned: Talk):
    planned.chooses("change:counterpart").says("他愿意退")
    assert planned.answers["counterpart"] == "willing"
    assert planned.case.changing is None
    assert planned.state == "wrong_recipient.return_plan"


# --- telling more ------------------------------------------------------------------------------------


def test_what_happened_since_changes_the_plan(planned: Talk):
    hearing(planned, situation=None, answers={"counterpart": "refused"}).says("他把我拉黑了")
    assert planned.answers["counterpart"] == "refused"
    assert planned.turn.plan


def test_what_cannot_change_is_not_overheard_twice(planned: Talk):
    hearing(planned, answers={"channel": "alipay"}).says("支付宝也一样吗")
    assert planned.answers["channel"] == "transfer"


def test_words_of_an_answer_replace_nothing_else(waiting: Talk):
    waiting.case = waiting.case.answered("police", "reported")
    hearing(waiting, answer="not_yet", answers={"police": "not_yet"}).says("还没有")
    assert waiting.answers["accepted"] == "not_yet"
    assert waiting.answers["police"] == "reported"


def test_what_is_going_on_with_the_swindler_is_always_heard(talk: Talk):
    talk.chooses("switch:scam_rebate", "stopped")
    hearing(talk, answer="transfer", answers={"still_in_contact": "asked_for_more"}).says("微信，他又让我再转一笔")
    assert talk.answers["still_in_contact"] == "asked_for_more"
    assert talk.said("danger_still_transferring")


def test_of_a_mistake_nothing_about_a_swindler_is_noted(waiting: Talk):
    waiting.says("他不回我")
    assert "still_in_contact" not in waiting.answers
    assert waiting.answers["counterpart"] == "silent"


@pytest.mark.parametrize(("asked", "answer"), [("报警有用吗", "走民事"), ("报警怎么说", "走民事")])
def test_who_sent_it_to_the_wrong_person_is_not_told_to_report_a_fraud(waiting: Talk, asked: str, answer: str):
    waiting.says(asked)
    assert answer in waiting.text
    assert "我被骗" not in waiting.text


def test_while_nobody_knows_whether_it_was_taken_nothing_is_said_of_it(talk: Talk):
    talk.says("微信转错人了").says("他不肯退").commands("plan")
    assert "钱已经到了对方那里" not in talk.text
    assert talk.plan[0] == "look_at_transfer"


def test_who_pays_under_pressure_is_offered_no_loan(talk: Talk):
    talk.chooses("switch:scam_rebate", "talking", "bank").says("他一直在催我")
    assert "switch:loan_unreturned" not in talk.options


def test_what_was_said_last_of_the_swindler_is_what_counts(talk: Talk):
    talk.says("找工作先让我交了1500培训费，现在公司联系不上")
    assert talk.answers["still_in_contact"] == "stopped"


def test_a_whole_month_is_said_with_its_year(talk: Talk):
    talk.says("之前被骗了三万 有人说能帮我追回来 先交两千").says("去年十月")
    assert "2025年10月" in talk.text


def test_details_that_only_another_situation_could_use_are_not_kept(talk: Talk):
    answers = {"child_age": "from_8", "tool_stage": "paid", "amount": "8000", "zodiac": "goat"}
    hearing(talk, situation="scam_acquaintance", score=0.9, answers=answers).says("冒充领导")
    assert talk.answers == {"situation": "scam_acquaintance", "amount": "8000"}


def test_what_is_not_kept_counts_for_nothing(waiting: Talk):
    hearing(waiting, answers={"child_age": "from_8"}).says("十几岁吧")
    assert waiting.said("passed_over")
    assert "child_age" not in waiting.answers


def test_the_opening_heeds_what_was_told_before_it_is_asked(talk: Talk):
    hearing(talk, situation="scam_rebate", score=0.9, answers={"region": "japan"}).says("在日本被刷单骗了")
    assert talk.position.known.where == "japan"  # known from now on, though its turn comes later
    assert "当地警方" in talk.first


# --- asking in passing -------------------------------------------------------------------------------


def test_a_question_of_knowledge_is_answered_and_the_open_question_asked_again(waiting: Talk, library: Library):
    topic = library.myths["myth.recall_software"]
    hearing(waiting, topics=(topic.id,)).says(topic.asks[0])
    assert waiting.first == topic.truth
    assert waiting.state == "wrong_recipient.accepted"
    assert "not_yet" in waiting.options
    assert set(topic.facts) <= set(waiting.turn.facts)


def test_after_the_plan_the_answer_stands_alone(planned: Talk, library: Library):
    topic = library.myths["myth.recall_software"]
    hearing(planned, topics=(topic.id,)).says(topic.asks[0])
    assert planned.text == topic.truth
    assert planned.state == "wrong_recipient.return_plan"


def test_a_question_that_sounds_like_another_situation_changes_no_subject(waiting: Talk, library: Library):
    topic = library.myths["myth.recall_software"]
    hearing(waiting, situation="fake_recall_tool", score=0.9, topics=(topic.id,), asking=True).says(topic.asks[0])
    assert waiting.first == topic.truth
    assert not [option for option in waiting.options if option.startswith("switch:")]
    assert waiting.state == "wrong_recipient.accepted"


def test_a_myth_is_recognised_by_the_words_in_which_it_is_asked(waiting: Talk, library: Library):
    missed, answered = [], 0
    for topic in library.myths.values():
        before = waiting.case
        waiting.says(topic.asks[0])
        answered += any(command.name is Name.KNOWLEDGE_ANSWER for command in waiting.turn.commands)
        if topic.truth not in waiting.text:
            missed.append(topic.asks[0])
        waiting.case = before
    assert answered >= 0.98 * len(library.myths)  # a neighbour answers some
    assert len(missed) <= len(library.myths) // 8, missed


def test_an_answer_that_is_true_of_other_cases_only_is_not_given(talk: Talk, library: Library):
    debt = library.knowledge["ask.no_court"]
    hearing(talk.chooses("switch:scam_rebate"), topics=(debt.id,), asking=True).says("还有别的办法吗")
    assert debt.answer not in talk.text
    hearing(talk.chooses("switch:loan_unreturned"), topics=(debt.id,), asking=True).says("还有别的办法吗")
    assert debt.answer in talk.text


def test_who_tells_of_a_payment_asks_nothing(talk: Talk):
    talk.chooses("switch:recovery_scam", "considering").says("之前被骗了3万")
    assert not talk.said("no_answer")


def test_a_stranger_is_not_somebody_who_cannot_be_reached(talk: Talk):
    talk.says("刚给一个陌生人转了钱 是转错了")
    assert "counterpart" not in talk.answers


def test_a_sum_said_not_to_be_paid_is_not_noted(talk: Talk):
    talk.chooses("switch:scam_rebate", "asked_for_more").says("我没转这1万2 之前转了三笔")
    assert talk.answers.get("amount") != "12000"


def test_who_says_yes_and_asks_what_to_do_is_told_what_to_do(planned: Talk):
    planned.says("好吧 那我先做什么")
    assert any(step.body in planned.text for step in planned.turn.plan)


def test_who_gives_up_where_nothing_is_open_is_seen_off(planned: Talk):
    hearing(planned, request="stop").says("算了 不写了")
    assert planned.said("reply_goodbye")


def test_under_a_plan_what_to_do_now_is_the_next_step(planned: Talk):
    planned.chooses(f"done:{planned.plan[0]}")
    hearing(planned, request="steps").says("现在先干嘛")
    assert planned.turn.plan[1].body in planned.text
    assert planned.turn.plan[2].body not in planned.text


def test_a_time_that_ends_like_a_question_is_an_answer(talk: Talk):
    talk.says("我微信转账转错人了，5000块，对方还没收").says("20分钟之前吧")
    assert talk.answers["paid_at"] == "2026-11-23T20:40:00+08:00"


def test_thanks_beside_an_ok_are_answered_as_one_of_both(talk: Talk):
    talk.says("我刚刚微信转账转错人了，5000块，对方还没收").says("好的，谢谢🙏")
    assert talk.said("reply_thanks") or talk.said("reply_acknowledged")


@pytest.mark.parametrize("signs", ["ㄏㄏㄏ", "ᠮᠣᠩᠭᠣᠯ", "ქართული", "sdfsdf123"])
def test_signs_that_no_model_knows_answer_nothing(talk: Talk, signs: str):
    talk.chooses("switch:scam_rebate", "talking")
    before = talk.answers
    assert talk.says(signs).answers == before


def test_a_short_question_about_the_case_is_no_other_case(talk: Talk):
    talk.says(WRONG).says("能不能申请撤销")
    assert talk.turn.situation == "wrong_recipient"
    assert not [option for option in talk.options if option.startswith("switch:")]


@pytest.mark.parametrize("typed", ["刚刚在微信转错人了，怎么办", "被骗了 转了5000 现在怎么办"])
def test_a_story_that_ends_in_what_to_do_is_heard(dialog: Dialog, typed: str):
    greeted = Talk(dialog).says("你好")
    assert greeted.says(typed).turn.situation


def test_what_is_told_beside_what_to_do_is_kept(dialog: Dialog):
    assert Talk(dialog).says("微信转错人了").says("他还没收 怎么办啊").answers["accepted"] == "not_yet"


@pytest.mark.parametrize(
    ("situation", "typed", "question", "answer"),
    [
        ("loan_unreturned", "没打借条，就微信聊天里说了借", "loan_proof", "chat_only"),
        ("loan_unreturned", "没有欠条 只有聊天记录", "loan_proof", "chat_only"),
    ],
)
def test_what_answers_the_question_is_not_overruled_by_its_other_half(
    dialog: Dialog, situation: str, typed: str, question: str, answer: str
):
    assert Talk(dialog).chooses(f"switch:{situation}").says(typed).answers[question] == answer


def test_a_receiver_who_does_not_answer_is_no_late_payment(dialog: Dialog):
    told = Talk(dialog).says("微信转错人了 3000").says("他还没收").says("昨天晚上").says("说过了 没回")
    assert told.turn.situation == "wrong_recipient"
    assert "switch:transfer_delayed" not in told.options


def test_what_is_told_after_a_remark_is_heard(dialog: Dialog):
    told = Talk(dialog).says("客服说我开了会员要取消 我已经转了8000").says("还在打电话")
    assert told.says("好 我已经挂了 没再联系").answers["still_in_contact"] == "stopped"


@each(
    "typed",
    ["我被刷单骗了", "转错人了怎么办 本来要转给我妈 转到一个前同事那里了", "我转错账了怎么办啊", "钱转给骗子了咋办"],
)
def test_a_story_that_asks_no_more_than_what_to_do_gets_the_first_acts_alone(dialog: Dialog, typed: str):
    told = Talk(dialog).says(typed)
    assert told.turn.situation
    assert Name.KNOWLEDGE_ANSWER not in {command.name for command in told.turn.commands}


def test_a_call_that_nobody_takes_is_no_swindler_who_fell_silent(dialog: Dialog):
    told = Talk(dialog).says("刷单被骗了", "微信转了3000", "他还在叫我补单").says("打了 打不通")
    assert told.answers["still_in_contact"] == "asked_for_more"
    assert "派出所" in told.text


@each(
    ("to", "typed", "never"),
    [
        (("switch:scam_sextortion", "paid", "stopped"), "发了红包，三个两百的", "上限 200"),
        (("switch:loan_unreturned",), "转账的时候备注了借款，聊天里也提过", "写清用途"),
    ],
)
def test_what_is_only_told_gets_no_answer_to_a_question_nobody_asks(
    dialog: Dialog, to: tuple[str, ...], typed: str, never: str
):
    assert never not in Talk(dialog).chooses(*to).says(typed).text


def test_who_asks_for_it_gets_it_at_the_same_place(dialog: Dialog):
    assert "上限 200" in Talk(dialog).chooses("switch:scam_prize", "stopped").says("一个红包最多能发多少").text
