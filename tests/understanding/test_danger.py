"""Danger is recognised first, whatever else is in the words, and not where there is none."""

from __future__ import annotations

import pytest

from dialogs.understanding import DANGERS, SCAM_OTHER, Understander
from tests.each import each
from tests.understanding.conftest import MOMENT

ALARMS = [
    ("still_transferring", "我正在给他转钱"),
    ("still_transferring", "还在转，他让我别停"),
    ("still_transferring", "对方让我再转一笔"),
    ("still_transferring", "客服叫我继续做单才能提现"),
    ("still_transferring", "他说再交五千就能解冻"),
    ("still_transferring", "一直催我赶紧转"),
    ("still_transferring", "要不要继续充，他们说再充三万就能全部出来"),
    ("still_transferring", "还差一单就能提现了"),
    ("still_transferring", "佢叫我再過數先可以攞返"),
    ("still_transferring", "我妈正准备去银行给他汇款"),
    ("screen_sharing", "我正在跟客服共享屏幕"),
    ("screen_sharing", "屏幕共享还开着"),
    ("screen_sharing", "他远程控制我的手机"),
    ("screen_sharing", "手机被他远程了，屏幕在动"),
    ("screen_sharing", "他能看到我的手机屏幕"),
    ("screen_sharing", "开了腾讯会议，屏幕被共享着"),
    ("threatened", "他威胁我不转钱就发通讯录"),
    ("threatened", "被敲诈了三千"),
    ("threatened", "说要把视频发给我公司所有人"),
    ("threatened", "不给钱就曝光我"),
    ("threatened", "勒索我，拿裸聊视频要钱"),
    ("despair", "我活不下去了"),
    ("despair", "不想活了"),
    ("despair", "真想死了算了"),
    ("despair", "我撑不住了，好绝望"),
    ("despair", "我妈被骗以后说要跳楼"),
    ("despair", "活著沒意思"),
    ("minor", "我今年14岁，被骗了不敢说"),
    ("minor", "我是初中生，用妈妈手机转了三千"),
    ("minor", "我还没成年，转账给网友了"),
    ("minor", "我上初二，怕爸妈知道"),
    ("minor", "不敢告诉我妈，用的是她的钱买皮肤被骗了"),
    ("violence", "我男朋友打我，逼我把钱转给他"),
    ("violence", "他们把我关在屋里不让走，要我打钱"),
    ("cash_courier", "等下有人上门来拿现金"),
    ("cash_courier", "他说派人来家里取黄金"),
    ("deductions", "银行卡一直在扣钱怎么停"),
    ("deductions", "我的零钱还在一笔一笔往外扣"),
    ("secret_given", "支付密码告诉他了"),
    ("secret_given", "验证码我刚刚发给客服了"),
    ("secret_given", "帮我撤回来，我给了他500，验证码也给了他"),
    ("locked_in_call", "他不让我挂电话"),
    ("locked_in_call", "一直通着话，说挂了就抓我"),
    ("card_on_phone", "让我把卡贴在手机背面"),
    ("access_wanted", "他让我把验证码发给他"),
    ("access_wanted", "客服说要我共享屏幕才能退"),
    ("access_wanted", "问我要支付密码"),
    ("access_wanted", "叫我装个向日葵 还没装"),
    ("access_wanted", "他说不开会议就要扣钱"),
    ("pictures_out", "他已经发给我同学了"),
    ("pictures_out", "照片都发出去了 好多人看到了"),
    ("pictures_out", "我同事说收到了我的视频"),
    ("bank_lie", "银行把我的转账拦了，老师让我跟银行说是装修款"),
    ("bank_lie", "柜员问我给谁转，他教我说是亲戚"),
    ("police_at_door", "反诈民警在敲门，导师叫我别开"),
    ("relative_now", "我妈正跟假客服打电话，谁劝都不听"),
    ("despair", "二十万没了，我站在天台上"),
    ("despair", "他要是发出去我就去死"),
    ("despair", "之前想跳楼 现在还是不想活"),
    ("despair", "那会儿就想死 现在更想死"),
    ("card_on_phone", "他叫我把银行卡放在手机后面感应一下"),
]

CALM = [
    ("pictures_out", "他说要发给我同学"),
    ("pictures_out", "还没发给家人"),
    ("pictures_out", "他发给我一个链接"),
    ("pictures_out", "我把截图发给警察了"),
    ("access_wanted", "他让我念验证码 我念了"),
    ("access_wanted", "民警让我下载国家反诈中心app"),
    ("access_wanted", "微信提示让我改密码"),
    ("access_wanted", "微信让我刷脸才能付款"),
    ("access_wanted", "他让我再转五千"),
    ("secret_given", "他让我把验证码发给他"),
    ("screen_sharing", "他让我下个会议软件"),
    ("still_transferring", "让我下载一个app"),
    ("still_transferring", "叫我把微信密码告诉他"),
    ("bank_lie", "银行柜员问我取钱做什么，我照实说了"),
    ("police_at_door", "社区民警上门登记过租房信息"),
    ("relative_now", "我妈听劝，已经不跟他联系了"),
    ("violence", "我把字打错了"),
    ("cash_courier", "我去银行取了现金存起来"),
    ("deductions", "这个月话费扣了三十"),
    ("secret_given", "密码我谁也没给"),
    ("secret_given", "帮我把转账撤回来，我给了他500"),
    ("secret_given", "帮我追回来吧，已经给了那人800块"),
    ("secret_given", "求你帮我弄回来，我给了他，2000元"),
    ("locked_in_call", "电话我已经挂了"),
    ("card_on_phone", "手机壳背面夹着公交卡"),
    ("still_transferring", "我没再转了"),
    ("still_transferring", "转账还在处理中"),
    ("still_transferring", "我在转弯的地方被撞了"),
    ("still_transferring", "可以再给我发一张券吗"),
    ("still_transferring", "刚转了5000给他"),
    ("screen_sharing", "之前共享过屏幕，已经关了"),
    ("screen_sharing", "我没同意共享屏幕"),
    ("screen_sharing", "屏幕共享有什么危险"),
    ("threatened", "他没有威胁我"),
    ("threatened", "发给公司同事的邮件发错了"),
    ("despair", "急死我了"),
    ("despair", "当初真是想跳楼 现在缓过来了 还没报警"),
    ("despair", "那阵子真想死 现在想开了"),
    ("despair", "之前差点想不开 现在好多了"),
    ("despair", "气死我了，想死你了"),
    ("despair", "电脑死机了"),
    ("despair", "跳楼价买的手机是假货"),
    ("despair", "老人留下遗书，怎么公证"),
    ("minor", "我女儿11岁充了游戏三千"),
    ("minor", "我儿子是初中生，打赏主播"),
    ("minor", "我6岁的儿子乱点"),
    ("minor", "我18岁了"),
    ("minor", "我40岁，被骗了"),
    ("minor", "对方说他才16岁"),
]


@each(("danger", "text"), ALARMS)
def test_the_alarm_rings(understander: Understander, danger: str, text: str):
    assert danger in understander.read(text, MOMENT).danger


@each(("danger", "text"), CALM)
def test_no_false_alarm(understander: Understander, danger: str, text: str):
    assert danger not in understander.read(text, MOMENT).danger


def test_every_danger_is_tested_both_ways():
    assert {danger for danger, _ in ALARMS} == set(DANGERS) == {danger for danger, _ in CALM}


def test_the_most_urgent_comes_first(understander: Understander):
    text = "我今年15岁，裸聊被敲诈，屏幕还共享着，他让我再转一笔，我不想活了"
    found = understander.read(text, MOMENT).danger
    assert {"screen_sharing", "still_transferring", "threatened", "despair", "minor"} <= set(found)
    assert list(found) == sorted(found, key=DANGERS.index)


def test_danger_is_found_in_a_long_story(understander: Understander):
    text = "我是在一个群里认识他的，聊了两个月，一开始都挺正常的。" * 20 + "现在他让我再转两万，不然就曝光我。"
    assert {"still_transferring", "threatened"} <= set(understander.read(text, MOMENT).danger)


def test_another_sentence_does_not_calm(understander: Understander):
    assert "screen_sharing" in understander.read("电话挂了。我正在共享屏幕给客服看", MOMENT).danger


@pytest.mark.parametrize("text", ["他叫我再转一笔才能退", "屏幕还共享着"])
def test_who_is_being_made_to_pay_is_being_defrauded(understander: Understander, text: str):
    assert (understander.read(text, MOMENT).situation or "").startswith(SCAM_OTHER.split("_")[0])


def test_who_despairs_is_not_sent_away(understander: Understander):
    assert understander.read("我不想活了", MOMENT).situation is None


@each(
    ("answer", "text"),
    [
        ("talking", "他让我把验证码发给他"),
        ("talking", "让我把银行卡号报给他"),
        ("asked_for_more", "他让我再转五千"),
        (None, "打了110 让我去所里做笔录"),
    ],
)
def test_who_asks_for_a_code_asks_for_no_money(understander: Understander, answer: str, text: str):
    assert understander.read(text, MOMENT).told.get("still_in_contact") == answer


@each(
    ("given", "text"),
    [
        (None, "他让我把验证码发给他"),
        (None, "他要我的身份证照片"),
        (None, "验证码没给过"),
        ("code", "他让我念验证码 验证码已经给了他"),
    ],
)
def test_what_is_only_asked_for_is_not_given(understander: Understander, given: str | None, text: str):
    assert understander.read(text, MOMENT).told.get("given_away") == given
