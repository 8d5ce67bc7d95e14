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
from dialogs.told import changeable_answers
from dialogs.writing import offered_kinds

_DONE = Expression(r"(.{1,5}?步?)(?:我|都|已经){0,3}(?:做|办)?(?:完成|完|好|了)了?[。!！~]{0,3}")
_A_NAME, _A_PART = 3, 4  # characters: fewer name nothing, or no paper by a part of its title
_MARKS = Expression(r"[\s✓📋。!！,，]")
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
    wanted = _plainly(text)
    standing = {**ANYWHERE, **(IN_A_PAPER if case.paper else {})}
    for name, option in standing.items() if len(wanted) <= LONGEST_LABEL else ():
        if any(_plainly(one.words.button(name)) == wanted for one in dialog.readable):
            return option
    if case.changing or case.paper or case.field:
        return None
    if listed := _of_a_list(dialog, case, position, wanted):
        return listed
    if position.question:
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
    return next((option.id for option in options if _plainly(option.label) == wanted), None)


def _of_a_list(dialog: Dialog, case: Case, position: Position, wanted: str) -> str | None:
    """The option of the list of papers or of answers that words name: 「退款申请」, 「遇到的事」; None where none does.

    A list stays on the screen, whatever was said since.
    """
    if len(wanted) < _A_NAME or (position.question and wanted in _own_labels(dialog, position.question)):
        return None
    titles = dialog.papers.words.kinds
    whole = {f"paper:{one.id}": _plainly(titles[one.id].title) for one in offered_kinds(dialog, case, position)}
    answers = {
        f"change:{name}": _plainly(dialog.library.question_words[name].short)
        for name in changeable_answers(dialog, case, position)
    }
    exact = [option for option, label in {**whole, **answers}.items() if wanted in {label, label.partition("(")[0]}]
    within = [option for option, label in whole.items() if len(wanted) >= _A_PART and wanted in label]
    return next((found[0] for found in (exact, within) if len(found) == 1), None)


def _own_labels(dialog: Dialog, question: str) -> set[str]:
    return {_plainly(dialog.library.label(question, option)) for option in dialog.library.options(question)}


def _plainly(label: str) -> str:
    return _MARKS.sub("", simplified(label)).replace("（", "(")
