"""Blackmail with pictures: not one yuan, paid or not; who did not pay has no court and no bank to see."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import FlowCase


@each(
    ("answers", "leads"),
    [
        ("", "threatened"),
        ("threatened=paid", "channel"),
        ("threatened=not_paid", "region"),
        ("threatened=paid channel=transfer", "accepted"),
        ("threatened=paid channel=transfer accepted=not_yet", "paid_at"),
        ("threatened=paid channel=bank", "police"),
        ("threatened=paid channel=bank police=not_yet", "region"),
        ("threatened=not_paid region=mainland", "fraud_plan"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


PAID = "threatened=paid channel=transfer accepted=received police=not_yet region=mainland"
NOT_PAID = "threatened=not_paid region=mainland"


def test_the_opening_begins_with_not_paying_and_without_shame(flow: FlowCase):
    assert "一分钱都别给" in flow.opening().splitlines()[0]
    assert "110" in flow.opening()


def test_who_paid_gets_the_plan_of_a_swindle(flow: FlowCase):
    assert flow.plan(PAID)[:3] == ["stop_paying", "no_talks_with_blackmailer", "call_110"]
    assert flow.follows(
        PAID, "call_110", "report_in_wechat", "call_paying_bank", "keep_fraud_evidence", "settle_nothing_in_private"
    )


def test_who_did_not_pay_is_told_so_and_sent_to_the_police_only(flow: FlowCase):
    assert "没给钱" in flow.head(NOT_PAID)
    assert flow.plan(NOT_PAID)[:3] == ["stop_paying", "no_talks_with_blackmailer", "call_110_blackmail"]
    assert not {"call_110", "call_paying_bank"} & set(flow.plan(NOT_PAID))
    assert "起诉" not in flow.body(NOT_PAID, "settle_nothing_in_private")


def test_a_line_for_the_heart_stands_in_the_second_step(flow: FlowCase):
    assert "12356" in flow.body(PAID, "no_talks_with_blackmailer")
