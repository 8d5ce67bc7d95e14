"""The recall tool: seen, paid, installed, code given away, each with its own way out."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import FlowCase


@each(
    ("answers", "leads"),
    [
        ("", "tool_stage"),
        ("tool_stage=considering", "clean_up_plan"),
        ("tool_stage=paid", "region"),
        ("tool_stage=installed", "region"),
        ("tool_stage=gave_code", "region"),
        ("tool_stage=installed region=mainland", "clean_up_plan"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


CONSIDERING = "tool_stage=considering"
INSTALLED = "tool_stage=installed region=mainland"


def test_the_opening_fits_how_far_it_went(flow: FlowCase):
    assert "别付钱" in flow.opening(CONSIDERING).splitlines()[0]
    assert "断网" in flow.opening("tool_stage=installed").splitlines()[0]
    assert "别再付" in flow.opening("tool_stage=paid").splitlines()[0]
    assert "95017" in flow.opening("tool_stage=gave_code")


def test_who_did_not_use_it_was_not_taken_in_but_may_have_lost_the_first_payment(flow: FlowCase):
    assert "还没上当" in flow.head(CONSIDERING)
    assert "没有损失" not in flow.head(CONSIDERING)
    assert "back_to_the_first_payment" in flow.plan(CONSIDERING)
    assert flow.plan(CONSIDERING)[0] == "do_not_use_tool"
    assert not {"call_110_again", "clean_the_phone", "pay_nothing_more"} & set(flow.plan(CONSIDERING))


def test_an_installed_tool_is_cleaned_up_in_the_order_that_saves_most(flow: FlowCase):
    assert flow.follows(
        INSTALLED, "pull_the_plug", "freeze_from_safe_phone", "pay_nothing_more", "call_110_again", "clean_the_phone",
        "change_passwords", "report_the_seller", "keep_tool_evidence", "check_names_and_cards",
    )  # fmt: skip
    assert flow.plan(INSTALLED)[0] == "pull_the_plug"


def test_a_code_given_away_freezes_first_and_cleans_nothing(flow: FlowCase):
    given = "tool_stage=gave_code region=mainland"
    assert flow.plan(given)[0] == "freeze_from_safe_phone"
    assert "clean_the_phone" not in flow.plan(given)


def test_abroad_the_local_police_come_first(flow: FlowCase):
    abroad = "tool_stage=paid region=japan"
    assert flow.follows(abroad, "pay_nothing_more", "call_local_police_again", "local_lines_again")
    assert "call_110_again" not in flow.plan(abroad)
