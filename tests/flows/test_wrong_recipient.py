"""Paid to the wrong person: has the other side accepted, and are they willing to give it back?"""

from __future__ import annotations

import pytest

from tests.each import each
from tests.flows.flow_case import FlowCase


@each(
    ("answers", "leads"),
    [
        ("", "channel"),
        ("channel=transfer", "accepted"),
        ("channel=red_packet", "accepted"),
        ("channel=unknown", "accepted"),
        ("channel=personal_code", "counterpart"),
        ("channel=bank", "counterpart"),
        ("channel=transfer accepted=not_yet", "paid_at"),
        ("channel=transfer accepted=not_yet paid_at=unknown", "return_plan"),
        ("channel=transfer accepted=received", "counterpart"),
        ("channel=transfer accepted=pending", "counterpart"),
        ("channel=alipay counterpart=willing", "return_plan"),
        ("channel=alipay counterpart=not_contacted", "return_plan"),
        ("channel=alipay counterpart=silent", "relation"),
        ("channel=alipay counterpart=refused", "relation"),
        ("channel=alipay counterpart=refused relation=none", "return_plan"),
        ("accepted=not_yet", "paid_at"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


WAITING = "channel=transfer accepted=not_yet paid_at=within_2h"
TAKEN = "channel=transfer accepted=received counterpart=refused relation=none"


def test_the_opening_begins_with_whether_the_other_side_has_accepted(flow: FlowCase):
    assert "收款" in flow.opening().splitlines()[0]
    assert "还来得及" in flow.opening(WAITING)
    assert "截图" in flow.opening(TAKEN)


def test_not_accepted_yet_asks_for_the_return_key_and_waits(flow: FlowCase):
    assert flow.plan(WAITING)[:3] == ["ask_to_press_return", "wait_for_return", "no_recall_tools"]
    assert "立即退还" in flow.body(WAITING, "ask_to_press_return")


def test_after_a_day_it_looks_for_the_money_instead_of_waiting(flow: FlowCase):
    late = "channel=transfer accepted=not_yet paid_at=earlier"
    assert "wait_for_return" not in flow.plan(late)
    assert flow.follows(late, "look_for_returned_money", "no_recall_tools")


def test_accepted_and_refused_goes_from_asking_to_the_court_in_that_order(flow: FlowCase):
    assert flow.follows(
        TAKEN, "ask_to_send_back", "no_recall_tools", "keep_proof", "ask_wechat_to_remind", "deceit_means_police",
        "written_demand", "sue_for_return", "do_not_expose", "set_delayed_arrival",
    )  # fmt: skip
    assert not {"written_demand", "sue_for_return"} & set(flow.urgent(TAKEN))


@pytest.mark.parametrize("relation", ["loan", "sale"])
def test_another_relation_is_settled_under_that_relation(flow: FlowCase, relation: str):
    other = f"channel=transfer accepted=received counterpart=refused relation={relation}"
    assert "settle_under_that_relation" in flow.plan(other)
    assert not {"sue_for_return", "written_demand"} & set(flow.plan(other))


@each(
    ("channel", "first"),
    [
        ("personal_code", "message_the_receiver"),
        ("merchant_code", "ask_merchant_refund"),
        ("bank_card", "ask_receiver_bank"),
        ("phone", "ask_phone_receiver"),
        ("merchant_payout", "cancel_payout"),
        ("alipay", "ask_alipay"),
        ("quickpass", "ask_quickpass"),
        ("bank", "ask_own_bank"),
    ],
)
def test_each_way_of_paying_has_its_own_first_step(flow: FlowCase, channel: str, first: str):
    assert flow.plan(f"channel={channel} counterpart=not_contacted")[0] == first


def test_who_is_willing_is_let_and_the_money_taken_back_with_care(flow: FlowCase):
    willing = "channel=transfer accepted=received counterpart=willing"
    assert flow.plan(willing)[:2] == ["take_money_back_safely", "no_recall_tools"]
    assert not {"written_demand", "sue_for_return", "deceit_means_police"} & set(flow.plan(willing))


def test_who_does_not_know_looks_at_the_transfer_first(flow: FlowCase):
    assert flow.plan("channel=transfer accepted=unknown counterpart=silent relation=none")[0] == "look_at_transfer"
