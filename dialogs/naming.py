"""Words that name a button under the plan: typed out, they do what pressing it does."""

from __future__ import annotations

import re

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.listening import step_number
from dialogs.plan import compute_plan
from dialogs.replay import Position
from dialogs.showing import plan_options

_DONE = re.compile(r"(.{1,5}?步?)(?:我|都|已经){0,3}(?:做|办)?(?:完成|完|好|了)了?[。!！~]{0,3}")
_MARKS = re.compile(r"[\s✓。!！]")


def named(dialog: Dialog, case: Case, position: Position, text: str) -> str | None:
    """The id of the option that typed words name, e.g. 「第一步做完了」 or 「看出处」; None when they name none."""
    if position.question or case.changing or case.paper:
        return None
    plan = compute_plan(dialog.library, dialog.words, position.known)
    done = _DONE.fullmatch(text.strip())
    number = step_number(done.group(1)) if done else None
    if number and number <= len(plan):
        return f"done:{plan[number - 1].id}"
    wanted = _MARKS.sub("", text)
    options = plan_options(dialog, plan)
    return next((option.id for option in options if _MARKS.sub("", option.label) == wanted), None)
