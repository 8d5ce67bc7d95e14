"""What people who come type first, and what an officer where they are would say first and in the plan.

Each row of `first_words/*.yaml`: `says` (a list where several messages were typed), what the answer to the last of them
must hold (`first`) and must not (`never`), and the same for the plan that the other answers (`then`) lead to (`plan`,
`plan_never`: words; `steps`, `steps_never`: ids). `needs` names a situation that the models must know for this row. The
words were written for this test; no model is fitted to them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content import read_models
from dialogs.case import Case
from dialogs.known import span_of_option
from dialogs.library.records import Typed
from dialogs.text.linear_model import LinearModel
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import NOW, Talk

DIALOG = open_dialog()
KNOWN = {"out_of_scope", *LinearModel(read_models()["models/situation.bin"]).columns}
FOLDER = Path(__file__).parent / "first_words"
# How the open questions are answered where the row does not say.
USUAL = {
    "still_in_contact": "stopped", "channel": "unknown", "police": "not_yet", "region": "mainland",
    "accepted": "received", "paid_at": "within_2h", "paying_now": "no_one",
}  # fmt: skip
FIELDS = {"says", "situation", "needs", "first", "never", "then", "plan", "plan_never", "steps", "steps_never"}


def rows() -> list[Any]:
    found = []
    for file in sorted(FOLDER.glob("*.yaml")):
        for shared in yaml.load(file.read_text("utf-8"), yaml.CSafeLoader):
            alike = shared.pop("alike", [shared.pop("says", None)])
            for says in alike:
                row = {**shared, "says": says}
                assert row.keys() <= FIELDS, row
                found.append(pytest.param(row, id=f"{file.stem}: {says}"))
    return found


def told(row: dict[str, Any]) -> Talk:
    says = row["says"]
    # In the words of the source, whatever script it is said in: other editions are compared with it elsewhere.
    return Talk(DIALOG, Case(language="zh-Hans")).says(*([says] if isinstance(says, str) else says))


def planned(talk: Talk, then: dict[str, str]) -> Talk:
    """The talk led on to its plan by buttons."""
    while (question := talk.position.question) is not None:
        options = DIALOG.library.options(question)
        option = then.get(question) or USUAL.get(question, options[0])
        if DIALOG.library.questions[question].typed is Typed.TIME:
            option = span_of_option(option, NOW)
        talk.case = talk.case.answered(question, option)
    return talk.commands("plan")


@pytest.mark.parametrize("row", rows())
def test_the_first_answer_and_the_plan_are_what_an_officer_would_say(row: dict[str, Any]):
    if missing := {row.get("situation"), row.get("needs")} - {None} - KNOWN:
        pytest.skip(f"the models were not fitted to the phrases of {missing} yet")
    talk = told(row)
    if row.get("situation"):
        assert talk.turn.situation == row["situation"], talk.text
    assert [words for words in row.get("first", []) if str(words) not in talk.text] == [], talk.text
    assert [words for words in row.get("never", []) if str(words) in talk.text] == [], talk.text
    if not row.keys() & {"plan", "plan_never", "steps", "steps_never"}:
        return
    talk = planned(talk, row.get("then", {})).commands("plan")
    whole = "\n".join(f"{step.title}\n{step.body}" for step in talk.turn.plan) + talk.text
    assert [words for words in row.get("plan", []) if str(words) not in whole] == [], whole
    assert [words for words in row.get("plan_never", []) if str(words) in whole] == [], whole
    assert [step for step in row.get("steps", []) if step not in talk.plan] == [], talk.plan
    assert [step for step in row.get("steps_never", []) if step in talk.plan] == [], talk.plan
