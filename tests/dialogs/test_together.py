"""What belongs to one message: a question and what it is about, and the wish for a card."""

from __future__ import annotations

from dialogs.forwards import asks_for_card
from dialogs.messages import ForwardInput, TextInput
from dialogs.together import asks_about, only_asks, with_picture
from tests.dialogs.talk import Talk
from tests.each import each

LURE = "专业撤回微信转账，先付后撤，加V：abc8866"
ONLY = (
    "真的吗",
    "这是真的吗",
    "這是真的嗎？",
    "帮我看看",
    "可信吗",
    "帮我看看这个可信吗",
    "靠谱吗？？",
    "是不是骗子",
    "群里看到的，真的假的",
    "麻烦帮我看一下",
    "请问这是骗局吗",
    "别人发的 能信吗",
    "Is this a scam",
    "是诈骗吗",
    "幫我看看這個",
)
MORE = (
    "我被骗了",
    "对方还没收",
    "转错人了怎么办",
    "他说真的会退我",
    "我转了500，真的吗",
    "好的",
    "没收",
    "这个软件我装了",
    "帮我写材料",
)


@each("text", ONLY)
def test_a_question_about_another_message(text: str) -> None:
    assert only_asks(text)
    assert asks_about(text)


@each("text", MORE)
def test_what_tells_something_waits_for_nothing(text: str) -> None:
    assert not only_asks(text)
    assert not asks_about(text)


WISHES = (
    "给我一张提醒卡片发到群里",
    "要一张海报",
    "有没有防骗海报",
    "来张警示卡",
    "给張提醒卡片發到群裡",
    "做个卡片提醒群里的人",
    "发个防骗卡",
    "发到群里",
    "要海报",
)
NO_WISHES = ("我的银行卡片被冻结了", "他让我发充值卡", "转错人了", "点卡被骗了", "购物卡卡号发给他了", "要不要报警")


@each("text", WISHES)
def test_a_wish_for_a_card(text: str) -> None:
    assert asks_for_card(text)


@each("text", NO_WISHES)
def test_no_wish_for_a_card(text: str) -> None:
    assert not asks_for_card(text)


def test_the_card_is_about_what_was_named_or_just_checked(talk: Talk) -> None:
    assert "提醒" in talk.says("给我一张提醒卡片发到群里").first
    assert "没有能撤回转账的软件" in talk.says("来张撤回神器的提醒卡片").first
    assert "没有能撤回转账的软件" in talk.forwards(LURE).says("给我一张卡片发群里").first


def test_words_of_ones_own_are_what_is_said_about_a_picture() -> None:
    assert with_picture(TextInput("转错了"), "图") == ForwardInput(image_text="图", origin="picture", comment="转错了")


def test_what_is_said_with_a_lure_is_heard_and_a_bare_question_is_not(talk: Talk) -> None:
    talk.takes(ForwardInput(LURE, comment="这是真的吗"))
    assert talk.said("verdict_fake_recall_tool")
    assert talk.position.situation is None
    talk.takes(ForwardInput(LURE, comment="我已经付了钱"))
    assert talk.said("verdict_fake_recall_tool")
    assert talk.answers["tool_stage"] == "paid"
    assert not [option for option in talk.options if option.startswith("forwarded:")]  # nobody asks what was said


def test_a_harmless_picture_is_what_the_words_came_with(talk: Talk) -> None:
    talk.takes(ForwardInput(image_text="今天 20:31", origin="picture", comment="刚转错人了，对方还没收"))
    assert not talk.said("verdict_none")
    assert talk.answers["accepted"] == "not_yet"


def test_an_edit_corrects_the_last_message_and_another_is_read_anew(talk: Talk) -> None:
    talk.takes(TextInput("微信转错人了，转了500，对方还没收", 1))
    talk.takes(TextInput("微信转错人了，转了5000，对方已经收了", 1, edited=True))
    assert talk.answers.items() >= {"amount": "5000", "accepted": "received"}.items()
    talk.takes(TextInput("微信转错人了，转了5000，对方已经收了。", 1, edited=True))
    assert talk.turn.replies == ()
    talk.takes(TextInput("他不肯还", 2)).takes(TextInput("不对，是6000", 1, edited=True))
    assert talk.answers["amount"] == "6000"
    assert talk.answers["counterpart"] == "refused"
