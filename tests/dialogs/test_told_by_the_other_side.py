"""What came back, was taken out, given away, or only said by the other side is no payment and no fact of the case."""

from __future__ import annotations

from dialogs.dialog import Dialog
from dialogs.known import decode_span
from tests.dialogs.talk import Talk
from tests.each import each

MISTAKE = "刚转错8000给茶叶店老板 他收了"


@each("back", ["他还了我7000", "他退了7000 还差1000", "老板退给我7000", "店家给我转回来7000"])
def test_what_came_back_is_no_payment(dialog: Dialog, back: str):
    talk = Talk(dialog).says(MISTAKE, back)
    assert talk.answers["amount"] == "8000"
    assert talk.answers.get("paid_parts") != "several"


def test_what_was_taken_out_is_no_payment_and_no_time_of_one(dialog: Dialog):
    talk = Talk(dialog).says("投资被骗12万", "上个月提了3000出来")
    assert talk.answers["amount"] == "120000"
    assert talk.answers.get("paid_at") in {None, "earlier"}


@each("claim", ["他说我欠他的", "对方说这是货款", "他还说我借过他钱"])
def test_what_the_other_side_claims_is_not_how_it_is(dialog: Dialog, claim: str):
    assert "relation" not in Talk(dialog).says("转错3000给前男友 他收了", claim).answers


def test_who_is_told_what_hanging_up_costs_has_not_hung_up_nor_paid(dialog: Dialog):
    talk = Talk(dialog).says("百万保障客服打电话来 还没转钱", "他说挂了自动扣费800")
    assert talk.answers.get("still_in_contact") != "stopped"
    assert "amount" not in talk.answers


def test_a_code_given_away_is_no_money(dialog: Dialog):
    talk = Talk(dialog).says("闲鱼买家让我找客服交保证金 我还没交", "验证码我给了他一个")
    assert talk.answers["given_away"] == "code"
    assert talk.answers["money_gone"] == "not_paid"


def test_a_card_number_spoken_of_was_given_to_nobody(dialog: Dialog):
    assert "given_away" not in Talk(dialog).says("刷单被骗3500", "卡号是星号").answers


NOT_ITS_TIME = [
    "我付了186000 刚打电话老板说没建过群",
    "房东收了 他说这个月手头紧",
    "网上有个人说能代退 收30% 快一点",
    "我啱啱俾人裸聊勒索 佢要我俾8000蚊",
]


@each("told", NOT_ITS_TIME)
def test_a_time_of_something_else_is_not_that_of_the_payment(dialog: Dialog, told: str):
    assert "paid_at" not in Talk(dialog).says(told).answers


@each("told", ["8月到10月", "8月到10月 不只是8月", "8月份到10月份都在转"])
def test_a_time_from_one_month_to_another_lasts_as_long(dialog: Dialog, told: str):
    span = decode_span(Talk(dialog).says("投资被骗12万", told).answers["paid_at"])
    assert span is not None
    assert (span.earliest.month, span.latest.month, span.latest.day) == (8, 11, 1)


def test_who_is_put_out_of_a_group_is_hit_by_nobody(dialog: Dialog):
    assert "先离开他" not in Talk(dialog).says("刷单被骗了3500", "他们把我踢出群了").text


def test_who_sent_by_mistake_and_wants_to_sue_is_not_sent_to_the_police_first(dialog: Dialog):
    text = Talk(dialog).says("转错15000到别人银行卡", "我能不能直接告他").text
    assert "不当得利" in text
    assert "被骗要先报警" not in text


def test_a_receipt_shown_by_a_recovery_firm_is_not_vouched_for(dialog: Dialog):
    text = Talk(dialog).says("去年投资被骗8万 现在有律师说能追回 先收2%", "那回执是真的吗").text
    assert "造假" in text


@each("fee", ["没交 我想交 交了至少能拿回本金吧", "我交了还能退吗", "那我交不交"])
def test_who_asks_whether_to_pay_is_told_not_to(dialog: Dialog, fee: str):
    assert "钱别给" in Talk(dialog).says("贷款要我交解冻费6000", fee).text


def test_what_was_paid_is_not_undone_by_what_was_not_given_beside_it(dialog: Dialog):
    talk = Talk(dialog).says("有人教我买U 打到一个平台 8000多U", "转了", "保证金那3000U还没给")
    assert talk.answers["money_gone"] == "paid"


def test_the_last_sum_may_be_all_that_came_before(dialog: Dialog):
    said = "看到个二手车只要一万二 对方喊先打两千定金 打了又喊打三千过户费 我打了五千 车毛都没看到"
    assert Talk(dialog).says(said).answers["amount"] == "5000"


@each("told", ["我奶奶在直播间听课买了一万多的保健品 老师还叫她干女儿", "我今年52岁 LINE飆股群 老師叫我買國際app"])
def test_who_is_grown_up_is_no_child(dialog: Dialog, told: str):
    assert Talk(dialog).says(told).turn.situation != "minor_payment"


def test_a_message_that_was_not_received_is_no_money_that_was_not(dialog: Dialog):
    talk = Talk(dialog).says("微信转到手机号 输错一位 转了2300", "显示已到账了", "没收过我消息")
    assert talk.answers["accepted"] == "received"


def test_medicine_that_is_not_taken_is_no_despair(dialog: Dialog):
    assert "12356" not in Talk(dialog).says("我奶奶被卖保健品的骗了", "她不吃降糖药了 我想退货").text


def test_a_word_about_what_happened_asks_for_no_paper(dialog: Dialog):
    assert Talk(dialog).chooses("mistake").says("转错人").turn.situation == "wrong_recipient"


def test_who_asks_what_the_police_do_has_not_been_refused(dialog: Dialog):
    talk = Talk(dialog).says("打字兼职被骗399", "没报警 399警察管不管")
    assert talk.answers.get("police") != "refused"


def test_what_the_other_side_threatens_was_not_done(dialog: Dialog):
    talk = Talk(dialog).says("微信转错人了 2000 对方收了", "他说再联系就报警")
    assert talk.answers.get("police") != "reported"


def test_money_sent_back_by_the_other_side_is_no_payment(dialog: Dialog):
    assert Talk(dialog).says("微信转错人了 转了2000 对方收了", "他给我转了500回来").answers["amount"] == "2000"


def test_where_the_court_is_asks_for_no_sources(dialog: Dialog):
    assert "条记录" not in Talk(dialog).says("微信转错人了 2000 对方收了", "法院在哪").text


def test_what_the_receiver_says_of_the_money_is_not_what_the_bill_shows(dialog: Dialog):
    talk = Talk(dialog).says("转错了2600给同事", "对方收了", "好了发了 他说他没收到")
    assert talk.answers["accepted"] == "received"


def test_who_asks_whether_it_was_accepted_does_not_say_that_it_was(dialog: Dialog):
    talk = Talk(dialog).says("转错了2600给同事", "他收了没我看不到 在哪看")
    assert "accepted" not in talk.answers


def test_who_sent_by_mistake_and_asks_what_to_say_gets_the_message(dialog: Dialog):
    talk = Talk(dialog).says("转错了2600给同事", "对方收了", "那我怎么说")
    assert talk.case.paper == "refund_request"


@each("case", ["同学借我2万不还 有转账记录", "转错15000到别人银行卡"])
def test_who_was_not_defrauded_may_sue_at_once(dialog: Dialog, case: str):
    assert "被骗要先报警" not in Talk(dialog).says(case, "我能不能直接告他").text


def test_who_asks_whether_to_hang_up_is_told_to(dialog: Dialog):
    text = Talk(dialog).says("客服骗我转了4万 他说还要转", "断了吗 要断吗 我怕他扣我钱").text
    assert "先挂断" in text
    assert "断网、关 APP 都不能取消" not in text
