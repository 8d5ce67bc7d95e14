"""What people say to a paper besides answers: what is wrong in it, enough of it, and what an answer tells beside."""

from __future__ import annotations

import pytest

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.papers.data import FINISHED, PAYMENTS, PaperData, Payment, read_payments
from tests.dialogs.talk import Talk
from tests.each import each
from tests.papers.cases import ORDER, PAPERS, fill, known

KIND = "police_report"
TOLD = {"situation": "scam_rebate", "police": "reported"}


def filled(payments: int = 1) -> PaperData:
    """A report with every answer given."""
    return fill(PAPERS.kinds[KIND], PaperData(known(**TOLD)), payments=payments)


def talk_over(dialog: Dialog, data: PaperData, stage: str) -> Talk:
    """A talk in which a report stands at a stage: "?" where all that will be written is shown, "+" at its questions."""
    answers = {**TOLD, **data.stored(), FINISHED: f"{KIND}{stage}"}
    return Talk(dialog, Case(answers, paper=KIND, met=TOLD["situation"]))


def paid(talk: Talk) -> tuple[Payment, ...]:
    """The payments of the case."""
    return read_payments(talk.answers[PAYMENTS])


@pytest.mark.parametrize("yes", ["可以可以 谢谢哈", "对对，谢谢", "好的好的", "没错！"])
def test_a_yes_said_twice_or_with_thanks_has_it_written(dialog: Dialog, yes: str):
    assert talk_over(dialog, filled(), "?").says(yes).answers[FINISHED] == KIND


@pytest.mark.parametrize("thanks", ["谢谢", "收款人错了谢谢"])
def test_thanks_alone_are_no_yes(dialog: Dialog, thanks: str):
    assert talk_over(dialog, filled(), "?").says(thanks).answers[FINISHED] != KIND


def test_an_hour_alone_is_of_the_day_that_stands_there(dialog: Dialog):
    talk = talk_over(dialog, filled(), "?").says("嗯差不多 就时间改成晚上八点半")
    assert [payment.time and payment.time.iso() for payment in paid(talk)] == ["2026-11-22T20:30"]
    talk.says("时间改成昨天晚上八点半")
    assert [payment.time and payment.time.iso() for payment in paid(talk)] == ["2026-11-22T20:30"]


def test_a_payment_left_out_is_added_and_none_replaced(dialog: Dialog):
    talk = talk_over(dialog, filled(2), "?").says("还漏了一笔 11月21日的 600")
    assert [str(payment.amount) for payment in paid(talk)] == ["5000.00", "5000.00", "600.00"]


@each("said", ["收款人写反了 那是我自己名字", "收款人错了", "收款人弄错了，不是他"])
def test_what_is_only_said_to_be_wrong_is_asked_anew(dialog: Dialog, said: str):
    talk = talk_over(dialog, filled(), "?")
    before = paid(talk)
    talk.says(said)
    assert paid(talk) == before
    assert talk.case.field == "payments.0.payee_shown"


def test_what_is_wrong_and_what_is_right_mend_at_once(dialog: Dialog):
    talk = talk_over(dialog, filled(), "?").says("收款人写错了，应该是王小二")
    assert paid(talk)[0].payee_shown == "王小二"


def at_the_orders(dialog: Dialog, payments: int) -> Talk:
    """A talk that asks for the order numbers of some payments."""
    return talk_over(dialog, filled(payments).without("payments.*.order_number"), "+")


def test_enough_is_shown_what_will_be_written_another_time_waits(dialog: Dialog):
    assert at_the_orders(dialog, 1).says("不问了 就这样给我吧").answers[FINISHED] == f"{KIND}?"
    for said in ("等会儿再填 先存着", "后面还有几个问题啊"):
        talk = at_the_orders(dialog, 1)
        before = dict(talk.answers)
        talk.says(said)
        assert talk.answers == before
        assert PAPERS.reading.problems["order_unreadable"] not in talk.text


def test_an_order_number_is_that_of_the_payment_it_is_said_of(dialog: Dialog):
    talk = at_the_orders(dialog, 3).says(f"第二笔的是{ORDER}，别的还没找")
    assert [payment.order_number for payment in paid(talk)] == [None, ORDER, None]


def test_ways_told_with_their_counts_are_given_in_order(dialog: Dialog):
    talk = talk_over(dialog, filled(3).without("payments.*.channel"), "+").says("一笔微信 两笔网银")
    assert [payment.channel for payment in paid(talk)] == ["transfer", "bank", "bank"]
    talk = talk_over(dialog, filled(2).without("payments.*.channel"), "+").says("一笔微信 两笔网银")
    assert [payment.channel for payment in paid(talk)] == [None, None]


def test_an_answer_that_rings_an_alarm_is_taken_all_the_same(dialog: Dialog):
    talk = Talk(dialog).chooses("switch:scam_rebate").chooses("paper:police_report")
    talk.says("我转了五千他又让我转一万我没转")
    assert "别转" in talk.first
    assert [str(payment.amount) for payment in paid(talk)] == ["5000.00"]


@each(
    ("said", "bank"),
    [
        ("我的卡是建设银行 他的不晓得", None),
        ("招商转给他农商行的", None),
        ("交行转的", None),
        ("邮政储蓄", "邮政储蓄"),
    ],
)
def test_ones_own_bank_is_not_the_receivers(dialog: Dialog, said: str, bank: str | None):
    data = filled()
    for name in ("payee_shown", "payee_account", "payee_bank"):
        data = data.without(f"payments.*.{name}")
    assert paid(talk_over(dialog, data, "+").says(said))[0].payee_bank == bank


def test_an_account_in_groups_of_any_length_is_whole(dialog: Dialog):
    data = filled()
    for name in ("payee_shown", "payee_account", "payee_bank"):
        data = data.without(f"payments.*.{name}")
    assert paid(talk_over(dialog, data, "+").says("622848 0402 5641 89018"))[0].payee_account == "6228480402564189018"


def test_one_payment_too_many_opens_their_question_and_replaces_none(dialog: Dialog):
    talk = talk_over(dialog, filled(2), "?")
    before = paid(talk)
    talk.says("多了一笔 那个600是返我的")
    assert (paid(talk), talk.case.field) == (before, PAYMENTS)


def test_a_day_that_is_mended_keeps_its_hour(dialog: Dialog):
    talk = talk_over(dialog, filled(), "?").says("都对 就是日期早一天 是21号")
    assert [payment.time and payment.time.iso() for payment in paid(talk)] == ["2026-11-21T15:20:31"]


def test_whether_it_may_be_left_out_leaves_it_out(dialog: Dialog):
    talk = Talk(dialog).chooses("switch:wrong_recipient").says("转了5000，昨晚九点", "帮我写退款消息", "没有")
    while talk.case.paper and "paper.my_name_shown" not in talk.answers and len(talk.turns) < 9:
        talk.says("名字能不写么" if "你叫什么" in talk.text else "不清楚")
    assert talk.answers["paper.my_name_shown"] == "-"


def at_the_place(dialog: Dialog) -> Talk:
    """A talk that asks for a place, which any words may be."""
    return talk_over(dialog, filled().without("paper.place"), "+")


@each(
    ("said", "kind"),
    [
        ("先不写这个 帮我写投诉", "complaint"),
        ("换成投诉那个", "complaint"),
        ("唔寫呢份住 幫我寫投訴", "complaint"),
        ("这份先放一放，给我写证据清单", "evidence_list"),
    ],
)
def test_another_paper_is_had_in_free_words_wherever_words_are_asked(dialog: Dialog, said: str, kind: str):
    talk = at_the_place(dialog).says(said)
    assert "paper.place" not in talk.answers
    assert (talk.case.paper or "").startswith(kind)


@pytest.mark.parametrize("said", ["派出所帮我写了个材料的那个镇", "老家 想写细点的话 姑苏区"])
def test_an_answer_that_speaks_of_writing_is_an_answer(dialog: Dialog, said: str):
    assert at_the_place(dialog).says(said).answers["paper.place"] == said


@each("said", ["还要问多久啊 我快崩溃了", "我先去报警 回来再说", "等下 让我喝口水"])
def test_what_is_said_of_the_questions_is_no_answer_to_one(dialog: Dialog, said: str):
    talk = at_the_place(dialog)
    before = dict(talk.answers)
    talk.says(said)
    assert (talk.answers, talk.case.paper) == (before, KIND)


def test_who_wants_to_see_it_is_shown_what_will_be_written(dialog: Dialog):
    assert at_the_place(dialog).says("先看看写成啥样了").answers[FINISHED] == f"{KIND}?"


@each("said", ["他把我删了 看不到号", "看不出来是哪个行", "不认识 页面上没显示名字"])
def test_words_that_name_nobody_name_nobody(dialog: Dialog, said: str):
    data = filled()
    for name in ("payee_shown", "payee_account", "payee_bank"):
        data = data.without(f"payments.*.{name}")
    assert "payee_shown" in paid(talk_over(dialog, data, "+").says(said))[0].unknown


def test_a_name_beside_what_is_not_known_is_kept(dialog: Dialog):
    data = filled().without("payments.*.payee_shown")
    assert paid(talk_over(dialog, data, "+").says("叫老王 真名不知道"))[0].payee_shown == "叫老王 真名不知道"


def test_what_was_told_already_is_no_story(dialog: Dialog):
    talk = talk_over(dialog, filled().without("paper.what_happened"), "+")
    assert talk.says("不想再讲一遍了 上面都说过了").answers["paper.what_happened"] == "-"


@pytest.mark.parametrize("language", ["zh-Hant-HK", "zh-Hant-TW"])
def test_in_traditional_characters_all_is_read_as_in_simplified(dialog: Dialog, language: str):
    spoken = dialog.speak(language)
    talk = talk_over(spoken, filled().without("payments.*.channel"), "+").says("銀行卡轉的")
    assert paid(talk)[0].channel == "bank"
    talk = talk_over(spoken, filled(), "?").says("金額不對 應該是9600")
    assert str(paid(talk)[0].amount) == "9600.00"
    assert talk.says("冇錯").answers[FINISHED] == KIND


def test_ways_of_several_payments_are_the_way_of_none(dialog: Dialog):
    for said in ("先微信后面限额了改成支付宝", "一笔微信 两笔网银"):
        talk = talk_over(dialog, filled(2).without("payments.*.channel"), "+").says(said)
        assert "channel" not in talk.answers
        assert [payment.channel for payment in paid(talk)] == [None, None]


def test_the_number_of_a_payment_that_is_not_there_is_that_of_none(dialog: Dialog):
    talk = at_the_orders(dialog, 1).says(f"第二笔的单号 {ORDER} 第一笔的找不到了")
    assert paid(talk)[0].order_number is None


def test_a_zero_too_many_mends_the_sum(dialog: Dialog):
    talk = talk_over(dialog, filled(), "?").says("金额写多了一个零 是500")
    assert [str(payment.amount) for payment in paid(talk)] == ["500.00"]
    assert len(paid(talk.says("少写了一笔 还有红包520"))) == 2


def test_a_message_that_was_sent_is_left_and_its_step_done(dialog: Dialog):
    talk = Talk(dialog).says("我转错人了，微信转了880，他收了", "帮我写句话发给他", "没有", "好 发了")
    assert "paper.my_name_shown" not in talk.answers
    assert talk.case.paper is None
    assert talk.case.ticks
