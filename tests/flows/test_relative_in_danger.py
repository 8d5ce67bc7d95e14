"""Somebody in the family: break the call, the police to the door, the bank's limit; no ransom."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import FlowCase

ON_CALL = "relative_state=on_call money_gone=not_paid region=mainland"
LOST = "relative_state=not_listening money_gone=paid channel=bank police=not_yet region=mainland"
AT_BANK = "relative_state=at_bank money_gone=not_paid region=mainland"
HELD = "relative_state=held region=elsewhere"


@each(
    ("answers", "leads"),
    [
        ("", "relative_state"),
        ("relative_state=held", "region"),
        ("relative_state=on_call", "money_gone"),
        ("relative_state=on_call money_gone=not_paid", "region"),
        ("relative_state=on_call money_gone=paid channel=transfer", "accepted"),
        ("relative_state=on_call money_gone=paid channel=transfer accepted=not_yet", "police"),
        (LOST, "relative_plan"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def test_before_anything_is_known_the_call_is_broken_first(flow: FlowCase):
    assert "先打断" in flow.opening().splitlines()[0]
    assert "地址" in flow.opening()


def test_who_will_not_listen_is_not_quarrelled_with(flow: FlowCase):
    assert flow.opening("relative_state=not_listening").startswith("**别吵")


def test_money_that_is_still_there_is_locked_and_the_police_come_to_the_door(flow: FlowCase):
    assert flow.follows(ON_CALL, "break_the_call", "let_no_money_out", "police_to_the_door", "report_though_unpaid")
    assert not {"call_110", "call_paying_bank", "stop_paying"} & set(flow.plan(ON_CALL))


def test_money_that_went_is_reported_in_the_same_calls(flow: FlowCase):
    assert flow.follows(LOST, "let_no_money_out", "police_to_the_door")
    assert not {"call_110", "call_own_bank_first"} & set(flow.plan(LOST))
    assert "转过的" in flow.body(LOST, "let_no_money_out")
    assert "请求止付" in flow.body(LOST, "police_to_the_door")


def test_a_ransom_is_not_paid(flow: FlowCase):
    assert "别付赎金" in flow.opening("relative_state=held")
    assert flow.plan(HELD)[0] == "refuse_the_ransom"
    assert not {"report_in_wechat", "call_paying_bank", "call_110"} & set(flow.plan(HELD))


def test_at_a_bank_the_counter_is_asked_to_stop(flow: FlowCase):
    assert "柜台" in flow.opening("relative_state=at_bank").splitlines()[0]
    assert "敲门" not in flow.opening("relative_state=at_bank")
    assert flow.plan(AT_BANK)[0] == "stop_the_counter"


def test_the_card_that_may_be_stopped_is_the_relatives(flow: FlowCase):
    assert "可能让他自己的卡" in flow.body(LOST, "keep_living_money")
