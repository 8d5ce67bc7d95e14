"""A plan of a fraud is short enough for somebody who shakes: on every way, and with what may be told unasked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.library.checks.paths import walks
from dialogs.library.records import ORDER, Family
from dialogs.plan import steps_for
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import NOW

MOST_STEPS = 12
MOST_STEPS_TOLD = 13  # whose money it was is asked nowhere; told, it adds a step
LIBRARY = open_dialog().library
FRAUD = sorted(name for name, flow in LIBRARY.flows.items() if flow.family in {Family.SCAM, Family.RECALL})


@pytest.mark.parametrize("situation", FRAUD)
def test_a_plan_of_a_fraud_has_twelve_steps_at_most_the_urgent_first(situation: str):
    long = dict[tuple[str, ...], str]()
    for position in walks(LIBRARY, situation, NOW):
        for whose in (None, "elder", "minor"):
            told = {"whose_money": whose} if whose else {}
            known = replace(position.known, answers={**position.known.answers, **told})
            steps = steps_for(LIBRARY, known)
            urgency = [ORDER[step.urgency] for step in steps]
            assert urgency == sorted(urgency)
            if len(steps) > (MOST_STEPS_TOLD if whose else MOST_STEPS):
                long.setdefault(tuple(step.id for step in steps), str(dict(known.answers)))
    assert not long, "\n".join(f"{len(steps)} {steps} {answers}" for steps, answers in long.items())


@pytest.mark.parametrize("situation", FRAUD)
def test_every_plan_of_a_fraud_warns_of_fake_recovery_now(situation: str):
    warnings = {"beware_of_recovery", "do_not_use_tool", "pay_nothing_more"}
    for position in walks(LIBRARY, situation, NOW):
        now = {step.id for step in steps_for(LIBRARY, position.known) if step.urgency == "now"}
        assert warnings & now, dict(position.known.answers)
