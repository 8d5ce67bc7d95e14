"""How many interactions a paper takes from the first message, and what is read out to 110."""

from __future__ import annotations

import pytest

from dialogs.dialog import Dialog
from tests.dialogs.talk import Talk
from tests.each import each
from tests.papers.cases import ORDER, SITUATIONS

MISTAKE = "转错人了，5000块，昨晚九点微信转的，对方收了不肯退"
FRAUD = "我被刷单骗了，昨天晚上九点半微信转账转了3万，对方已经收了"
FIVE = """11月20日 20:15 微信转账 500
11月20日 20:40 扫码 1800
11月21日 10:05 银行卡转账 9000 收款人 张伟
11月21日 11:05 银行卡转账 8000 收款人 张伟
11月21日 12:00 微信转账 300"""


def written(talk: Talk) -> str:
    """The text to copy that stands on the screen."""
    return "\n".join(reply.text for reply in talk.turn.replies if reply.text.startswith("```"))


def test_a_refund_message_takes_three(dialog: Dialog):
    talk = Talk(dialog).says(MISTAKE, "帮我写退款消息", "没有")
    assert len(talk.turns) == 3
    assert "付给您的5000元转错了" in written(talk)
    assert "不构成法律意见" not in written(talk)
    assert "不构成法律意见" in talk.text


BARE = [
    "我转错了500给陌生人 怎么让他退",
    "转错人了",
    "微信转账转错了，2000，昨晚转的",
    "多付了钱 本来88付了8800",
    "轉錯人喇，500蚊",
]
IN_ONE = [
    "转错了500给陌生人，帮我写个消息让他退", "微信转错人了，能写段话让他退给我吗", "转错账了 给我写个催他退钱的话",
]  # fmt: skip


@each("first", BARE)
@each("ask", ["帮我写退款消息", "帮我写条消息让他退"])
def test_a_refund_message_typed_for_is_there_at_the_second_message(dialog: Dialog, first: str, ask: str):
    talk = Talk(dialog).says(first, ask)
    assert "您好，我是【待填：自己的微信名】" in written(talk)
    assert "冒充" in talk.text  # what would forbid it is asked below it, at once


@each("first", BARE)
def test_a_refund_message_takes_two_by_buttons_that_are_shown(dialog: Dialog, first: str):
    talk = Talk(dialog).says(first)
    while "paper:refund_request" not in talk.options:
        assert len(talk.turns) < 3
        talk.chooses(talk.options[0])
    assert "【待填：" in written(talk.chooses("paper:refund_request"))
    assert len(talk.turns) <= 3


@each("first", IN_ONE)
def test_a_message_asked_for_with_the_story_stands_below_first_aid(dialog: Dialog, first: str):
    talk = Talk(dialog).says(first)
    assert "您好，我是【待填：自己的微信名】" in written(talk)
    assert "点「收款」了没有" in talk.first
    assert talk.case.paper == "refund_request"


def test_a_complaint_asked_for_with_the_story_stands_below_the_alarm(dialog: Dialog):
    talk = Talk(dialog).says("被刷单骗了3万，帮我写投诉")
    assert "转账30000元" in written(talk)
    assert "110" in talk.first


def test_a_story_that_asks_for_nothing_to_be_written_begins_no_paper(dialog: Dialog):
    for first in (
        "转错了500给陌生人，怎么投诉",
        "转错人了我想举报他",
        "我被刷单骗了3万 想报警",
        "转错了，要写什么材料吗",
    ):
        assert Talk(dialog).says(first).case.paper is None, first


def test_the_blanks_of_a_message_are_filled_by_words_said_to_any_of_its_questions(dialog: Dialog):
    talk = Talk(dialog).says(BARE[0], "帮我写退款消息").says("我叫阿明，昨晚八点多转的，本来要转给房东，点错了人")
    text = written(talk)
    assert "我是阿明" in text
    assert "约11月22日20时" in text
    assert "转错了：本来要转给房东，点错了人。" in text
    assert "【待填" not in text
    assert "有没有人冒充" in talk.text
    assert "本来要转给房东" not in written(talk.says("是"))  # what the answer forbids is no longer shown


def test_what_the_other_side_says_while_a_message_is_written_is_heard_and_the_message_stays(dialog: Dialog):
    for said in ("说凭什么还", "收款人拒绝退", "他不肯退"):
        talk = Talk(dialog).says(BARE[0], "帮我写退款消息", said)
        assert "记下了：对方不肯退。" in talk.text, said
        assert written(talk), said
        assert talk.answers["counterpart"] == "refused"
    assert "记下了：对方不肯退。" in talk.says("没有", "收款人拒绝退").text


@each("first", [*BARE[:3], FRAUD])
def test_a_complaint_message_takes_four_by_buttons_that_are_shown(dialog: Dialog, first: str):
    talk = Talk(dialog).says(first)
    for pressed in ("cmd:plan", "cmd:papers", "paper:complaint_message"):
        assert pressed in talk.options
        talk.chooses(pressed)
    assert len(talk.turns) == 4
    assert "单号" in written(talk)


def test_a_complaint_message_takes_four(dialog: Dialog):
    for first, rest in ((MISTAKE, ("写投诉", "没有")), (FRAUD, ("写投诉",))):
        talk = Talk(dialog).says(first, *rest)
        assert len(talk.turns) <= 4
        text = written(talk).strip("`\n")
        assert 40 < len(text) <= 150
        assert "单号" in text
        assert "【待填：收款方显示名称】" in text


def test_a_report_with_one_payment_takes_ten(dialog: Dialog):
    talk = Talk(dialog).says(FRAUD).chooses("stopped", "not_yet", "mainland").says("写报案材料")
    talk.says(ORDER, "小李（*明）", "小雅", "福建泉州", "对")
    assert len(talk.turns) == 10
    for part in ("30,000.00", ORDER, "小李（*明）", "自称小雅", "福建泉州", "11月22日晚上九点半", "已停止联系"):
        assert part in written(talk)


def test_a_report_with_five_payments_by_three_channels_takes_twelve(dialog: Dialog):
    talk = Talk(dialog).says("我做任务被人骗了，前后用三种方式转了五笔给他们，现在联系不上了")
    while talk.state.split(".")[0] != "papers":
        if talk.plan or len(talk.turns) == 4:
            talk.says("写报案材料")
        else:
            talk.chooses("stopped" if "stopped" in talk.options else talk.options[0])
    talk.says(FIVE, f"{ORDER}1\n{ORDER}2\n{ORDER}3\n{ORDER}4\n{ORDER}5", "小李", "小雅", "福建泉州")
    while "write" not in talk.options:
        talk.says("还没报")
    talk.says("对")
    assert len(talk.turns) <= 12
    shown = written(talk)
    assert "合计：5笔，人民币19,600.00元" in shown
    for channel in ("微信转账", "扫码付款", "银行转账"):
        assert f"渠道：{channel}" in shown
    assert "张伟" in shown


@each("situation", [name for name in SITUATIONS if name.startswith("scam_")] + ["account_theft", "crypto"])
def test_what_to_say_to_110_is_one_interaction_after_the_plan(dialog: Dialog, situation: str):
    talk = Talk(dialog).chooses(f"switch:{situation}").says("昨天晚上九点转了3000").commands("plan")
    if "paper:police_call" in talk.options:
        assert "报警怎么说" in {option.label for option in talk.buttons}
    talk.says("报警怎么说")
    card = written(talk)
    assert "我要报警" in card
    assert len(card) < 260  # read aloud in half a minute
    assert "```" not in talk.turn.replies[-1].text


@each("typed", ["打110要怎么说", "怎么跟警察说", "报警说什么"])
def test_what_to_say_is_asked_in_other_words(dialog: Dialog, typed: str):
    assert "3万" not in written(Talk(dialog).says(FRAUD, typed))
    assert "30000元" in written(Talk(dialog).says(FRAUD, typed))


def test_a_swindle_not_paid_to_yet_says_so_to_110(dialog: Dialog):
    talk = Talk(dialog).chooses("switch:scam_sextortion", "not_paid").says("报警怎么说")
    assert "钱还没有付" in written(talk)


def test_the_words_for_110_are_an_answer_and_no_paper_to_fill(dialog: Dialog):
    talk = Talk(dialog).says("我被刷单骗了", "前后转了两万六", "分了四次 手机银行转的").says("110怎么说")
    assert "一共26000元" in written(talk)
    assert talk.case.paper is None
    assert talk.says("然后呢").state.startswith("scam_")


@pytest.mark.parametrize("asked", ["有个律师加我说能追回来，能信吗", "卡里还剩的钱怎么办"])
def test_a_question_while_a_paper_is_written_is_answered_and_the_paper_waits(dialog: Dialog, asked: str):
    talk = Talk(dialog).says(FRAUD).chooses("paper:police_report")
    before = talk.answers
    talk.says(asked)
    assert talk.turn.commands[0].name.value == "knowledge_answer"
    assert (talk.answers, talk.case.paper) == (before, "police_report")


def test_an_answer_that_is_not_taken_is_said_to_be_so_and_the_question_asked_again_alone(dialog: Dialog):
    talk = Talk(dialog).says("我被刷单骗了").chooses("paper:police_call").says("啊这个嘛")
    assert not written(talk)
    assert len(talk.turn.replies) == 2


@each(("asked", "begun"), [("替我写个催他还钱的函", "loan_demand"), ("帮我写起诉状", "loan_complaint")])
def test_a_paper_for_a_mistake_is_begun_as_the_one_for_a_loan(dialog: Dialog, asked: str, begun: str):
    talk = Talk(dialog).chooses("dispute", "loan_unreturned", "chat_only", "unknown").says(asked)
    assert talk.state == f"papers.{begun}"


@each("words", ["先这样", "先这样吧", "就这样", "够了"])
def test_enough_ends_the_questions_of_a_paper(dialog: Dialog, words: str):
    talk = Talk(dialog).says("转错了3600 转给一个以前的客户了", "帮我写退款消息", "没人催我", words)
    assert talk.answers["paper.finished"] == "refund_request"
    assert "付给您的3600元转错了" in written(talk)
