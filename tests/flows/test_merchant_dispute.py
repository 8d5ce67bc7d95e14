"""A shop that does not give back: the shop, the platform, the consumer line, the court, in that order."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import FlowCase


@each(
    ("answers", "leads"),
    [
        ("", "merchant_stage"),
        ("merchant_stage=silent", "channel"),
        ("merchant_stage=silent channel=merchant_code", "paid_at"),
        ("merchant_stage=silent channel=merchant_code paid_at=earlier", "merchant_plan"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def shop(stage: str, channel: str = "merchant_code") -> str:
    return f"merchant_stage={stage} channel={channel} paid_at=unknown"


def test_the_opening_begins_with_keeping_proof_and_not_paying_again(flow: FlowCase):
    first = flow.opening().splitlines()[0]
    assert "截图" in first
    assert "别再付钱" in first


def test_the_shop_is_asked_before_anybody_is_complained_to(flow: FlowCase):
    assert flow.follows(shop("not_contacted"), "contact_merchant", "complain_about_merchant", "call_consumer_line")
    assert "sue_merchant" not in flow.plan(shop("not_contacted"))


def test_who_was_refused_complains_and_sues_last(flow: FlowCase):
    assert flow.follows(shop("refused"), "complain_about_merchant", "call_consumer_line", "sue_merchant")
    assert "contact_merchant" not in flow.plan(shop("refused"))
    assert "sue_merchant" not in flow.urgent(shop("refused"))


def test_a_shop_that_vanished_may_be_a_swindle(flow: FlowCase):
    assert flow.plan(shop("vanished"))[0] == "maybe_a_swindle"
    assert "110" in flow.body(shop("vanished"), "maybe_a_swindle")


@each("channel", ["transfer", "red_packet", "personal_code", "bank_card", "phone"])
def test_who_paid_a_person_is_not_sent_to_the_merchants_complaint(flow: FlowCase, channel: str):
    assert "paid_to_a_person" in flow.plan(shop("refused", channel))
    assert "complain_about_merchant" not in flow.plan(shop("refused", channel))


@each("channel", ["alipay", "quickpass", "bank"])
def test_what_was_not_paid_by_wechat_is_not_complained_of_to_wechat(flow: FlowCase, channel: str):
    assert not {"complain_about_merchant", "register_with_platform", "turn_to_central_bank"} & set(
        flow.plan(shop("refused", channel))
    )
