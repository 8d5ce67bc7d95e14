"""Prizes that cost before they come: no tax, no fee."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import SCAM_ROUTES, FlowCase, asks_and_acts_like_a_swindle


@each(("answers", "leads"), SCAM_ROUTES)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def test_the_opening_begins_with_what_to_do(flow: FlowCase):
    assert "别再交税" in flow.opening().splitlines()[0]


def test_the_plan_is_that_of_a_swindle(flow: FlowCase):
    asks_and_acts_like_a_swindle(flow)
