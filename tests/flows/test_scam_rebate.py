"""Rebate tasks: no "last order", no thawing fee."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import AT_HOME, SCAM_ROUTES, FlowCase, asks_and_acts_like_a_swindle


@each(("answers", "leads"), SCAM_ROUTES)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def test_the_opening_begins_with_what_to_do(flow: FlowCase):
    assert "停手" in flow.opening().splitlines()[0]
    assert "解冻金" in flow.opening()


def test_the_plan_is_that_of_a_swindle(flow: FlowCase):
    asks_and_acts_like_a_swindle(flow)


def test_what_one_did_oneself_is_told_too(flow: FlowCase):
    assert "照实说，包括自己做过什么" in flow.body(AT_HOME, "get_the_receipt")
