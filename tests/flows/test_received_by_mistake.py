"""A stranger's money: it goes back the way it came, and to nobody else."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import FlowCase


@each(
    ("answers", "leads"),
    [
        ("", "received_state"),
        ("received_state=not_accepted", "give_back_plan"),
        ("received_state=accepted", "give_back_plan"),
        ("received_state=asked_to_pass_on", "give_back_plan"),
        ("received_state=sent_on", "region"),
        ("received_state=sent_on region=uk", "give_back_plan"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def test_the_opening_begins_with_leaving_the_money_alone(flow: FlowCase):
    assert "先别动这笔钱" in flow.opening().splitlines()[0]


@each(
    ("state", "second"),
    [
        ("not_accepted", "press_return_yourself"),
        ("accepted", "return_the_way_it_came"),
        ("asked_to_pass_on", "refuse_to_pass_on"),
        ("sent_on region=mainland", "report_passed_on"),
    ],
)
def test_the_money_is_left_alone_first_and_then_goes_the_safe_way(flow: FlowCase, state: str, second: str):
    assert flow.plan(f"received_state={state}")[:2] == ["do_not_touch", second]


def test_who_passed_it_on_is_told_to_speak_up_and_abroad_how(flow: FlowCase):
    assert "110" in next(
        step.title for step in flow.steps("received_state=sent_on region=mainland") if step.id == "report_passed_on"
    )
    assert "当地警方" in flow.body("received_state=sent_on region=uk", "report_passed_on")


def test_the_receiver_is_told_nothing_about_recall_tools_or_courts(flow: FlowCase):
    assert not {"no_recall_tools", "sue_for_return", "set_delayed_arrival"} & set(flow.plan("received_state=accepted"))
