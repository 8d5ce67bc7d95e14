"""Paid recovery: who has not paid is held back, who has is a victim for the second time."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import FlowCase


@each(
    ("answers", "leads"),
    [
        ("", "recovery_stage"),
        ("recovery_stage=considering", "second_fraud_plan"),
        ("recovery_stage=paid", "region"),
        ("recovery_stage=shared_screen", "region"),
        ("recovery_stage=paid region=us", "second_fraud_plan"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def test_the_opening_begins_with_not_paying(flow: FlowCase):
    assert "别付" in flow.opening().splitlines()[0]
    assert "别再付" in flow.opening("recovery_stage=paid").splitlines()[0]
    assert "110" in flow.opening("recovery_stage=paid")


def test_who_has_not_paid_has_no_new_loss(flow: FlowCase):
    assert "没有新的损失" in flow.head("recovery_stage=considering")
    assert flow.plan("recovery_stage=considering")[0] == "do_not_use_tool"


def test_who_has_paid_stops_and_reports_both(flow: FlowCase):
    paid = "recovery_stage=paid region=mainland"
    assert flow.plan(paid)[:2] == ["pay_nothing_more", "call_110_again"]
    assert "back_to_the_first_payment" in flow.plan(paid)


def test_a_shared_screen_pulls_the_plug_first(flow: FlowCase):
    shared = "recovery_stage=shared_screen region=mainland"
    assert flow.plan(shared)[:2] == ["pull_the_plug_shared", "freeze_from_safe_phone"]
    assert flow.follows(shared, "call_110_again", "clean_the_phone", "change_passwords")
