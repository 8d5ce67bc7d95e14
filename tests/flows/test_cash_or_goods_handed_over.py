"""Cash, gold and cards: what is not given yet is not given; what is on its way is stopped; cards are frozen."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import FlowCase

REST = "police=not_yet region=mainland"


@each(
    ("answers", "leads"),
    [
        ("", "goods"),
        ("goods=not_yet", "region"),
        ("goods=cash", "police"),
        ("goods=cards", "police"),
        (f"goods=parcel {REST}", "fraud_plan"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


@each(("goods", "first"), [("not_yet", "还没交的别交"), ("parcel", "拦下"), ("cards", "发卡的平台"), ("cash", "车牌")])
def test_the_opening_begins_with_what_can_still_be_saved(flow: FlowCase, goods: str, first: str):
    assert first in flow.opening(f"goods={goods}").splitlines()[0]


def test_what_was_handed_over_decides_the_plan(flow: FlowCase):
    assert flow.follows(f"goods=parcel {REST}", "call_110", "stop_the_courier")
    assert flow.follows(f"goods=cards {REST}", "call_110", "freeze_the_cards")
    assert "report_though_unpaid" in flow.plan("goods=not_yet region=mainland")
    assert "call_110" not in flow.plan("goods=not_yet region=mainland")


def test_who_holds_it_still_is_told_to_hand_over_nothing_and_nobody_speaks_of_a_transfer(flow: FlowCase):
    first = flow.steps("goods=not_yet region=mainland")[0]
    assert "别交、别寄" in first.title
    assert "再转" not in first.title + first.body
