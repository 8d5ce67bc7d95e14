"""What is said to words that neither answer, tell, ask nor want anything known."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dialogs.answering import UNKNOWN, put
from dialogs.case import Case
from dialogs.dialog import Dialog, Line, Move
from dialogs.heard import Command, Name
from dialogs.library.records import Family
from dialogs.messages import Option
from dialogs.plan_screen import first_undone, numbered, plan_options
from dialogs.plan_talk import step_asked_about
from dialogs.questions_asked import answer_guessed
from dialogs.replay import Position
from dialogs.requests import OFF_TOPIC
from dialogs.showing import question_options
from dialogs.understanding import Reading

MANY_MISSES = 2  # after so many misunderstandings in a row the menu is offered
ACCESS_WANTED = frozenset({Family.SCAM, Family.RECALL, Family.ACCOUNT})  # families in which the other side is after it


def not_understood(dialog: Dialog, case: Case, position: Position, reading: Reading, now: dt.datetime) -> Move:
    """A question on which somebody was not understood counts as not known, and the dialog goes on to the plan.

    Where there is nothing to go on to, kindly, and differently the second time: the options, then the menu as well.
    """
    misses, lost = case.misses + 1, (Command(Name.CANNOT_HANDLE),)
    new = replace(case, misses=misses)
    if position.situation is None and case.met is None:
        return Move(new, commands=lost)
    if case.changing and misses >= MANY_MISSES:
        said = Line(dialog.words.message("not_changed", position.known))
        return Move(replace(new, changing=None, misses=0), (said,), commands=lost)
    if reading.asking and position.outcome and (about := step_asked_about(dialog, position, reading.plain)):
        return Move(replace(case, misses=0), (about,), show=position.question is not None)
    if guessed := answer_guessed(dialog, case, position, reading):
        return guessed
    if reading.asking and position.situation:
        said = Line(dialog.words.message("no_answer", position.known))
        return Move(new, (said,), show=position.question is not None, commands=lost)
    if position.known.family in ACCESS_WANTED and reading.denies_all:
        said = Line(dialog.words.message("reply_not_done", position.known))
        return Move(replace(case, misses=0), (said,), show=position.question is not None)
    refining = position.question if position.outcome and not case.changing else None
    if refining and misses < MANY_MISSES and dialog.understander.answers_nothing(refining, reading):
        return Move(new, (Line(dialog.words.message("still_asking", position.known)),), commands=lost)
    if refining and reading.request != OFF_TOPIC:
        passed = replace(put(dialog, case, refining, UNKNOWN, now), misses=misses)
        return Move(passed, (Line(dialog.words.message("passed_over", position.known)),), commands=lost)
    name = "not_understood" if misses < MANY_MISSES else "not_understood_again"
    said = Line(dialog.words.message(name, position.known))
    asked = case.changing or position.question
    if asked is None:
        plan = numbered(dialog, position)
        number, step = first_undone(plan) or (0, None)
        asks = reading.asking or reading.interrogative
        again = dialog.words.message("not_understood_plan", position.known, number=number, step=step, asks=asks)
        return Move(new, (Line(again, plan_options(dialog, plan)),), show=False, commands=lost)
    if misses < MANY_MISSES:
        options = question_options(dialog, position, asked)
        return Move(new, (replace(said, options=options),), show=False, commands=lost)
    menu = Option("menu", dialog.words.button("menu"))
    return Move(new, (replace(said, options=(menu,) if position.situation else ()),), commands=lost)
