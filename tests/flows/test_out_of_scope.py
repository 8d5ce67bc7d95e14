"""None of our business: said kindly, with the right doors."""

from __future__ import annotations

import pytest

from tests.each import each
from tests.flows.flow_case import FlowCase


@pytest.mark.parametrize(
    ("answers", "leads"),
    [
        ("", "other_doors"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def test_the_opening_is_kind_and_names_the_emergency_number(flow: FlowCase):
    assert "谢谢" in flow.opening()
    assert "110" in flow.opening()


@each("door", ["110", "120", "12356", "12355", "12348", "12315", "96110", "12308"])
def test_the_right_doors_are_named(flow: FlowCase, door: str):
    assert door in flow.head("")


def test_there_is_no_plan_to_pretend(flow: FlowCase):
    assert flow.plan("") == []
