"""What a pressed button does. Ids of options are either an answer to the open question or ``<verb>:<object>``."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import get_args

from dialogs.answering import put
from dialogs.case import Case
from dialogs.commands import obey
from dialogs.dates import ask_day, make_chart, remind, starts_lines
from dialogs.dialog import Dialog, Line, Move
from dialogs.evidence import item_move, tick
from dialogs.filling import choose_field, finish, reopen, resume, take_total, write
from dialogs.forwards import after_check, card_move, poster_move
from dialogs.library.models.cards import CardKind
from dialogs.messages import ChoiceInput, CommandName
from dialogs.plan_screen import LASTING, later_lines, numbered, plan_lines, ticked_line, to_send
from dialogs.receipts import answer_receipts, stored_receipts
from dialogs.replay import Position
from dialogs.showing import NOT_PAID, PAID, may_be_unpaid
from dialogs.subject import back_to_menu, settle
from dialogs.told import changeable_answers
from dialogs.words import Said, quoted
from dialogs.writing import begin, change_lines, make_file, menu_lines

COMMANDS = frozenset(get_args(CommandName)) - {"forget"}  # no button takes everything away


def choose(dialog: Dialog, case: Case, position: Position, received: ChoiceInput, now: dt.datetime) -> Move:
    """Take a choice into the case; one that no longer fits shows the present question again and changes nothing."""
    lasting = received.option.partition(":")[0] in LASTING
    stale = received.revision is not None and received.revision != case.revision and not lasting
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
            return Move(case.declining())
        case "menu":
            return Move(back_to_menu(case))
        case "leave":
            return Move(replace(case, paper=None, field=None))
        case "forwarded" | "receipt" | "share" | "poster":
            return _chosen_of_handed_on(dialog, case, position, verb, what, now)
        case _:
            return _chosen_for_plan(dialog, case, position, verb, what, now)


def _chosen_of_handed_on(
    dialog: Dialog, case: Case, position: Position, verb: str, what: str, now: dt.datetime
) -> Move | None:
    """What a button under a verdict, or under what was read off a picture, does."""
    match verb:
        case "forwarded":
            return after_check(dialog, case, position, what)
        case "receipt" if what in {"yes", "no"}:
            return answer_receipts(dialog, case, position, right=what == "yes")
        case "share" if what in set(CardKind):
            return card_move(dialog, case, what, now.date())
        case "poster" if what in set(CardKind):
            return poster_move(dialog, case, position, what)
        case _:
            return None


def _chosen_for_plan(
    dialog: Dialog, case: Case, position: Position, verb: str, what: str, now: dt.datetime
) -> Move | None:
    """What a button under a plan does, or one that can stand anywhere."""
    match verb:
        case "lang" if case.language == what:  # `dialogs.turn` has taken it over already
            return Move(case, (Line(dialog.words.message("language_set", position.known)),))
        case "done" | "undo" if position.outcome:
            return tick_step(dialog, case, position, what, now, done=verb == "done")
        case "rest" if position.outcome:
            later = plan_lines(dialog, position, start=_page(what)) if what else later_lines(dialog, position)
            return Move(case, tuple(later or plan_lines(dialog, position)), show=False)
        case "unpaid" if may_be_unpaid(dialog, position):
            return Move(put(dialog, case, PAID, NOT_PAID, now))
        case "copy":
            return _copied(dialog, case, position, what)
        case "paper":
            return begin(dialog, case, position, what)
        case "papers":
            return Move(case, tuple(menu_lines(dialog, case, position, _page(what))), show=False)
        case "event" | "events" | "chart" | "remind":
            return _chosen_for_days(dialog, case, position, verb, what, now)
        case "item":
            return item_move(dialog, case, position, what)
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
            return finish(dialog, case)
        case "write":
            return write(case)
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


def tick_step(
    dialog: Dialog, case: Case, position: Position, step: str, now: dt.datetime, *, done: bool
) -> Move | None:
    """A step ticked off or taken back, and the plan as it stands then; None for a step that is not in it."""
    number = next((place for place, one in numbered(dialog, position) if one.id == step), None)
    if number is None:
        return None
    others = tuple(name for name in case.ticks if name != step)
    new = replace(case, ticks=(*others, step) if done else others)
    return Move(new, (ticked_line(dialog, dialog.position(new, now), number, done=done),), show=False)


def _copied(dialog: Dialog, case: Case, position: Position, what: str) -> Move | None:
    """Words to take along by themselves, for a channel whose buttons copy nothing: of a step, a paper, an order."""
    if what == "paper" and case.paper:
        return Move(case)
    if what == "order":
        text = next((one.payment.order_number or "" for one in stored_receipts(case.receipts or "")), "")
    else:
        text = next((to_send(step) for number, step in numbered(dialog, position) if str(number) == what), "")
    return Move(case, (Line(Said(quoted(text))),), show=False) if text else None
