"""The plan: the right steps, the most urgent first, with deadlines on which nobody acts too late."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from dialogs.dialog import Dialog
from dialogs.known import Known, TimeSpan, encode_span
from dialogs.library.library import Library
from dialogs.library.models.formats import Formats
from dialogs.library.records import ORDER, DeadlineRule, Family, Step, Urgency
from dialogs.plan import compute_plan, due, steps_for
from tests.dialogs.talk import NOW, Talk
from tests.each import each

spans = st.tuples(st.floats(0, 200), st.floats(0, 200)).map(
    lambda ago: TimeSpan(NOW - dt.timedelta(hours=max(ago)), NOW - dt.timedelta(hours=min(ago)))
)


def step(**fields: object) -> Step:
    return Step.model_validate({"id": "a_step", "urgency": "now", "order": 10, **fields})


def library_of(*steps: Step) -> Library:
    """A library of nothing but steps."""
    return Library(
        facts={},
        myths={},
        knowledge={},
        contacts=(),
        questions={},
        question_words={},
        flows={},
        flow_words={},
        steps={step.id: step for step in steps},
        step_words={},
        templates={},
        formats=Formats(
            moment="{day}",
            day="{day}",
            month="{month}",
            between="{start}{end}",
            sum="{number}",
            sums="{low}{high}",
            pair="{name}{value}",
        ),
    )


def rule(kind: str, hours: int = 24) -> DeadlineRule:
    return DeadlineRule.model_validate({"start": "paid_at", "hours": hours, "kind": kind, "facts": ["platform.W02"]})


SCAM = Known({"channel": "transfer"}, NOW, "scam_rebate", Family.SCAM)


@each(
    ("fields", "for_this_case"),
    [
        ({}, True),
        ({"families": ["scam"]}, True),
        ({"families": ["mistake", "recall"]}, False),
        ({"situations": ["scam_rebate"]}, True),
        ({"situations": ["scam_game"]}, False),
        ({"families": ["mistake"], "situations": ["scam_rebate"]}, True),
        ({"families": ["scam"], "not_situations": ["scam_rebate"]}, False),
        ({"not_situations": ["scam_rebate"]}, False),
        ({"when": ["paid_by_transfer"]}, True),
        ({"when": ["paid_by_transfer", "paid_by_bank"]}, False),
        ({"unless": ["paid_by_transfer"]}, False),
        ({"families": ["scam"], "when": ["is_scam"], "unless": ["paid_by_bank"]}, True),
    ],
)
def test_for_whom_a_step_is(fields: dict[str, object], for_this_case: bool):  # noqa: FBT001
    assert bool(steps_for(library_of(step(**fields)), SCAM)) is for_this_case


@given(spans)
def test_a_deadline_counts_so_that_nobody_acts_too_late_or_waits_too_little(span: TimeSpan):
    known = Known({"paid_at": encode_span(span)}, NOW)
    act_before, happens_at = due(rule("act_before"), known), due(rule("happens_at"), known)
    assert act_before == span.earliest + dt.timedelta(hours=24)
    assert happens_at == span.latest + dt.timedelta(hours=24)


@each("answers", [{}, {"paid_at": "earlier"}, {"paid_at": "unknown"}, {"paid_at": "5000"}])
def test_no_deadline_is_made_up_where_the_time_is_not_known(answers: dict[str, str]):
    assert due(rule("act_before"), Known(answers, NOW)) is None


def test_urgency_runs_from_now_to_later():
    assert sorted(ORDER, key=ORDER.__getitem__) == [Urgency.NOW, Urgency.TODAY, Urgency.SOON, Urgency.LATER]


@given(st.permutations(range(60)))
def test_the_order_of_a_plan_does_not_depend_on_the_order_of_the_files(places: list[int]):
    urgencies = list(Urgency)
    steps = [step(id=f"step_{place:02}", urgency=urgencies[place % 4].value, order=place % 7) for place in places]
    found = steps_for(library_of(*steps), SCAM)
    keys = [(ORDER[one.urgency], one.order, one.id) for one in found]
    assert keys == sorted(keys)
    assert len(found) == len(steps)


def test_a_plan_tells_each_step_with_its_words_deadline_ticks_and_facts(dialog: Dialog):
    paid = TimeSpan(NOW - dt.timedelta(hours=3), NOW - dt.timedelta(hours=2))
    answers = {"channel": "transfer", "accepted": "not_yet", "paid_at": encode_span(paid)}
    known = Known(answers, NOW, "wrong_recipient", Family.MISTAKE, frozenset({"ask_to_press_return"}))
    plan = {one.id: one for one in compute_plan(dialog.library, dialog.words, known)}
    assert plan["ask_to_press_return"].done
    assert not plan["wait_for_return"].done
    assert plan["wait_for_return"].due == NOW + dt.timedelta(hours=22)
    assert plan["ask_to_press_return"].due is None
    assert set(plan["wait_for_return"].facts) >= {"platform.W02", "platform.W03"}
    for one in plan.values():
        assert one.title
        assert one.body
        assert "{" not in one.title + one.body


def test_a_plan_follows_the_clock_without_a_new_answer(talk: Talk):
    talk.chooses("switch:wrong_recipient", "transfer", "not_yet", "within_30m")
    assert talk.plan[:2] == ["ask_to_press_return", "wait_for_return"]
    case = talk.case
    talk.waits(hours=25).commands("plan")
    assert talk.case.answers == case.answers
    assert "wait_for_return" not in talk.plan
    assert "look_for_returned_money" in talk.plan


def test_ticks_do_not_move_steps(talk: Talk):
    talk.chooses("switch:wrong_recipient", "transfer", "not_yet", "within_30m")
    before = talk.plan
    for name in before:
        talk.chooses(f"done:{name}")
    assert talk.plan == before
    assert all(one.done for one in talk.turn.plan)
