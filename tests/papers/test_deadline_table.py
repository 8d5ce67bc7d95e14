"""The stored deadlines: every row of the specification's table, each in agreement with its facts."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from dialogs.library.models.timeline import Deadline, DeadlineKind, Remind
from tests.dialogs.opened import open_content
from tests.each import each

DEADLINES = {deadline.id: deadline for deadline in open_content().timetable.deadlines}
FACTS = open_content().library.facts


def named(section: str) -> dict[str, Deadline]:
    """The deadlines by the one fact of the deadline table that they name."""
    return {
        fact: deadline
        for deadline in DEADLINES.values()
        for fact in deadline.facts
        if fact.startswith(section) and fact != "law.K01"
    }


def test_every_row_of_the_deadline_table_is_there_once() -> None:
    rows = [fact for deadline in DEADLINES.values() for fact in deadline.facts if re.match(r"law\.K(?!01)", fact)]
    assert sorted(rows) == [f"law.K{number:02}" for number in range(2, 18)]
    waiting = {"return_of_unaccepted_transfer", "arrival_after_2_hours", "arrival_after_24_hours"}
    assert set(DEADLINES) == {deadline.id for deadline in named("law.K").values()} | waiting


def test_what_must_be_reminded_of_and_what_only_explained() -> None:
    by_remind = {
        remind: {fact for fact, deadline in named("law.K").items() if deadline.remind is remind} for remind in Remind
    }
    assert by_remind[Remind.MUST] == {"law.K06", "law.K07", "law.K13", "law.K14"}
    assert by_remind[Remind.EXPLAIN_ONLY] == {"law.K02", "law.K17"}


@each("deadline", DEADLINES.values())
def test_deadline_agrees_with_its_facts(deadline: Deadline) -> None:
    """Facts exist; the one named first holds each length, or the step by which an extension makes it longer."""
    assert [fact for fact in deadline.facts if fact not in FACTS] == []
    statement = FACTS[deadline.facts[0]].statement
    unit = {"hours": "小时", "days": "[日天]", "workdays": "个工作日", "months": "个月", "years": "年"}
    shortest = 0
    for period in (deadline.length, *deadline.extended):
        said = {int(number) for number in re.findall(rf"(\d+) {unit[period.unit]}", statement)}
        assert said & {period.count, period.count - shortest}
        shortest = period.count
    assert deadline.moves_off_rest_days == ("law.K01" in deadline.facts)
    assert deadline.remind is not Remind.MUST or deadline.kind is DeadlineKind.ACT_BEFORE


@each(
    "change",
    [
        {"length": {"count": 0, "unit": "days"}},
        {"length": {"count": 7, "unit": "weeks"}},
        {"extended": ({"count": 7, "unit": "days"},)},
        {"extended": ({"count": 9, "unit": "months"},)},
        {"length": {"count": 7, "unit": "workdays"}, "moves_off_rest_days": True},
        {"length": {"count": 48, "unit": "hours"}, "moves_off_rest_days": True},
        {"facts": ()},
        {"lenght": {"count": 7, "unit": "days"}},
    ],
)
def test_refuses_a_record_that_makes_no_sense(change: dict[str, object]) -> None:
    sound = DEADLINES["court_filing_decision"].model_dump()
    assert Deadline.model_validate(sound) == DEADLINES["court_filing_decision"]
    with pytest.raises(ValidationError):
        Deadline.model_validate(sound | change)
