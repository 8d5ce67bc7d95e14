"""Before anything happened: one topic, one thing to do now."""

from __future__ import annotations

from tests.each import each
from tests.flows.flow_case import FlowCase


@each(
    ("answers", "leads"),
    [
        ("", "prevention_topic"),
        ("prevention_topic=delayed_arrival", "delayed_arrival_advice"),
        ("prevention_topic=checks", "checks_advice"),
        ("prevention_topic=insurance", "insurance_advice"),
        ("prevention_topic=limits", "limits_advice"),
    ],
)
def test_where_answers_lead(flow: FlowCase, answers: str, leads: str):
    assert flow.leads(answers) == leads


def test_the_opening_holds_first_aid_for_who_is_here_by_mistake(flow: FlowCase):
    assert "110" in flow.opening().splitlines()[0]


@each(
    ("topic", "first"),
    [
        ("delayed_arrival", "set_it_now"),
        ("checks", "agree_on_a_check"),
        ("insurance", "look_it_up_yourself"),
        ("limits", "keep_little_within_reach"),
    ],
)
def test_each_topic_has_one_thing_to_do_now(flow: FlowCase, topic: str, first: str):
    assert flow.urgent(f"prevention_topic={topic}") == [first]


def test_the_insurance_is_free_and_covers_theft_not_mistakes(flow: FlowCase):
    assert "免费" in flow.head("prevention_topic=insurance")
    assert "不保转错和被骗" in flow.head("prevention_topic=insurance")
