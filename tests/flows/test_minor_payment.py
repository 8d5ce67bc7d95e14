"""A child paid: to whom decides whom to call, how old decides on what ground."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import FlowCase


@each(
    ("answers", "leads"),
    [
        ("", "child_paid_to"),
        ("child_paid_to=game", "child_age"),
        ("child_paid_to=stranger", "child_age"),
        ("child_paid_to=stranger child_age=under_8", "guardian_plan"),
        ("child_paid_to=game child_age=adult", "guardian_plan"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def test_the_opening_begins_without_blame_and_with_safe_hands(flow: FlowCase):
    assert "先别骂孩子" in flow.opening().splitlines()[0]
    assert "110" in flow.opening()


@each(
    ("payee", "first"),
    [("stranger", "guardian_calls_110"), ("game", "ask_game_refund"), ("merchant", "ask_shop_refund")],
)
def test_whom_to_call_first(flow: FlowCase, payee: str, first: str):
    answers = f"child_paid_to={payee} child_age=from_8"
    assert flow.plan(answers)[0] == first
    assert flow.follows(
        answers, first, "secure_childs_phone", "no_paid_refund_help", "keep_childs_proof", "talk_with_child"
    )


def test_a_stranger_is_reported_and_a_shop_complained_of(flow: FlowCase):
    stranger, game = "child_paid_to=stranger child_age=under_8", "child_paid_to=game child_age=under_8"
    assert flow.follows(stranger, "guardian_calls_110", "report_childs_stranger", "guardian_gets_receipt")
    assert "guardian_calls_110" not in flow.plan(game)
    assert "complain_about_childs_payee" in flow.plan(game)


def test_age_decides_on_what_ground_the_money_is_asked_back(flow: FlowCase):
    heads = {age: flow.head(f"child_paid_to=game child_age={age}") for age in ("under_8", "from_8", "adult")}
    assert "无效" in heads["under_8"]
    assert len(set(heads.values())) == 3
