"""Coins sent to a swindler: the exchange is told, the hash is kept, and nobody is asked how it was paid."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import FlowCase

LOST = "still_in_contact=stopped money_gone=paid police=not_yet region=mainland"


@each(
    ("answers", "leads"),
    [
        ("", "still_in_contact"),
        ("still_in_contact=stopped money_gone=paid", "police"),
        ("still_in_contact=stopped money_gone=not_paid", "given_away"),
        (LOST, "fraud_plan"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def test_the_opening_stops_more_coins_and_names_the_exchange(flow: FlowCase):
    assert "别再转币" in flow.opening().splitlines()[0]
    assert "交易所" in flow.opening()


def test_the_exchange_comes_after_the_police_and_no_wechat_bill(flow: FlowCase):
    assert flow.follows(LOST, "call_110", "tell_the_exchange")
    assert not {"report_in_wechat", "call_paying_bank"} & set(flow.plan(LOST))
    assert "哈希" in flow.body(LOST, "tell_the_exchange")
