"""What the fixed commands do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from dialogs.case import OPENED, Case
from dialogs.dates import remind, timeline_lines
from dialogs.dialog import Dialog, Line, Move
from dialogs.editions.choice import LANGUAGE
from dialogs.evidence import guide_move
from dialogs.filling import step_back
from dialogs.library.library import TRIAGE
from dialogs.messages import CommandName, File, Option
from dialogs.modes import TIMELINE_VIEW, Mode, top
from dialogs.papers.case_file import write_case
from dialogs.plan_screen import plan_lines
from dialogs.replay import Position
from dialogs.sources import source_lines
from dialogs.told import changeable_answers, told, told_answer
from dialogs.writing import menu_lines

PAGE = 6
CLOSED_BY_GOING_BACK = frozenset({Mode.CHANGING, Mode.EVIDENCE, Mode.TIMELINE})


def obey(dialog: Dialog, case: Case, position: Position, name: CommandName, now: dt.datetime) -> Move:
    """Carry out a command. Somebody new sees the first aid after any of them; the question for a day is left."""
    if case.field and not case.paper:
        case, name = replace(case, field=None), "timeline" if name == "back" else name
    move = _obeyed(dialog, case, position, name, now)
    return move if case.met or move.forget else replace(move, show=True)


def _obeyed(dialog: Dialog, case: Case, position: Position, name: CommandName, now: dt.datetime) -> Move:
    match name:
        case "start":
            return Move(case, (Line(dialog.words.message("welcome_back", position.known)),) if case.met else ())
        case "language":
            return Move(case, (language_line(dialog, position),), show=False)
        case "help":
            return Move(case, (Line(dialog.words.message("help", position.known)),), show=False)
        case "privacy":
            return Move(case, (Line(dialog.words.message("privacy", position.known)),), show=False)
        case "restart":
            return Move(case.anew(), (Line(dialog.words.message("restarted", position.known)),))
        case "forget":
            said = Line(dialog.words.message("forgotten", position.known))
            return Move(Case(revision=case.revision), (said,), show=False, forget=True)
        case "source":
            return Move(case, tuple(source_lines(dialog, case, position)), show=False)
        case "plan":
            return _plan(dialog, case, position)
        case "change":
            return _change(dialog, case, position)
        case "back":
            return _back(dialog, case, position)
        case "papers" | "evidence" | "timeline" | "remind" | "export":
            return _of_the_case(dialog, case, position, name, now)


def language_line(dialog: Dialog, position: Position) -> Line:
    """The languages the words can be had in, each a button with its own name."""
    options = tuple(Option(f"{LANGUAGE}{one.tag}", one.name) for one in dialog.languages.known)
    return Line(dialog.words.message("language", position.known), options)


def _of_the_case(dialog: Dialog, case: Case, position: Position, name: CommandName, now: dt.datetime) -> Move:
    """The commands that make something of what is known, besides the plan."""
    match name:
        case "remind":
            return remind(dialog, case, position, now, on=not case.reminding)
        case "export":
            return Move(case, tuple(_export(dialog, case, position, now)), show=False)
        case "papers":
            lines = menu_lines(dialog, case, position)
        case "evidence":
            return replace(guide_move(dialog, case, position), case=replace(case, paper=None, field=None))
        case _:
            lines = timeline_lines(dialog, case, position, now)
    view = TIMELINE_VIEW if name == "timeline" else None
    return Move(replace(case, paper=None, field=None), tuple(lines), show=False, view=view)


def _export(dialog: Dialog, case: Case, position: Position, now: dt.datetime) -> Iterator[Line]:
    """What the person told us, in words, and as a file to take along."""
    yield Line(dialog.words.message("summary", position.known, told=told(dialog, case, position)))
    if case.answers:
        name = dialog.words.message("case_file_name", position.known).text
        file = File(f"{name}.json", "json", write_case(case, now))
        yield Line(dialog.words.message("case_file", position.known), files=(file,))


def _plan(dialog: Dialog, case: Case, position: Position) -> Move:
    case = replace(case, paper=None, field=None)
    if position.outcome and not case.changing:
        return Move(case, tuple(plan_lines(dialog, position)), show=False)
    return Move(replace(case, changing=None), (Line(dialog.words.message("plan_not_ready", position.known)),))


def _change(dialog: Dialog, case: Case, position: Position) -> Move:
    """The list of answers given, each a button that asks it anew."""
    names = changeable_answers(dialog, case, position)
    if not names:
        return Move(case, (Line(dialog.words.message("nothing_to_change", position.known)),))
    short = {name: dialog.library.question_words[name].short for name in names}
    options = [
        Option(f"change:{name}", dialog.words.pair(short[name], told_answer(dialog, case, position, name)))
        for name in names
    ]
    said = dialog.words.message("change", position.known)
    if len(options) <= PAGE:
        return Move(case, (Line(said, tuple(options)),), show=False)
    lines = [Line(said, tuple(options[:PAGE]))]
    more = dialog.words.message("more", position.known)
    lines += [Line(more, tuple(options[start : start + PAGE])) for start in range(PAGE, len(options), PAGE)]
    return Move(case, tuple(lines), show=False)


def _back(dialog: Dialog, case: Case, position: Position) -> Move:
    """What is on top closed; on the ground one question back: its answer is taken back, later ones are kept."""
    if case.paper:
        return Move(step_back(dialog, case))
    if (over := top(case)) and over.mode in CLOSED_BY_GOING_BACK:
        return Move(over.closed(case))
    if not position.path:
        return Move(case, (Line(dialog.words.message("nothing_to_go_back", position.known)),))
    last = position.path[-1]
    met = OPENED if last == TRIAGE or last.startswith("which_") else case.met
    return Move(replace(case.without(last), met=met))
