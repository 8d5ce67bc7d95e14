"""What a story already answers, so that it is not asked again."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.library.library import Library
from dialogs.understanding import DANGERS, Reading, Understander
from tests.each import each
from tests.understanding.conftest import MOMENT, samples

STORIES = [
    (
        "我刚刚微信转错人了，5000块，对方还没收",
        {"accepted": "not_yet", "amount": "5000", "paid_at": "2026-11-23T15:30:00+08:00/2026-11-23T16:00:00+08:00"},
    ),
    (
        "昨晚十点多微信转账转错人，三万五，他已经收了，不肯退，还把我拉黑了，我没报警",
        {
            "channel": "transfer",
            "accepted": "received",
            "amount": "35000",
            "counterpart": "refused",
            "police": "not_yet",
        },
    ),
    (
        "我妈被冒充客服的骗了两万，支付宝转的，已经报警了，对方还在让她再转",
        {"whose_money": "elder", "amount": "20000", "channel": "alipay", "police": "reported"},
    ),
    (
        "我人在新加坡，被国内的人骗了3000块，分三次转的，红包和转账都有，现在联系不上了",
        {"region": "singapore", "amount": "3000", "paid_parts": "several", "still_in_contact": "stopped"},
    ),
    (
        "儿子11岁，偷偷用我手机给主播打赏了8000",
        {"whose_money": "minor", "child_age": "from_8", "child_paid_to": "game"},
    ),
    ("选的24小时到账，对方点了收款，显示待入账，我是被骗的", {"arrival": "h24", "accepted": "pending"}),
    ("下载了撤回软件，验证码也给他了", {"tool_stage": "gave_code"}),
    ("支付宝被盗刷，现在登不上了，密码被改", {"theft_access": "locked_out"}),
    ("健身房关门跑路，年卡退不了", {"merchant_stage": "vanished"}),
    ("借给同事两万没写借条，只有转账记录，他不还", {"loan_proof": "nothing", "relation": "loan"}),
    ("转账多打了一个零，对方说不退", {"wrong_amount_kind": "typed_wrong", "counterpart": "refused"}),
    ("陌生人转错钱给我，我已经收了，他让我转到另一个卡", {"received_state": "asked_to_pass_on"}),
    ("报案了，派出所说金额太小不立案，我被骗了900", {"police": "refused", "amount": "900"}),
    ("今早七八点的事 4999", {"paid_at": "2026-11-23T07:00:00+08:00/2026-11-23T09:00:00+08:00", "amount": "4999"}),
    ("卡里的退休金 我老伴儿的", {"whose_money": "elder"}),
    ("转给骗子的是我老伴的养老钱", {"whose_money": "elder"}),
]


@each(("text", "answers"), STORIES)
def test_a_story_answers_questions(understander: Understander, text: str, answers: dict[str, str]):
    assert understander.read(text, MOMENT).answers.items() >= answers.items()


@each(
    ("text", "accepted"),
    [
        ("对方还没收", "not_yet"),
        ("已经收了", "received"),
        ("刚才还没收，现在收了", "received"),
        ("收了，但是还没入账", "pending"),
        ("他收到消息了", None),
        ("没收到货", None),
    ],
)
def test_negation_and_change_matter(understander: Understander, text: str, accepted: str | None):
    assert understander.read(text, MOMENT).answers.get("accepted") == accepted


@each(
    ("text", "whose"),
    [
        ("我妈被骗了", "elder"),
        ("帮我爸问一下，他转错人了", "elder"),
        ("我转给我妈的钱转错人了", None),
        ("骗子冒充我妈要钱", None),
        ("我朋友被骗了三千", "other"),
        ("我被朋友骗了", None),
        ("女儿充游戏花了两千", "minor"),
    ],
)
def test_whose_money_it_is(understander: Understander, text: str, whose: str | None):
    assert understander.read(text, MOMENT).answers.get("whose_money") == whose


@each(
    ("text", "paid"),
    [
        ("帮我把转账撤回来，我给了他500", "500"),
        ("求求你帮我撤回来，我转给他500", "500"),
        ("他说能帮我把钱撤回来，收我500服务费，我转了", "500"),
        ("群里有人说帮我把微信转账撤回来，我给了他500，现在怎么办", "500"),
        ("帮我撤回，打给黑客800了", "800"),
    ],
)
def test_a_plea_for_recall_with_a_sum_paid_tells_of_the_payment(understander: Understander, text: str, paid: str):
    reading = understander.read(text, MOMENT)
    assert (reading.situation, reading.answers.get("tool_stage")) == ("fake_recall_tool", "paid")
    assert reading.answers.get("amount") == paid
    assert "secret_given" not in reading.danger


@each("text", ["他说要我转给他500才能撤回", "他让我转给他500就能撤回来", "撤回软件要收500，我没给"])
def test_what_is_only_demanded_for_a_recall_is_not_paid(understander: Understander, text: str):
    assert understander.read(text, MOMENT).answers.get("tool_stage") != "paid"


def test_an_amount_in_another_currency_keeps_it(understander: Understander):
    reading = understander.read("转错人了，5000港币", MOMENT)
    assert (reading.details.amount, reading.details.currency) == ("5000", "HKD")
    assert (reading.answers["amount"], reading.answers["currency"]) == ("5000", "hkd")


def test_details_tell_what_was_tried(understander: Understander):
    reading = understander.read("被骗了，报了警，也打过95017，联系过银行，他把我拉黑了，之前交了2000手续费", MOMENT)
    details = reading.details
    assert set(details.tried) >= {"police", "platform", "bank"}
    assert details.blocked
    assert details.fee_paid
    assert details.to_json()["tool_installed"] is None


def test_who_is_blocked_by_the_other_side(understander: Understander):
    assert understander.read("他把我拉黑了", MOMENT).details.blocked is True
    assert understander.read("他还没拉黑我", MOMENT).details.blocked is False
    assert understander.read("我被骗了", MOMENT).details.blocked is None


def test_what_belongs_to_another_situation_is_left_out(understander: Understander):
    answers = understander.read("刷单被骗，交了3000，对方拉黑了我", MOMENT).answers
    assert not answers.keys() & {"tool_stage", "recovery_stage", "received_state", "threatened", "forwarded"}


def test_every_answer_is_one_of_the_question(
    understander: Understander, readings: Mapping[str, Reading], library: Library
):
    of_stories = {text: understander.read(text, MOMENT) for text, _ in STORIES}
    for text, reading in {**readings, **of_stories}.items():
        for name, value in reading.answers.items():
            known = value in library.options(name)
            assert known or name in {"amount", "paid_at"}, (text, name, value)


@given(st.text(max_size=300))
def test_any_text_is_read(understander: Understander, text: str):
    reading = understander.read(text, MOMENT)
    assert set(reading.danger) <= set(DANGERS)
    assert 0 <= reading.score <= 1
    assert set(reading.details.to_json()) >= {"amount", "currency", "paid_at", "channel", "accepted", "for_whom"}


@settings(max_examples=20)
@given(st.lists(st.sampled_from([row["text"] for row in samples("utterances.yaml")]), min_size=1, max_size=6))
def test_stories_run_together_are_read(understander: Understander, texts: list[str]):
    understander.read("。".join(texts) * 20, MOMENT)


@each(
    ("text", "told"),
    [
        ("微信显示已收款 他说没收到", {"accepted": "received"}),
        ("他还没收到", {"accepted": "not_yet"}),
        ("我没付啊 是他们转走的", {"money_gone": "paid"}),
        ("我没被转走钱 就是自动续费", {"money_gone": None}),
        ("付了200 别的没交", {"money_gone": "paid"}),
    ],
)
def test_what_is_shown_and_what_was_taken_stand_against_what_is_said(
    understander: Understander, text: str, told: Mapping[str, str | None]
):
    found = understander.read(text, MOMENT).told
    assert {name: found.get(name) for name in told} == told
