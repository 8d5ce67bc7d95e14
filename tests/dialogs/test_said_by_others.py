"""What others say, want or did is theirs; what was said before, and what is gone, is not as it was."""

from __future__ import annotations

from dialogs.dialog import Dialog
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
