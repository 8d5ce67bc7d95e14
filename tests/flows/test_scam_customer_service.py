"""False customer service: hang up, stop sharing; the insurance is free and need not be cancelled."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import AT_HOME, SCAM_ROUTES, FlowCase, asks_and_acts_like_a_swindle


@each(("answers", "leads"), SCAM_ROUTES)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def test_the_opening_begins_with_what_to_do(flow: FlowCase):
    assert "挂断" in flow.opening().splitlines()[0]
    assert "屏幕共享" in flow.opening()


def test_the_plan_is_that_of_a_swindle(flow: FlowCase):
    asks_and_acts_like_a_swindle(flow)


def test_the_insurance_is_told_to_be_free(flow: FlowCase):
    assert "「百万保障」永久免费" in flow.body(AT_HOME, "pay_nothing_later")


def test_loans_and_cards_in_one_s_name_are_checked_the_same_day(flow: FlowCase):
    assert flow.follows(AT_HOME, "beware_of_recovery", "keep_fraud_evidence", "check_loans_in_your_name")
