"""A trap quoted within somebody's own words: asked about, or what caught them."""

from __future__ import annotations

from dialogs.dialog import Dialog
from dialogs.quoting import quoted_offer
from tests.dialogs.talk import Talk
from tests.each import each

OFFER = "微信转账误操作专业追回 成功再付款 V：zh8822a"


@each(
    "typed",
    [
        f"群里有人发「{OFFER}」 这个是骗人的吧 我是群主",
        f"有人发我一条“{OFFER}”，可信吗",
        f"群友收到：{OFFER} 是不是骗局",
        f"「{OFFER}」這個是真的嗎",
    ],
)
def test_a_quoted_trap_is_looked_at(dialog: Dialog, typed: str):
    told = Talk(dialog).says(typed)
    assert told.case.checked == "recovery_scam"
    assert told.turn.situation is None


@each(
    "typed",
    [
        f"他发我「{OFFER}」 我已经付了三百",  # caught by it: a case of their own
        "他说「谢谢你帮我这个忙啊」 我转错了",
        "我转错人了 可信吗",
        OFFER,
    ],
)
def test_what_is_no_question_about_a_quoted_trap_is_not(dialog: Dialog, typed: str):
    assert quoted_offer(dialog, typed) is None


@each("typed", ["我要怎么跟群里说", "写个公告给我发群里就行", "不是我被骗 我是群主 我问群公告怎么写"])
def test_an_admin_gets_the_words_for_the_group(dialog: Dialog, typed: str):
    told = Talk(dialog).says(f"群里有人发「{OFFER}」 这个是骗人的吧").says(typed)
    assert "share:" in " ".join(told.options)


@each(
    "typed",
    [
        "帮我看看这个是真的吗：【微信支付】您的账户存在异常，请点击 wx-safe.top 验证否则冻结",
        "这是真的吗\n【微信支付】您的账户存在异常，请点击 wx-safe.top 验证否则冻结",
        "【微信支付】您的账户存在异常，请点击 wx-safe.top 验证否则冻结 这是真的吗",
        "群里有人发这个 大家看看真假:【网警资金追回中心】被骗资金免费追回,不成功不收费,请添加QQ 28831234 登记",
    ],
)
def test_a_message_put_beside_nothing_but_a_question_is_looked_at(dialog: Dialog, typed: str):
    told = Talk(dialog).says(typed)
    assert told.case.checked
    assert told.turn.situation is None


def test_an_ordinary_message_asked_about_is_looked_at_too(dialog: Dialog):
    told = Talk(dialog).says("帮我看看这个是真的吗：明天上午十点小区停水，请提前储水")
    assert told.turn.situation is None
    assert "这件事我可能帮不上" not in told.text


def test_who_was_caught_by_what_they_quote_tells_a_story(dialog: Dialog):
    told = Talk(dialog).says("【微信支付】您的账户存在异常，请点击 wx-safe.top 验证 我已经转了5000 这是真的吗")
    assert told.case.checked is None
