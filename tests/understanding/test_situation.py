"""Which situation: the hard pairs, what is none of ours, and what says nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dialogs.understanding import OUT_OF_SCOPE, Reading, Understander
from dialogs.understanding.situation import Situations
from dialogs.understanding.wording import Wording
from tests.each import each
from tests.understanding.conftest import MOMENT, samples

PAIRS = [
    # a swindler who says he is a shop's service / a quarrel with a shop
    ("scam_customer_service", "自称淘宝客服说要退款，让我把钱转到安全账户"),
    ("merchant_dispute", "淘宝卖家不退款，客服一直推脱"),
    # a friend who does not pay back / somebody who posed as the friend
    ("loan_unreturned", "老同学借了我五千不还"),
    ("scam_acquaintance", "老同学微信被盗，骗子用他的号跟我借了五千"),
    # sent to the wrong one / defrauded
    ("wrong_recipient", "转错人了，对方把我拉黑了"),
    ("scam_other", "转完钱他就把我拉黑了，我被骗了"),
    # wrong person / wrong sum
    ("wrong_recipient", "扫错了隔壁店的码"),
    ("wrong_amount", "扫码多输了一个零"),
    # I sent it / it came to me
    ("wrong_recipient", "我把钱转给了一个陌生人"),
    ("received_by_mistake", "一个陌生人把钱转给了我"),
    # frozen / to be paid before it is "unfrozen"
    ("account_frozen", "银行卡被公安冻结了"),
    ("scam_loan", "贷款平台说卡号填错冻结了，要交解冻费"),
    # the first fraud / the second one
    ("scam_rebate", "刷单被骗了三万"),
    ("recovery_scam", "刷单被骗以后，有人说能追回，又骗了我手续费"),
    # a child's game / a fraud around a game
    ("minor_payment", "儿子玩王者充了三千"),
    ("scam_game", "卖王者号被假平台骗了保证金三千"),
    # stolen / lent out
    ("account_theft", "我的支付宝被人登录，钱被转走"),
    ("recovery_scam", "网警说能追回被骗的钱，要先交保证金"),
    ("fake_recall_tool", "有个软件说能撤回转账，要交会员费"),
]


@each(("situation", "text"), PAIRS)
def test_hard_pairs(understander: Understander, situation: str, text: str):
    assert understander.read(text, MOMENT).situation == situation


@each(
    "text",
    [
        "离婚后孩子归谁",
        "公司拖欠工资怎么办",
        "花呗怎么提高额度",
        "借呗什么时候还款",
        "微信消息撤回了对方能看到吗",
        "被执行人的银行卡被法院冻结多久",
        "工伤怎么赔",
        "推荐一部电影",
    ],
)
def test_out_of_scope(understander: Understander, text: str):
    assert understander.read(text, MOMENT).situation == OUT_OF_SCOPE


@each("text", samples("../../content/zh-Hans/phrases/situations/none.yaml")["phrases"])
def test_small_talk_says_nothing(understander: Understander, text: str):
    reading = understander.read(str(text), MOMENT)
    assert (reading.situation, reading.score) == (None, 0.0)


@each("text", ["微信转账怎么撤回", "转账能撤回吗", "怎么撤回已经转出去的钱", "我想取消这笔转账"])
def test_who_only_asks_how_to_undo_a_payment_has_not_said_what_happened(understander: Understander, text: str):
    assert understander.read(text, MOMENT).situation is None


@each("text", ["没报警", "他不回我消息", "对方还没收", "昨晚十点多转的", "24小时到账"])
def test_a_short_answer_is_no_situation_of_its_own(understander: Understander, text: str):
    assert understander.read(text, MOMENT).situation in {None, "transfer_delayed"}


def test_alternatives_are_never_likelier_than_the_choice(readings: Mapping[str, Reading]):
    for reading in readings.values():
        scores = [score for _, score in reading.alternatives]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in (reading.score, *scores))
        if reading.situation:
            assert all(score <= reading.score for score in scores)
            assert reading.situation not in dict(reading.alternatives)


def test_a_model_of_other_columns_is_refused(wording: Wording, models: Mapping[str, bytes]):
    with pytest.raises(ValueError, match="not what is in scope"):
        Situations(wording, models["models/checking.bin"])


def test_a_row_of_small_words_is_read_in_one_way(wording: Wording):
    assert wording.small_talk.fullmatch("你们" * 200)
    assert not wording.small_talk.fullmatch("你们" * 200 + "鑫")


@each(
    ("text", "situation"),
    [
        ("刷单被骗了3000 微信转的 已经拉黑了 没报警 人在武汉 对方收了", "scam_rebate"),
        ("被骗了3000 微信转的 已经拉黑了 没报警 人在武汉 对方收了", "scam_other"),
    ],
)
def test_the_kind_of_fraud_is_not_lost_in_a_story(understander: Understander, text: str, situation: str):
    assert understander.read(text, MOMENT).situation == situation
