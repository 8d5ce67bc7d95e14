"""What others say, want or did is theirs; what was said before, and what is gone, is not as it was."""

from __future__ import annotations

from dialogs.dialog import Dialog
from dialogs.library.records import Family
from tests.dialogs.talk import Talk
from tests.each import each


@each("words", ["他回了 说凭什么还", "他说你自己转的关我什么事"])
def test_what_the_other_side_asks_is_an_answer_of_theirs(dialog: Dialog, words: str):
    assert Talk(dialog).says("我转错钱了", words).answers["counterpart"] == "refused"


@each("words", ["他回了 说凭什么还", "对方回我 你凭什么找我要", "我问他 他说 你是谁"])
def test_what_the_other_side_asks_is_no_question_to_us(dialog: Dialog, words: str):
    talk = Talk(dialog).says("我转错钱了", words)
    assert "答不准" not in talk.text
    assert "我是程序" not in talk.text


@each(
    ("first", "words", "answer"),
    [
        ("转错钱了 他没回", "刚才说他没回 现在回了 说晚上退", ("counterpart", "willing")),
        ("被骗了5000 没报警", "我派出所去过的 上面写没报是我按错了", ("police", "reported")),
    ],
)
def test_what_was_said_before_is_taken_back(dialog: Dialog, first: str, words: str, answer: tuple[str, str]):
    name, value = answer
    assert Talk(dialog).says(first, words).answers[name] == value


@each("words", ["165打了", "打了客服没人接", "银行我打过了"])
def test_a_call_is_no_payment(dialog: Dialog, words: str):
    assert "money_gone" not in Talk(dialog).says("被假客服骗了", words).answers


def test_cash_that_is_gone_is_kept_from_no_door(dialog: Dialog):
    talk = Talk(dialog).says("现金交给骗子派来的人了 8万", "快递员三十来岁 戴头盔 骑电动车 绿色的 这些有用吗")
    assert "别开门" not in talk.text


def test_cash_that_is_gone_stays_gone_when_more_is_wanted(dialog: Dialog):
    talk = Talk(dialog).says("爸爸取了8万现金交给上门的人了", "他还说明天再来拿5万")
    assert (talk.answers["goods"], talk.answers["amount"]) == ("cash", "80000")


def test_who_sent_it_back_is_not_taken_for_who_passed_it_on(dialog: Dialog):
    talk = Talk(dialog).says("收到一笔转错的钱", "原路退给他了", "他又让我再退一次")
    assert talk.answers["received_state"] == "returned"
    assert "主动说清楚" not in "\n".join(reply.text for turn in talk.turns for reply in turn.replies)


def test_a_list_on_the_screen_is_opened_by_its_words_and_nothing_is_lost(dialog: Dialog):
    talk = Talk(dialog).says("网贷要我交解冻费 还没交", "改", "遇到的事")
    assert talk.answers["situation"] == "scam_loan"
    assert talk.case.changing == "situation"


def test_a_paper_is_opened_by_a_part_of_its_name(dialog: Dialog):
    talk = Talk(dialog).says("孩子玩游戏充了2000", "9岁", "写材料", "退款申请")
    assert talk.case.paper == "guardian_refund"


def test_a_paper_that_is_not_for_a_case_is_refused_beside_those_that_are(dialog: Dialog):
    talk = Talk(dialog).says("孩子打王者充了8000", "那我怎么跟客服说 给我一段话")
    assert any(option.startswith("paper:") for option in talk.options)


def test_words_that_hardly_tell_a_kind_of_fraud_make_none_of_a_vague_one(dialog: Dialog):
    assert Talk(dialog).says("被骗了5000", "他给我发过身份证照片").turn.situation == "scam_other"


@each("words", ["who should i call first", "which number do i dial first", "can it be undone"])
def test_a_question_spelled_in_chinese_is_answered(dialog: Dialog, words: str):
    talk = Talk(dialog).says("i was scammed 5000 rmb", words)
    assert talk.turn.error is None


@each("words", ["没 没看他收没收", "没看收没收"])
def test_who_has_not_looked_whether_it_was_accepted_knows_nothing_of_it(dialog: Dialog, words: str):
    talk = Talk(dialog).says("转错了3600 转给一个以前的客户了", "微信", words)
    assert talk.answers["accepted"] == "unknown"


def test_who_puts_a_sum_right_is_told_no_rule(dialog: Dialog):
    talk = Talk(dialog).says("转错了三千多", "不对 是3600不是三千多")
    assert talk.answers["amount"] == "3600"
    assert talk.turn.replies[0].text.startswith("记下了")


@each("words", ["他说要帮我关 让我下个软件", "他让我共享屏幕"])
def test_a_swindler_at_work_is_offered_as_a_fraud_beside_a_dispute(dialog: Dialog, words: str):
    talk = Talk(dialog).says("抖音会员自动扣了我30", words)
    assert "别给，也别开" in talk.text
    assert dialog.library.flows[talk.case.offered or ""].family is Family.SCAM
    assert talk.says("不是", words).case.offered is None


def test_somebody_who_tells_of_a_subscription_is_no_shop(dialog: Dialog):
    assert Talk(dialog).says("有人说我抖音会员没关 每月扣800").turn.situation == "scam_customer_service"


@each("words", ["没有人骗我 我自己点错的", "没被骗 就是发错了", "没人催我", "就是手滑"])
def test_nobody_defrauded_me_is_a_no(dialog: Dialog, words: str):
    talk = Talk(dialog).says("转错了3600 转给一个以前的客户了", "帮我写退款消息", words)
    assert talk.answers["paper.induced"] == "no"


@each("words", ["他冒充我领导让我转的", "有人催我转的"])
def test_somebody_defrauded_me_is_a_yes(dialog: Dialog, words: str):
    talk = Talk(dialog).says("转错了3600 转给一个以前的客户了", "帮我写退款消息", words)
    assert talk.answers["paper.induced"] == "yes"
    assert "```" not in talk.text  # no message is made


@each("opening", ["网恋对象让我投资", "有个客服给我打电话"])
def test_a_wallet_that_is_only_to_be_shown_is_no_way_the_money_went(dialog: Dialog, opening: str):
    talk = Talk(dialog).says(opening, "他让我看支付宝余额")
    assert "channel" not in talk.answers
