"""Paid too much or twice: the right person, so what is between the two matters."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import FlowCase


@each(
    ("answers", "leads"),
    [
        ("", "wrong_amount_kind"),
        ("wrong_amount_kind=too_much", "channel"),
        ("wrong_amount_kind=too_much channel=transfer", "accepted"),
        ("wrong_amount_kind=too_much channel=red_packet", "accepted"),
        ("wrong_amount_kind=too_much channel=unknown", "accepted"),
        ("wrong_amount_kind=too_much channel=personal_code", "counterpart"),
        ("wrong_amount_kind=too_much channel=bank", "counterpart"),
        ("wrong_amount_kind=too_much channel=transfer accepted=not_yet", "paid_at"),
        ("wrong_amount_kind=too_much channel=transfer accepted=not_yet paid_at=unknown", "return_plan"),
        ("wrong_amount_kind=too_much channel=transfer accepted=received", "counterpart"),
        ("wrong_amount_kind=too_much channel=transfer accepted=pending", "counterpart"),
        ("wrong_amount_kind=too_much channel=alipay counterpart=willing", "return_plan"),
        ("wrong_amount_kind=too_much channel=alipay counterpart=not_contacted", "return_plan"),
        ("wrong_amount_kind=too_much channel=alipay counterpart=silent", "relation"),
        ("wrong_amount_kind=too_much channel=alipay counterpart=refused", "relation"),
        ("wrong_amount_kind=too_much channel=alipay counterpart=refused relation=none", "return_plan"),
        ("wrong_amount_kind=paid_twice", "channel"),
        ("wrong_amount_kind=typed_wrong", "channel"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


WAITING = "wrong_amount_kind=typed_wrong channel=transfer accepted=not_yet paid_at=within_30m"
TAKEN = "wrong_amount_kind=paid_twice channel=personal_code counterpart=refused relation=none"


def test_the_opening_begins_with_not_paying_again_or_with_the_return_key(flow: FlowCase):
    assert "先别再付" in flow.opening().splitlines()[0]
    assert "还来得及" in flow.opening(WAITING)


def test_not_accepted_yet_asks_for_the_whole_back(flow: FlowCase):
    assert flow.plan(WAITING)[:2] == ["ask_to_press_return", "wait_for_return"]
    assert "整笔退还" in flow.head(WAITING)


def test_only_what_was_too_much_is_asked_back(flow: FlowCase):
    assert "多付的那一次" in flow.head(TAKEN)
    assert "多转的部分" in flow.head(TAKEN.replace("paid_twice", "too_much"))
    assert flow.follows(TAKEN, "message_the_receiver", "keep_proof", "written_demand", "sue_for_return")


def test_a_shop_gives_back_what_it_took_too_much(flow: FlowCase):
    at_a_shop = "wrong_amount_kind=paid_twice channel=merchant_code counterpart=not_contacted"
    assert flow.plan(at_a_shop)[0] == "ask_merchant_refund"
