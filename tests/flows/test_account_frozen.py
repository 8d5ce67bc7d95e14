"""Frozen: who froze it can unfreeze it; nobody is paid for it."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import FlowCase


@each(
    ("answers", "leads"),
    [
        ("", "frozen_kind"),
        ("frozen_kind=wechat_limited", "unfreeze_plan"),
        ("frozen_kind=bank_frozen", "unfreeze_plan"),
        ("frozen_kind=account_banned", "unfreeze_plan"),
        ("frozen_kind=unknown", "unfreeze_plan"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def test_the_opening_begins_with_not_paying(flow: FlowCase):
    assert "先别交钱" in flow.opening().splitlines()[0]


@each(
    ("kind", "second"),
    [
        ("wechat_limited", "ask_wechat_why"),
        ("account_banned", "ask_wechat_why"),
        ("bank_frozen", "ask_bank_who_froze"),
        ("unknown", "find_out_who_froze"),
    ],
)
def test_no_fee_first_and_then_whoever_froze_it(flow: FlowCase, kind: str, second: str):
    assert flow.plan(f"frozen_kind={kind}")[:2] == ["pay_no_unfreezing_fee", second]


def test_only_the_authority_lifts_what_it_froze(flow: FlowCase):
    assert flow.follows("frozen_kind=bank_frozen", "ask_bank_who_froze", "go_to_freezing_authority", "how_long_frozen")
    assert "go_to_freezing_authority" not in flow.plan("frozen_kind=wechat_limited")


def test_accounts_are_never_lent(flow: FlowCase):
    assert "never_lend_accounts" in flow.plan("frozen_kind=unknown")
