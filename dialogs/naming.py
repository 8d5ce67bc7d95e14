"""Words that name a button: typed out, they do what pressing it does."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.library.models.buttons import LONGEST_LABEL, ButtonName
from dialogs.plan_screen import numbered, plan_lines
from dialogs.plan_talk import step_number
from dialogs.replay import Position
from dialogs.text.expression import Expression
from dialogs.text.simplified import simplified

_DONE = Expression(r"(.{1,5}?步?)(?:我|都|已经){0,3}(?:做|办)?(?:完成|完|好|了)了?[。!！~]{0,3}")
_MARKS = Expression(r"[\s✓⧉。!！,，]")
# Buttons whose label counts when it is typed, with the options that they are: wherever somebody stands, and in a paper.
_COMMANDS: tuple[ButtonName, ...] = ("plan", "timeline", "evidence", "export", "change", "source")
ANYWHERE: Mapping[ButtonName, str] = {name: f"cmd:{name}" for name in _COMMANDS}
IN_A_PAPER: Mapping[ButtonName, str] = {
    "finish": "finish",
    "write": "write",
    "leave": "leave",
    "field": "fields:0",
    "docx": "file:docx",
    "pdf": "file:pdf",
    "bundle": "file:bundle",
}


def named(dialog: Dialog, case: Case, position: Position, text: str) -> str | None:
    """The id of the option that typed words name, e.g. 「第一步做完了」 or 「看出處」; None when they name none."""
    wanted = _MARKS.sub("", simplified(text))
    standing = {**ANYWHERE, **(IN_A_PAPER if case.paper else {})}
    for name, option in standing.items() if len(wanted) <= LONGEST_LABEL else ():
        if any(_MARKS.sub("", simplified(one.words.button(name))) == wanted for one in dialog.readable):
            return option
    if position.question or case.changing or case.paper:
        return None
    plan = numbered(dialog, position)
    typed = simplified(text)
    done = _DONE.fullmatch(typed.strip())
    number = step_number(done.group(1)) if done else None
    if number and number <= len(plan):
        return f"done:{plan[number - 1][1].id}"
    if len(wanted) > LONGEST_LABEL:
        return None
    options = (option for one in dialog.readable for option in plan_lines(one, position)[-1].options)
    return next((option.id for option in options if _MARKS.sub("", simplified(option.label)) == wanted), None)
