"""A loan not given back: proof first, then words, then the court; never as a mistake."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import FlowCase


@each(
    ("answers", "leads"),
    [
        ("", "loan_proof"),
        ("loan_proof=written", "amount"),
        ("loan_proof=nothing amount=5000", "collect_plan"),
        ("loan_proof=chat_only amount=unknown", "collect_plan"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def loan(proof: str = "written") -> str:
    return f"loan_proof={proof} amount=5000"


def test_the_opening_begins_with_keeping_proof(flow: FlowCase):
    assert "存好" in flow.opening().splitlines()[0]


def test_proof_words_and_no_hired_help_come_before_the_court(flow: FlowCase):
    assert flow.follows(
        loan(), "ask_for_loan_in_words", "no_hired_recovery", "mind_the_limitation", "call_it_a_loan",
        "apply_for_payment_order", "sue_for_loan", "enforce_judgment",
    )  # fmt: skip
    assert not {"sue_for_loan", "apply_for_payment_order"} & set(flow.urgent(loan()))


def test_without_proof_it_has_to_be_acknowledged_first(flow: FlowCase):
    assert "认下" in flow.head(loan("nothing"))
    assert not {"apply_for_payment_order", "preserve_debtors_assets"} & set(flow.plan(loan("nothing")))


def test_the_sum_stands_in_the_words_to_send(flow: FlowCase):
    assert "5000 元" in flow.body(loan(), "ask_for_loan_in_words")
