"""Buying and selling: no price difference, no refund link; a merchant's code is also a merchant's complaint."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import AT_HOME, SCAM_ROUTES, FlowCase, asks_and_acts_like_a_swindle


@each(("answers", "leads"), SCAM_ROUTES)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def test_the_opening_begins_with_what_to_do(flow: FlowCase):
    assert "别再付钱" in flow.opening().splitlines()[0]


def test_the_plan_is_that_of_a_swindle(flow: FlowCase):
    asks_and_acts_like_a_swindle(flow)


def test_a_merchant_s_code_adds_the_merchant_s_complaint_after_the_police(flow: FlowCase):
    by_code = "still_in_contact=stopped money_gone=paid channel=merchant_code police=not_yet region=mainland"
    assert flow.follows(by_code, "call_110", "merchant_or_person", "call_paying_bank")
    assert "merchant_or_person" not in flow.plan(AT_HOME)
