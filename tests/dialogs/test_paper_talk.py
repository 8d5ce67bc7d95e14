"""What is typed at a question of a paper and does not answer it."""

from __future__ import annotations

import pytest

from dialogs.dialog import Dialog
from dialogs.papers.data import PAYMENTS, read_payments
from tests.dialogs.talk import NOW, Talk
from tests.each import each
from tests.papers.cases import ORDER as NUMBER

HASH = "0x7f5c3a2b9d1e4f6a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f5a"
ORDER, GUARD, RELATION = "转账单号是多少", "付款之前", "你和收款人之间"


@pytest.fixture
def sued(dialog: Dialog) -> Talk:
    return Talk(dialog).says("微信转错人了5000，11月20日晚上8点转的", "他收了 不理我", "写起诉状")


@pytest.mark.parametrize("text", ["不知道单号怎么看", "单号在哪里看", "怎么看单号"])
def test_who_asks_where_to_look_is_told_and_has_answered_nothing(sued: Talk, text: str):
    before = dict(sued.answers)
    sued.says(text)
    assert "我 → 服务 → 钱包 → 账单" in sued.text
    assert GUARD in sued.text  # asked again
    assert sued.answers == before
    sued.says("没有", "没有")
    assert ORDER in sued.text
    sued.says(text)
    assert ORDER in sued.text
    assert "找不到就说「不清楚」" in sued.text
    sued.says("找不到")
    assert ORDER not in sued.text


def test_what_is_told_at_a_yes_or_no_is_kept_and_not_asked(sued: Talk):
    sued.says("我跟他没有借过钱 也没有买卖")
    assert GUARD in sued.text
    sued.says("没有")
    assert RELATION not in sued.text


def test_few_words_at_a_yes_or_no_change_nothing_known(sued: Talk):
    before = dict(sued.answers)
    assert sued.says("没有看到过").answers == before


def test_the_hash_of_a_transfer_is_an_order_number_and_no_english(dialog: Dialog):
    talk = Talk(dialog).says("被骗了买u投资 转了35000元", "断了", "写报案材料", "昨天", HASH)
    assert [one.order_number for one in read_payments(talk.answers[PAYMENTS])] == [HASH]
    assert "钱付给了谁" in talk.text


@pytest.mark.parametrize("text", [HASH, "https://www.in.com/is/to 4200001234202611231234567890", "abc1def2"])
def test_a_number_or_an_address_is_written_in_no_language(talk: Talk, text: str):
    talk.says("转错人了", text)
    assert talk.case.written is None


def test_a_paper_is_written_although_its_name_sounds_like_an_answer(dialog: Dialog):
    talk = Talk(dialog).says("被骗了 银行转的5000", "断了")
    assert "报警了吗" in talk.text
    assert talk.says("写报案材料").state == "papers.police_report"


def test_who_wants_to_look_first_keeps_the_offer(dialog: Dialog):
    talk = Talk(dialog).says("被骗了3万", "有黑客说能帮我追回 要收2000手续费")
    assert talk.case.offered == "recovery_scam"
    talk.says("先看看")
    assert talk.case.offered == "recovery_scam"
    assert "stay" in talk.options
    assert talk.says("对").state.startswith("recovery_scam")


@pytest.mark.parametrize("text", ["写好了", "写完了"])
def test_what_is_done_is_no_despair(dialog: Dialog, text: str):
    assert "despair" not in dialog.understander.read(text, NOW).danger


def test_a_receiver_who_wants_something_for_it_is_no_merchant(dialog: Dialog):
    talk = Talk(dialog).says("转错人了5000 微信", "他说不给他200就不退")
    assert talk.case.offered is None


@each("typed", ["写投诉", "先写投诉吧", "帮我写投诉信", "要写证据清单", "写起诉状"])
def test_another_paper_asked_for_at_a_question_for_words_is_begun_or_refused_and_no_answer(dialog: Dialog, typed: str):
    talk = Talk(dialog).says("我被刷单骗了，昨晚九点微信转了3万").chooses("paper:police_report").says(NUMBER, "小李")
    before = talk.answers
    talk.says(typed)
    assert talk.answers == before
    assert talk.turn.commands[0].name.value == "draft"


def test_an_answer_that_names_a_complaint_stays_an_answer(dialog: Dialog):
    talk = Talk(dialog).says("我被刷单骗了，昨晚九点微信转了3万").chooses("paper:police_report").says(NUMBER, "小李")
    assert talk.says("自称是投诉部的小雅").answers["paper.posed_as"].endswith("投诉部的小雅")


@each("leaving", ["不写了", "先不寫了，回到步驟", "算了不写了", "不想写了", "先不写了", "那先不写了，明天再来"])
def test_who_writes_no_more_leaves_the_paper_and_nothing_is_stored(dialog: Dialog, leaving: str):
    talk = Talk(dialog).says("刷单被骗了 转了3000", "写报案材料")
    before = talk.answers
    talk.says(leaving)
    assert talk.case.paper is None
    assert talk.answers == before
