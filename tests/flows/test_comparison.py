"""What can be undone where: one table, one way of the money."""

from __future__ import annotations

import pytest

from tests.each import each
from tests.flows.flow_case import FlowCase


@pytest.mark.parametrize(
    ("answers", "leads"),
    [
        ("", "comparison_table"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def test_the_opening_holds_first_aid_for_who_is_here_by_mistake(flow: FlowCase):
    assert "110" in flow.opening().splitlines()[0]


@each("way", ["微信转账", "微信红包", "扫个人码", "扫商家码", "手机号", "银行卡", "支付宝", "云闪付", "手机银行"])
def test_every_way_of_paying_stands_in_the_table(flow: FlowCase, way: str):
    rows = [line for line in flow.head("").splitlines() if line.startswith("|")]
    assert any(way in row.split("|")[1] for row in rows)


def test_the_way_of_the_money_is_drawn(flow: FlowCase):
    picture = flow.head("").split("```")[1]
    assert [line for line in picture.splitlines() if "↓" in line]
