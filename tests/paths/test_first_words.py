"""Whatever somebody with money at risk types first, the first reply holds a protective action."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dialogs.case import Case
from dialogs.machine import situation_of
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import Talk
from tests.each import each

DIALOG = open_dialog()
# What protects the person's money, or the person: stop, call, ask back, freeze, keep, check.
ACTIONS = (
    "停手", "停，", "110", "别再转", "别转", "别付", "别再付", "别交钱", "别再交", "别再往里", "退还", "冻结",
    "挂断", "断开", "断网", "马上停", "马上打",
    "别动这笔钱", "一分钱都别给", "锁住", "截图", "核实", "改掉支付密码", "存好",
)  # fmt: skip

AT_RISK = [
    # asked of a search engine
    "微信转账怎么撤回", "微信转错账了怎么撤回来", "转账能撤回吗", "微信转账撤回教程", "怎么撤回已经转出去的钱",
    "转账撤销",
    # a mistake
    "我转错了", "刚刚微信转错人了", "微信转账转错了对方还没收怎么办", "手滑转给前男友了", "多打了一个零",
    "重复付款了怎么办",
    "转给同名的人了，他已经收了", "扫错码付错钱了", "转了5000给陌生人", "转错银行卡了", "红包发错群了",
    "转错了，对方把我删了",
    "帮我妈问一下，她转错人了", "I sent money to the wrong person on WeChat", "转帳轉錯人了怎麼辦", "v信转错人咋整",
    # a swindle
    "我被骗了", "被骗了怎么办", "好像遇到骗子了", "刷单被骗了", "刷单做任务，要交钱才能提现",
    "对方说不转钱就影响征信",
    "有个自称京东客服的让我取消百万保障", "贷款要先交保证金", "公安说我涉嫌洗钱，让我转到安全账户",
    "领导微信让我转账",
    "网恋对象让我投资", "买游戏账号付了钱就被拉黑", "交了培训费公司没了", "中奖了要先交税", "裸聊被威胁要钱",
    "闲鱼买东西对方不发货",
    "我爸被骗了八万", "我在日本，被国内的人骗了三万", "刚刚被骗2万，还能追回来吗", "虚拟币平台提不出来钱",
    # going on right now
    "对方还在让我转", "他叫我再转一笔才能退", "我正在跟客服共享屏幕", "要不要给他验证码", "他说再交五千就解冻",
    # recall tools and recovery
    "有个软件说能撤回转账", "我下载了那个撤回软件", "有黑客说能帮我追回来", "律师说交三千帮我追回",
    "撤回软件收了我200",
    # the account, a merchant, a child, a loan
    "我的微信被盗了，钱被转走", "不是我本人操作的转账", "微信支付被限制了", "银行卡被冻结了，让我交解冻费",
    "商家不退款",
    "自动扣费怎么要回来", "孩子玩游戏充了三千", "小孩把钱转给网友了", "借钱给朋友不还",
    # the other side, and waiting
    "陌生人给我转了钱", "有人转错钱给我，让我转到另一个账户", "转账没到账", "钱退不回来",
    # hardly any words
    "救命", "怎么办", "急", "在吗", "你好", "帮帮我", "？", "1", "……",
    # in danger
    "我不想活了", "我把家里的钱都输光了，不想活了", "我14岁，被骗了不敢说", "他说不给钱就来我家",
]  # fmt: skip


def protects(text: str) -> bool:
    return any(action in text for action in ACTIONS)


@each("text", AT_RISK)
def test_the_first_message_of_the_first_reply_protects(text: str):
    talk = Talk(DIALOG).says(text)
    assert protects(talk.first), talk.text


@each("text", AT_RISK)
def test_nobody_at_risk_is_sent_away(text: str):
    talk = Talk(DIALOG).says(text)
    assert talk.turn.situation != "out_of_scope", talk.text


@given(st.text(max_size=300))
def test_any_text_gets_a_protective_action(text: str):
    assert protects(Talk(DIALOG).says(text).text)


@given(st.sampled_from(AT_RISK), st.text(max_size=40), st.text(max_size=40))
def test_noise_around_the_words_hides_no_protection(words: str, before: str, after: str):
    assert protects(Talk(DIALOG).says(f"{before} {words} {after}").text)


@each("kind", ["sticker", "voice", "photo", "contact", "edited"])
def test_what_holds_no_words_gets_it_too(kind: str):
    assert protects(Talk(DIALOG).sends(kind).text)


@each("situation", sorted(DIALOG.library.flows))
def test_every_opening_protects(situation: str):
    case = Case(answers={"situation": situation})
    assert situation_of(DIALOG.library, case.answers) == situation
    assert protects(Talk(DIALOG, case).commands("plan").text)
