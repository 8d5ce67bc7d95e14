"""What a pressed button does. Ids of options are either an answer to the open question or ``<verb>:<object>``."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import get_args

from dialogs.answering import put
from dialogs.case import OPENED, Case
from dialogs.commands import obey
from dialogs.dates import ask_day, make_chart, remind, starts_lines
from dialogs.dialog import Dialog, Line, Move
from dialogs.evidence import item_lines, tick
from dialogs.filling import choose_field, finish, reopen, resume, take_total
from dialogs.forwards import after_check
from dialogs.library.library import TRIAGE
from dialogs.messages import ChoiceInput, CommandName, Option
from dialogs.plan import compute_plan
from dialogs.replay import Position
from dialogs.showing import first_undone, plan_options, rest_lines, step_said
from dialogs.subject import settle
from dialogs.told import changeable_answers
from dialogs.writing import begin, change_lines, make_file, menu_lines

COMMANDS = frozenset(get_args(CommandName)) - {"forget"}  # no button takes everything away


def choose(dialog: Dialog, case: Case, position: Position, received: ChoiceInput, now: dt.datetime) -> Move:
    """Take a choice into the case; one that no longer fits shows the present question again and changes nothing."""
    stale = received.revision is not None and received.revision != case.revision
    move = None if stale else _chosen(dialog, case, position, received.option, now)
    return move or Move(case, (Line(dialog.words.message("old_button", position.known)),))


def _chosen(dialog: Dialog, case: Case, position: Position, option: str, now: dt.datetime) -> Move | None:
    if case.paper and (move := _chosen_for_paper(dialog, case, position, option, now)):
        return move
    if case.field and not case.paper:  # the question for a day is left by pressing anything
        case = replace(case, field=None)
    asked = case.changing or position.question
    if asked and dialog.library.accepts(asked, option):
        return Move(put(dialog, case, asked, option, now))
    verb, _, what = option.partition(":")
    match verb:
        case "more" if asked:
            return Move(case, page=_page(what))
        case "cmd" if what in COMMANDS:
            return obey(dialog, case, position, what, now)  # type: ignore[arg-type]
        case "change" if what in changeable_answers(dialog, case, position):
            return Move(replace(case, changing=what))
        case "switch" if what in dialog.library.flows:
            return Move(settle(replace(case, changing=None, offered=None), what))
        case "stay":
            return Move(replace(case, offered=None))
        case "menu":
            return Move(_back_to_menu(case))
        case "leave":
            return Move(replace(case, paper=None, field=None))
        case "forwarded":
            return after_check(dialog, case, position, what)
        case _:
            return _chosen_for_plan(dialog, case, position, verb, what, now)


def _chosen_for_plan(
    dialog: Dialog, case: Case, position: Position, verb: str, what: str, now: dt.datetime
) -> Move | None:
    """What a button under a plan does."""
    match verb:
        case "done" | "undo" if position.outcome:
            return tick_step(dialog, case, position, what, now, done=verb == "done")
        case "rest" if position.outcome:
            return Move(case, tuple(rest_lines(dialog, position)), show=False)
        case "paper":
            return begin(dialog, case, position, what)
        case "papers":
            return Move(case, tuple(menu_lines(dialog, case, position, _page(what))), show=False)
        case "event" | "events" | "chart" | "remind":
            return _chosen_for_days(dialog, case, position, verb, what, now)
        case "item" if lines := item_lines(dialog, case, position, what):
            return Move(case, tuple(lines), show=False)
        case "got" | "lost":
            return tick(dialog, case, position, what, now, done=verb == "got")
        case _:
            return None


def _chosen_for_days(
    dialog: Dialog, case: Case, position: Position, verb: str, what: str, now: dt.datetime
) -> Move | None:
    """What a button under the timeline does."""
    match verb:
        case "event":
            return ask_day(dialog, case, position, what)
        case "events":
            lines = starts_lines(dialog, case, position, _page(what))
            return Move(case, tuple(lines), show=False) if lines else None
        case "chart":
            return make_chart(dialog, case, position, what, now)
        case _:
            return remind(dialog, case, position, now, on=what == "on")


def _chosen_for_paper(dialog: Dialog, case: Case, position: Position, option: str, now: dt.datetime) -> Move | None:
    """What a button does while a paper is written."""
    verb, _, what = option.partition(":")
    match verb:
        case "set":
            return choose_field(dialog, case, position, what, now)
        case "finish":
            return finish(case)
        case "fields":
            return Move(case, tuple(change_lines(dialog, case, position, _page(what))), show=False)
        case "field":
            return reopen(dialog, case, position, _page(what))
        case "file":
            return make_file(dialog, case, position, what, now)
        case "resume":
            return resume(case)
        case "total":
            return take_total(dialog, case, position)
        case _:
            return None


def _page(text: str) -> int:
    return int(text[:3]) if text.isascii() and text.isdigit() else 0


def _back_to_menu(case: Case) -> Case:
    """The case at the first menu; what was told about the payment is kept."""
    triage = [TRIAGE, *(name for name in case.answers if name.startswith("which_"))]
    return replace(case.without(*triage), met=OPENED, misses=0)


def tick_step(
    dialog: Dialog, case: Case, position: Position, step: str, now: dt.datetime, *, done: bool
) -> Move | None:
    """A step ticked off or taken back, and the next one in full."""
    plan = compute_plan(dialog.library, dialog.words, position.known)
    if all(one.id != step for one in plan):
        return None
    others = tuple(name for name in case.ticks if name != step)
    new = replace(case, ticks=(*others, step) if done else others)
    after = dialog.position(new, now)
    plan = compute_plan(dialog.library, dialog.words, after.known)
    number = next(place for place, one in enumerate(plan, start=1) if one.id == step)
    following = first_undone(plan)
    name = "unticked" if not done else "ticked" if following else "all_done"
    lines = [Line(dialog.words.message(name, after.known, number=number, step=plan[number - 1]))]
    if following:
        lines.append(Line(step_said(dialog, after, *following)))
    options = list(plan_options(dialog, plan))
    if done:
        undo = dialog.words.button("undo", number=number)
        options.insert(1 if following else 0, Option(f"undo:{step}", undo))
    lines[-1] = Line(lines[-1].said, tuple(options))
    return Move(new, tuple(lines), show=False)
