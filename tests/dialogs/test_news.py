"""News that changes an answer given before, in whatever words: what is denied, found, put right, or over."""

from __future__ import annotations

from dialogs.dialog import Dialog
from tests.dialogs.talk import Talk
from tests.each import each

FRAUD = ("scam", "scam_rebate", "stopped", "transfer", "received", "not_yet", "mainland")
MISTAKE = ("mistake", "wrong_recipient", "transfer", "received", "silent", "none")
LOAN = ("dispute", "loan_unreturned", "chat_only", "unknown")


def _after(dialog: Dialog, way: tuple[str, ...], typed: str) -> Talk:
    return Talk(dialog).chooses(*way).says(typed)


@each(
    ("typed", "region"),
    [
        ("我不在大陆 我人在新加坡", "singapore"),
        ("我人在香港不在内地 点错了", "hong_kong"),
        ("我人不在国内 在马来西亚呢", "malaysia"),
        ("选错地方了 我住澳门", "macau"),
        ("我没在内地，在东京打工", "japan"),
        ("我现在不在国内了，在多伦多", "canada"),
        ("说错了 我在伦敦读书 不在国内", "uk"),
        ("其实我不在大陆，在首尔", "korea"),
    ],
)
def test_where_they_are_not_gives_way_to_where_they_are(dialog: Dialog, typed: str, region: str):
    told = _after(dialog, FRAUD, typed)
    assert told.answers["region"] == region
    assert told.turn.situation == "scam_rebate"


@each(
    ("typed", "channel"),
    [
        ("钱是从我银行卡转他银行卡的，不走微信", "bank"),
        ("没走微信 手机银行转过去的", "bank"),
        ("我没用微信付 是云闪付", "quickpass"),
        ("付款用的支付宝 不是微信 按错了", "alipay"),
        ("前面点错，是数字人民币…不，是云闪付", "quickpass"),
        ("点错了 是红包…不对，是扫的收款码", "personal_code"),
        ("不是好友转账，我扫的他给的收款码", "personal_code"),
        ("都是手机银行转给个人账户 七八个不同的人名", "bank"),
    ],
)
def test_how_it_was_not_paid_gives_way_to_how_it_was(dialog: Dialog, typed: str, channel: str):
    assert _after(dialog, FRAUD, typed).answers["channel"] == channel


@each(
    ("way", "typed", "question", "value"),
    [
        (FRAUD, "我去报了 受理了 改一下", "police", "reported"),
        (FRAUD, "派出所今天受理了 给了回执", "police", "reported"),
        (FRAUD, "警察说不立案 前面那个改一下", "police", "refused"),
        (FRAUD, "骗子又加我微信了 在跟我说话", "still_in_contact", "talking"),
        (MISTAKE, "他没有不理我 昨天回了 说不退", "counterpart", "refused"),
        (MISTAKE, "他没有不回我 早上回了 说这周退", "counterpart", "willing"),
        (MISTAKE, "他不是没回 是直接说不退", "counterpart", "refused"),
        (MISTAKE, "我欠过他钱的其实 以前借的", "relation", "loan"),
        (MISTAKE, "想起来了 我以前借过他钱没还", "relation", "loan"),
        (MISTAKE, "我俩之前有笔货款的 刚忘了", "relation", "sale"),
        (LOAN, "有借条的！我翻到了 手写的", "loan_proof", "written"),
        (LOAN, "翻箱底翻出一张欠条", "loan_proof", "written"),
    ],
)
def test_what_is_new_replaces_what_was_said(
    dialog: Dialog, way: tuple[str, ...], typed: str, question: str, value: str
):
    told = _after(dialog, way, typed)
    assert told.answers[question] == value
    assert told.turn.situation == way[1]


@each(
    ("typed", "amount"),
    [
        ("八千里头有三千是返给我的，实际亏五千", "5000"),
        ("八千里面他退过我两千 净亏六千", "6000"),
        ("其实只亏了七千五 有五百返给我了", "7500"),
    ],
)
def test_what_was_lost_in_the_end_is_the_sum(dialog: Dialog, typed: str, amount: str):
    assert Talk(dialog).says("刷单被骗了八千").says(typed).answers["amount"] == amount


@each(
    ("way", "typed"),
    [
        (FRAUD, "我朋友在香港 他说可以帮我问问"),
        (FRAUD, "骗子说他人在新加坡"),
        (FRAUD, "以后我再也不用支付宝了"),
        (FRAUD, "他说支付宝也行 我没理"),
        (FRAUD, "香港那边的警察管不管"),
        (FRAUD, "听说报警了也没用"),
        (MISTAKE, "如果他肯退我就不报警了"),
        (LOAN, "当时要是写个借条就好了"),
    ],
)
def test_what_others_say_or_what_is_wished_changes_nothing(dialog: Dialog, way: tuple[str, ...], typed: str):
    before = Talk(dialog).chooses(*way).answers
    assert _after(dialog, way, typed).answers == before


@each("typed", ["共享屏幕我昨天就关了", "屏幕共享早退出了", "会议我前天就退了 没再共享"])
def test_a_screen_no_longer_shared_is_not_shared(dialog: Dialog, typed: str):
    told = _after(dialog, ("scam", "scam_customer_service"), typed)
    assert told.answers.get("still_in_contact") != "sharing_screen"


@each("typed", ["共享没关掉", "共享关不掉", "屏幕还共享着没关"])
def test_a_screen_that_cannot_be_closed_is_shared(dialog: Dialog, typed: str):
    told = _after(dialog, ("scam", "scam_customer_service"), typed)
    assert told.answers.get("still_in_contact") == "sharing_screen"


@each(
    ("way", "typed", "situation"),
    [
        (("mistake", "received_by_mistake"), "说反了 是我转给别人转错", "wrong_recipient"),
        (("mistake", "received_by_mistake"), "讲反了 是我错转给别人了", "wrong_recipient"),
        (("scam", "scam_acquaintance"), "问了 真是我表弟本人借的 就是不还", "loan_unreturned"),
        (("scam", "scam_acquaintance"), "打电话确认了 就是我同学本人借的 现在不还", "loan_unreturned"),
        (("scam", "scam_romance"), "她现在拿我裸照要钱", "scam_sextortion"),
        (("scam", "scam_romance"), "他录了我视频 不给钱就发通讯录", "scam_sextortion"),
        (FRAUD, "刚发现微信里的钱也被转走了 我没操作", "account_theft"),
        (FRAUD, "今天发现支付宝被人刷了三千 我没动过", "account_theft"),
    ],
)
def test_what_it_turned_into_is_heard(dialog: Dialog, way: tuple[str, ...], typed: str, situation: str):
    told = _after(dialog, way, typed)
    assert situation in {told.turn.situation, told.case.offered}


@each("typed", ["完了完了 快帮我", "急急急 帮帮忙", "天哪 救救我"])
def test_nobody_who_only_cries_for_help_is_sent_away(dialog: Dialog, typed: str):
    assert Talk(dialog).says(typed).turn.situation != "out_of_scope"


@each(
    ("typed", "question", "value"),
    [
        ("刚他还叫我加钱", "still_in_contact", "asked_for_more"),
        ("跟你讲声 我下午跑了趟派出所 笔录做好了", "police", "reported"),
        ("渠道搞错 是银行app转账", "channel", "bank"),
    ],
)
def test_what_is_surely_told_stands_against_what_was_told_before(dialog: Dialog, typed: str, question: str, value: str):
    told = _after(dialog, FRAUD, typed)
    assert told.answers[question] == value
    assert told.turn.situation == "scam_rebate"


def test_a_clause_that_answers_another_question_is_no_answer_to_the_open_one(talk: Talk):
    talk.chooses("scam", "scam_game").says("微信转账 他马上就收了")
    assert (talk.answers["channel"], talk.answers["accepted"]) == ("transfer", "received")
    assert "still_in_contact" not in talk.answers


@each(
    ("typed", "question", "value"),
    [
        ("看岔了 他那边还没收呢", "accepted", "not_yet"),
        ("八千是人家垫的，我自己的是五千二，改成5200", "amount", "5200"),
    ],
)
def test_who_says_that_something_was_wrong_puts_it_right(dialog: Dialog, typed: str, question: str, value: str):
    assert _after(dialog, MISTAKE, typed).answers[question] == value


def test_a_debt_of_ones_own_is_no_payment(dialog: Dialog):
    told = _after(dialog, MISTAKE, "才想起来 我以前欠过他三千没还")
    assert told.answers["relation"] == "loan"
    assert "amount" not in told.answers


@each(
    ("typed", "state"),
    [
        ("不对不对 让我回到刚才那问", "wrong_recipient.counterpart"),
        ("等我两分钟 我找下单子", "wrong_recipient.relation"),
    ],
)
def test_a_word_of_command_tells_nothing(dialog: Dialog, typed: str, state: str):
    before = Talk(dialog).chooses(*MISTAKE[:-1])
    told = Talk(dialog).chooses(*MISTAKE[:-1]).says(typed)
    assert told.state == state
    assert told.answers.items() <= before.answers.items()


def test_what_is_only_demanded_is_not_how_it_was_paid(talk: Talk):
    talk.says("网上贷款 他说我卡号填错了要交3000解冻")
    assert not {"amount", "channel"} & set(talk.answers)
    talk.says("我已经交了一笔")
    assert "police" not in talk.answers


def test_a_blank_after_a_figure_ends_the_sum(talk: Talk):
    talk.says("接点赞任务垫进去两万一 现在喊我再补八千")
    assert talk.answers["amount"] == "21000"


@each(("typed", "region"), [("我在香港", "hong_kong"), ("我人在加拿大", "canada")])
def test_where_somebody_is_is_heard_at_the_plan(dialog: Dialog, typed: str, region: str):
    assert _after(dialog, FRAUD, typed).answers["region"] == region


@each(
    ("way", "typed", "question", "value"),
    [
        (("dispute", "minor_payment", "game"), "13", "child_age", "from_8"),
        (("dispute", "minor_payment", "game"), "17了", "child_age", "from_8"),
        (("dispute", "minor_payment", "game"), "she's 6", "child_age", "under_8"),
        (("dispute", "minor_payment", "game"), "刚上小学", "child_age", "under_8"),
        (("mistake", "wrong_recipient", "transfer", "not_yet"), "11.20", "paid_at", "2026-11-20T00:00:00+08:00"),
    ],
)
def test_bare_figures_answer_what_was_asked_and_are_no_sum(
    dialog: Dialog, way: tuple[str, ...], typed: str, question: str, value: str
):
    told = _after(dialog, way, typed)
    assert told.answers[question].startswith(value)
    assert "amount" not in told.answers


@each("typed", ["又转了 300 元", "又转了300元"])
def test_what_is_offered_to_be_said_is_understood(dialog: Dialog, typed: str):
    assert Talk(dialog).says("我被刷单骗了3000", typed).answers["amount"] == "3300"
