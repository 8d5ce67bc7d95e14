"""What people ask the program for in words, and what they say to it: each does what its button or command does."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dialogs.answering import UNKNOWN, put
from dialogs.case import Case
from dialogs.choosing import tick_step
from dialogs.commands import obey
from dialogs.dialog import Dialog, Line, Move
from dialogs.filling import paper_data
from dialogs.messages import CommandName
from dialogs.modes import STEP_VIEW, looked_at
from dialogs.papers.offer import in_its_place
from dialogs.plan_screen import first_undone, later_step, numbered, plan_lines, step_line
from dialogs.replay import Position
from dialogs.text.simplified import simplified
from dialogs.understanding.typed import DONE, DRAFT, PLAN
from dialogs.writing import begin, menu_lines

COMMANDS: dict[str, CommandName] = {
    "back": "back", "restart": "restart", "forget": "forget", "evidence": "evidence", "timeline": "timeline",
    "sources": "source", "change": "change", "privacy": "privacy", "help": "help", "export": "export",
}  # fmt: skip
"""Requests that are commands."""

TALK = frozenset({"thanks", "goodbye", "greeting", "are_you_human", "wait", "acknowledged"})
"""What is said to the program and asks for nothing; each has its words in the message ``reply_<name>``."""

ASKS = {"human": "ask.human_help", "who_are_you": "ask.who_are_you", "doubt_you": "ask.are_you_scam"}
"""Requests that are answered by knowledge."""

WITH_NOTHING_OPEN = {"yes": "acknowledged", "stop": "goodbye"}
"""What is said under a plan: 「好的」 takes note, 「算了」 takes leave."""
SOLVED = "solved"
"""The request that says that the money is back or nothing was wrong: the case is over."""
HELP = "help"
OFF_TOPIC = "off_topic"  # what has nothing to do with a payment, or no meaning at all
LEAVING = frozenset({"stop", "back"})
BESIDE_A_PAPER = frozenset({*COMMANDS, *LEAVING, *ASKS}) - {"timeline", "evidence", "export"}
"""What is heard while a paper is written: anything else is taken for the answer to its question."""


def asks_for_help(dialog: Dialog, position: Position, text: str) -> bool:
    """Whether typed words are, in either script, what a menu or a manual is called: 「選單」, 「能做什么？」."""
    typed = "_".join(simplified(text.lower()).strip(" 。.!！?？~").split())
    return typed in dialog.source.words.message("help_asked", position.known).text.split()


def serve(dialog: Dialog, case: Case, position: Position, request: str, now: dt.datetime) -> Move | None:
    """Do what was asked for in words; None for what cannot be done at this point."""
    asked = position.question is not None
    if request == SOLVED:
        return Move(case, (Line(dialog.words.message("reply_solved", position.known)),), show=False)
    if request in COMMANDS:
        return obey(dialog, case, position, COMMANDS[request], now)
    open_ = bool(case.paper or case.field or case.changing)
    if not (asked or open_):
        request = WITH_NOTHING_OPEN.get(request, request)
    if request in TALK:
        return Move(case, (Line(dialog.words.message(f"reply_{request}", position.known)),), show=asked)
    if request in ASKS:
        return Move(case, (Line(dialog.words.knowledge(ASKS[request], position.known)),), show=asked)
    if request.startswith(DRAFT):
        kind = request.removeprefix(DRAFT)
        if paper := dialog.papers.kinds.get(kind):
            fitting = dialog.papers.kinds[in_its_place(paper, paper_data(case, position).known)]
            # What says it in a few lines comes first.
            begun = begin(dialog, case, position, fitting.short or fitting.id)
            if begun and begun.case.paper is None:  # it is not for this case: what is stands beside the reason
                return replace(begun, lines=(*begun.lines, *menu_lines(dialog, case, position)))
            return begun
        return Move(replace(case, paper=None, field=None), tuple(menu_lines(dialog, case, position)), show=False)
    if position.outcome and not open_ and (move := _about_the_plan(dialog, case, position, request, now)):
        return move
    if request == "skip" and position.question and position.outcome and not case.changing:
        return Move(put(dialog, case, position.question, UNKNOWN, now))
    if request in {*PLAN, "again"}:
        return Move(case)
    if request == "stop" and open_:
        return Move(replace(case, paper=None, field=None, changing=None))
    return None


def _about_the_plan(dialog: Dialog, case: Case, position: Position, request: str, now: dt.datetime) -> Move | None:
    """What to do now, next and later, where a plan is in sight: all of it before it was seen, then step by step."""
    following = first_undone(numbered(dialog, position))
    if position.question and request != DONE:
        return Move(case, tuple(plan_lines(dialog, position)), show=False) if request in PLAN else None
    seen = looked_at(case, STEP_VIEW)  # after 「下一步」
    if request == DONE and following:
        in_sight = next((step.id for _, step in numbered(dialog, position) if step.id == seen and not step.done), None)
        return tick_step(dialog, case, position, in_sight or following[1].id, now, done=True)
    if request == "steps" and following:
        return Move(case, (step_line(dialog, position, following[0]),), show=False)
    if request in PLAN and (later := later_step(dialog, position, seen)):
        lines = plan_lines(dialog, position, start=later[0])
        return Move(case, tuple(lines), show=False, view=f"{STEP_VIEW}:{later[1].id}")
    return Move(case) if request in PLAN else None
