"""False friends and bosses: ring the number saved before."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import AT_HOME, SCAM_ROUTES, FlowCase, asks_and_acts_like_a_swindle


@each(("answers", "leads"), SCAM_ROUTES)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def test_the_opening_begins_with_what_to_do(flow: FlowCase):
    assert "停手" in flow.opening().splitlines()[0]
    assert "以前存的电话" in flow.opening()


def test_the_plan_is_that_of_a_swindle(flow: FlowCase):
    asks_and_acts_like_a_swindle(flow)


def test_the_old_number_is_rung(flow: FlowCase):
    assert "打本人原来的号码" in flow.body(AT_HOME, "pay_nothing_later")
