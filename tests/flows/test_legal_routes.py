"""Police, complaint, court, costs: what each can and cannot do."""

from __future__ import annotations

import pytest

from tests.each import each
from tests.flows.flow_case import FlowCase


@each(
    ("answers", "leads"),
    [
        ("", "legal_topic"),
        ("legal_topic=police_route", "police_route"),
        ("legal_topic=complaint_route", "complaint_route"),
        ("legal_topic=court_route", "court_route"),
        ("legal_topic=costs", "amount"),
        ("legal_topic=costs amount=87500", "costs_table"),
        ("legal_topic=costs amount=unknown", "costs_table"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def test_the_opening_holds_first_aid_for_who_is_here_by_mistake(flow: FlowCase):
    assert "110" in flow.opening().splitlines()[0]


@pytest.mark.parametrize("topic", ["police_route", "court_route"])
def test_each_route_says_what_it_can_and_cannot_do(flow: FlowCase, topic: str):
    head = flow.head(f"legal_topic={topic}")
    assert "能做" in head
    assert "不能做" in head
    assert "花多少" in head


def test_no_route_promises_the_money_back(flow: FlowCase):
    assert "不保证追回" in flow.head("legal_topic=police_route")
    assert "不能逼对方还钱" in flow.head("legal_topic=complaint_route")


def test_the_costs_of_the_sum_at_stake_are_worked_out_where_it_is_known(flow: FlowCase):
    worked_out, table = flow.head("legal_topic=costs amount=5000"), flow.head("legal_topic=costs amount=unknown")
    assert "5,000 元" in worked_out
    assert worked_out != table


def test_proof_is_kept_whatever_the_route(flow: FlowCase):
    for topic in ("police_route", "complaint_route", "court_route"):
        assert flow.plan(f"legal_topic={topic}")[0] == "save_proof_first"


def test_costs_are_worked_out_for_the_sum_that_was_told(flow: FlowCase):
    """law.E11: 87,500 yuan."""
    head = flow.head("legal_topic=costs amount=87500")
    for fee in ("87,500", "1,987.50", "993.75", "895", "662.50", "1,212.50"):
        assert fee in head
    assert "能拿到什么" in head
    assert "以法院的缴费通知为准" in head


@each("amount", ["unknown", "under_3000", "from_3000", "2000/3000", "0"])
def test_without_an_exact_sum_there_is_the_table_of_examples(flow: FlowCase, amount: str):
    head = flow.head(f"legal_topic=costs amount={amount}")
    assert "| 100,000 | 2,300 | 1,150 | 1,020 | 766.67 |" in head
    assert "能拿到什么" not in head
