"""Is the caller real: told to stop or to come, cooperate and verify; told to pay, hang up; blocked stays blocked."""

from __future__ import annotations

import pytest

from tests.each import each
from tests.flows.flow_case import FlowCase


@each(
    ("answers", "leads"),
    [
        ("", "official_asks"),
        ("official_asks=stop", "paying_now"),
        ("official_asks=blocked", "paying_now"),
        ("official_asks=pay paying_now=paid", "official_plan"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


@each("asked", ["stop", "come", "nothing", "blocked"])
def test_who_is_told_to_stop_is_not_told_to_hang_up(flow: FlowCase, asked: str):
    assert not flow.opening(f"official_asks={asked}").startswith("**马上挂断")
    plan = flow.plan(f"official_asks={asked} paying_now=no_one")
    assert "hang_up_on_them" not in plan
    assert "check_by_dialling" in plan


@pytest.mark.parametrize("asked", ["pay", "hand_over"])
def test_who_is_told_to_pay_or_to_give_hangs_up(flow: FlowCase, asked: str):
    assert flow.opening(f"official_asks={asked}").startswith("**马上挂断")
    assert flow.plan(f"official_asks={asked} paying_now=no_one")[0] == "hang_up_on_them"


def test_before_it_is_known_both_are_said(flow: FlowCase):
    opening = flow.opening()
    assert opening.index("先照做：停手，别转") < opening.index("是假的，马上挂断")


def test_what_the_bank_stopped_stays_stopped(flow: FlowCase):
    assert "先别想办法放行" in flow.opening("official_asks=blocked")
    assert flow.plan("official_asks=blocked paying_now=about_to")[0] == "leave_it_blocked"


def test_who_has_paid_reports_it_before_anything_else_but_hanging_up(flow: FlowCase):
    assert flow.plan("official_asks=stop paying_now=paid")[0] == "report_what_you_paid"
    assert flow.plan("official_asks=pay paying_now=paid")[:2] == ["hang_up_on_them", "report_what_you_paid"]
