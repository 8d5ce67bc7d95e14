"""Not arrived, not come back: three ways of waiting, each with its own reason."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import FlowCase


@each(
    ("answers", "leads"),
    [
        ("", "delayed_side"),
        ("delayed_side=payer_waiting", "arrival"),
        ("delayed_side=receiver_waiting", "arrival"),
        ("delayed_side=refund_waiting", "channel"),
        ("delayed_side=refund_waiting channel=bank", "paid_at"),
        ("delayed_side=payer_waiting arrival=h2", "paid_at"),
        ("delayed_side=payer_waiting arrival=h2 paid_at=within_2h", "waiting_plan"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def test_the_opening_begins_with_not_paying_again(flow: FlowCase):
    assert "先别再付一次" in flow.opening().splitlines()[0]


@each(
    ("answers", "first"),
    [
        ("delayed_side=payer_waiting arrival=instant paid_at=within_2h", "receiver_must_accept"),
        ("delayed_side=receiver_waiting arrival=unknown paid_at=unknown", "pending_is_not_money"),
        ("delayed_side=refund_waiting channel=transfer paid_at=earlier", "refund_takes_days"),
    ],
)
def test_each_side_has_its_own_first_step_and_the_bill_decides(flow: FlowCase, answers: str, first: str):
    assert flow.plan(answers)[0] == first
    assert flow.follows(answers, first, "bill_decides", "no_recall_tools", "ask_95017_about_delay")


def test_a_late_arrival_that_was_chosen_is_explained(flow: FlowCase):
    late = "delayed_side=payer_waiting arrival=h24 paid_at=within_24h"
    assert flow.follows(late, "receiver_must_accept", "arrival_time_set")
    assert "arrival_time_set" not in flow.plan("delayed_side=payer_waiting arrival=instant paid_at=within_24h")
