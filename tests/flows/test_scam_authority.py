"""False police: hang up; the real ones do not work by telephone and know no safe account."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import AT_HOME, SCAM_ROUTES, FlowCase, asks_and_acts_like_a_swindle


@each(("answers", "leads"), SCAM_ROUTES)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def test_the_opening_begins_with_what_to_do(flow: FlowCase):
    assert "挂断" in flow.opening().splitlines()[0]
    assert "安全账户" in flow.opening()


def test_the_plan_is_that_of_a_swindle(flow: FlowCase):
    asks_and_acts_like_a_swindle(flow)


def test_it_is_told_how_the_real_police_do_not_work(flow: FlowCase):
    assert "真警察不会在电话、微信里做笔录" in flow.body(AT_HOME, "pay_nothing_later")


def test_loans_and_cards_in_one_s_name_are_checked_the_same_day(flow: FlowCase):
    assert flow.follows(AT_HOME, "beware_of_recovery", "keep_fraud_evidence", "check_loans_in_your_name")
