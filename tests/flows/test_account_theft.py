"""Not my doing: freeze, report, and only then passwords, insurance and complaints."""

from __future__ import annotations

import pytest

from tests.each import each
from tests.flows.flow_case import FlowCase


@each(
    ("answers", "leads"),
    [
        ("", "theft_access"),
        ("theft_access=can_log_in", "channel"),
        ("theft_access=locked_out", "channel"),
        ("theft_access=phone_lost channel=transfer", "region"),
        ("theft_access=phone_lost channel=transfer region=mainland", "freeze_plan"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def theft(access: str = "can_log_in", channel: str = "transfer", region: str = "mainland") -> str:
    return f"theft_access={access} channel={channel} region={region}"


def test_the_opening_begins_with_locking_the_money(flow: FlowCase):
    assert "锁住" in flow.opening().splitlines()[0]
    assert {"95017", "110"} <= {word for word in ("95017", "110") if word in flow.opening()}


@pytest.mark.parametrize("access", ["can_log_in", "locked_out", "phone_lost"])
@pytest.mark.parametrize("channel", ["transfer", "merchant_code", "alipay", "bank", "unknown"])
def test_freezing_comes_before_reporting_and_reporting_before_the_rest(flow: FlowCase, access: str, channel: str):
    plan = flow.plan(theft(access, channel))
    assert plan[0].startswith("freeze_")
    assert plan.index("freeze_cards") < plan.index("report_theft") < plan.index("pay_nobody_for_help")
    assert flow.follows(theft(access, channel), "report_theft", "change_passwords_safely", "get_theft_receipt")


def test_abroad_the_local_police_and_lines_stand_in_for_110(flow: FlowCase):
    assert flow.follows(theft(region="japan"), "freeze_cards", "report_theft_abroad", "local_lines_for_theft")
    assert not {"report_theft", "get_theft_receipt"} & set(flow.plan(theft(region="japan")))


def test_the_insurance_is_for_wechat_only(flow: FlowCase):
    assert "claim_insurance" in flow.plan(theft())
    assert "claim_insurance" not in flow.plan(theft(channel="bank"))
    assert "ask_alipay_insurance" in flow.plan(theft(channel="alipay"))


def test_what_may_still_be_stopped_is_looked_at(flow: FlowCase):
    assert "check_stolen_transfer" in flow.urgent(theft())
    assert "stop_stolen_order" in flow.urgent(theft(channel="merchant_code"))
