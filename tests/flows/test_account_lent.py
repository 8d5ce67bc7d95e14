"""A card lent or sold, money passed on: stop, touch nothing, go to the police oneself."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import FlowCase


@each(
    ("answers", "leads"),
    [("", "lent_stage"), ("lent_stage=sold", "region"), ("lent_stage=asked region=mainland", "lent_plan")],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


@each("stage", ["lent", "sold", "passed_on"])
def test_who_did_it_stops_touches_nothing_and_goes_to_the_police(flow: FlowCase, stage: str):
    opening = flow.opening(f"lent_stage={stage}")
    assert opening.startswith("**马上停")
    assert "自己去派出所" in opening
    plan = f"lent_stage={stage} region=mainland"
    assert flow.follows(plan, "use_it_no_more", "stop_the_lent_card", "go_to_the_police_yourself")
    law = flow.body(plan, "what_the_law_says")
    assert all(words in law for words in ("20 万元", "15 日", "犯罪"))


def test_who_is_only_asked_does_not_lend(flow: FlowCase):
    assert flow.opening("lent_stage=asked").startswith("**别借")
    plan = flow.plan("lent_stage=asked region=mainland")
    assert plan[0] == "refuse_to_lend"
    assert "go_to_the_police_yourself" not in plan
