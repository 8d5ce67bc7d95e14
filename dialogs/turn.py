"""One turn: a case and an input in, a new case and what to say out. A pure function; every channel calls it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dialogs.answering import put
from dialogs.case import OPENED, Case
from dialogs.choosing import choose
from dialogs.commands import obey
from dialogs.dates import day_lines
from dialogs.dialog import Dialog, Line, Move
from dialogs.editions.choice import LANGUAGE
from dialogs.filling import with_story, without_story
from dialogs.forwards import again, asks_for_card, card_meant, card_move, look_at
from dialogs.handed_on import take_case_file, take_handed_on
from dialogs.heard import Name, asked_for, told_by
from dialogs.known import Known
from dialogs.library.library import TRIAGE
from dialogs.listening import listen
from dialogs.machine import situation_of
from dialogs.meant import seen_with
from dialogs.messages import (
    CHECK,
    CaseFileInput,
    ChoiceInput,
    CommandInput,
    ErrorPlace,
    ForwardInput,
    Input,
    Reply,
    TextInput,
    Turn,
    UnreadableInput,
)
from dialogs.modes import mode_of
from dialogs.naming import named
from dialogs.papers.data import EVENT
from dialogs.plan import compute_plan
from dialogs.plan_screen import changed_lines
from dialogs.quoting import quoted_offer
from dialogs.receipts import came_in, confirmed, still_asking, typed_income, typed_receipt
from dialogs.reminders import reminders
from dialogs.replay import Position
from dialogs.requests import asks_for_help
from dialogs.screen import SCREEN, room_beside
from dialogs.showing import headed, position_lines, with_language
from dialogs.subject import MAX_CHECKED, RELATIVE_IN_DANGER
from dialogs.together import only_asks
from dialogs.told import changeable_answers, noted_said
from dialogs.unfit import fit_lines, fit_plan
from dialogs.words import merge_facts
from dialogs.writing import paper_lines

ENDING = (CommandInput("forget"), CommandInput("restart"))
STOP_NOW = {"sharing_screen": "danger_screen_sharing", "asked_for_more": "danger_still_transferring"}


def take_turn(dialog: Dialog, case: Case, received: Input, now: dt.datetime) -> Turn:
    """Take one turn.

    Args:
        dialog: content and engine.
        case: the case so far (a fresh ``Case()`` for somebody new).
        received: what arrived.
        now: the present moment, with its time zone.

    Returns:
        The new case, the replies in order, and the plan where one is reached. Same in, same out; no input raises: an
        error of ours leaves the case as it was, is named in `Turn.error`, and is answered with first aid.
    """
    try:
        received = _named_language(dialog, received)
        case = _in_language(dialog, case, received)
        dialog = dialog.speaking(dialog.languages.spoken(case))
        return _turn(dialog, case, received, now)
    except Exception as error:  # noqa: BLE001  # whatever it is, somebody in trouble gets an answer
        return _failed(dialog, case, received, now, ErrorPlace.of(error))


def _named_language(dialog: Dialog, received: Input) -> Input:
    """The name of a language, typed, is its button pressed."""
    tag = dialog.languages.chosen(received.text) if isinstance(received, TextInput) else None
    return ChoiceInput(f"{LANGUAGE}{tag}") if tag else received


def _in_language(dialog: Dialog, case: Case, received: Input) -> Case:
    """The case with the language that was chosen, or in which its person writes; a forwarded message tells nothing."""
    match received:
        case TextInput(text=text):
            return dialog.languages.heard(case, text)
        case ChoiceInput(option=option) if option.startswith(LANGUAGE):
            tag = option.removeprefix(LANGUAGE)
            return replace(case, language=tag) if any(tag == one.tag for one in dialog.languages.known) else case
    return case


def _failed(dialog: Dialog, case: Case, received: Input, now: dt.datetime, error: ErrorPlace) -> Turn:
    """The turn after an error; what ends the case is done all the same, it needs nothing that the case holds."""
    if received in ENDING:
        return replace(_turn(dialog, case.anew(), received, now), error=error)
    nobody = Known({}, now)
    lines = [Line(dialog.words.message(name, nobody)) for name in ("system_error", "first_aid")]
    situation = situation_of(dialog.library, case.answers)
    state = situation or OPENED
    fit = fit_lines(lines, dialog.library, now.date())
    return Turn(case, state, situation, tuple(line.reply() for line in fit), error=error)


def _turn(dialog: Dialog, case: Case, received: Input, now: dt.datetime) -> Turn:
    told = case.answers
    if isinstance(received, TextInput) and received.edited and received.number == case.said_in:
        case = case.without(*case.said)
    before = dialog.position(case, now)
    open_case = _still_open(dialog, case, before)
    if case.checked and not isinstance(received, TextInput):
        open_case = replace(open_case, checked=None)
    move = _answer(dialog, open_case, before, received, now)
    if isinstance(received, TextInput) and case.receipts and move.case.receipts == case.receipts:
        move = still_asking(dialog, move, now)
    if not isinstance(received, TextInput) and case.offered and move.case.offered == case.offered:
        move = replace(move, case=move.case.declining())  # neither taken nor refused, and gone by
    moved = (move.case.answers, move.case.ticks) != (case.answers, case.ticks)
    position = dialog.position(move.case, now) if moved else before
    stop_now = _stop_now(dialog, case, move, position)
    lines = [*stop_now, *move.lines]
    new = _still_open(dialog, move.case, position)
    if move.show:
        greeting = isinstance(received, CommandInput) and received.name == "start" and not case.met
        alarm = bool(stop_now) or any(one.name is Name.DANGER for one in move.commands)
        opening = [replace(line, less_urgent=True) for line in _opening(dialog, new, position)]
        aside = [replace(line, less_urgent=alarm or bool(opening)) for line in move.aside]
        noted = noted_said(dialog, case, new, position) if isinstance(received, TextInput) else None
        room = room_beside([*lines, *opening, *aside], noted) if alarm or opening or aside else SCREEN
        new = replace(new, met=position.situation or OPENED)
        shown = list(move.instead) or _after(dialog, case, before, new, position)
        shown = shown or _present(dialog, new, position, move.page, room)
        shown = with_language(dialog, shown) if greeting else shown
        lines += [*opening, *aside]
        lines += headed(noted, shown, lines) if noted else shown
    heard = (*move.commands, *told_by(dialog.library, case, new)) if isinstance(received, TextInput) else ()
    if isinstance(received, TextInput):
        new = with_story(before, new, position, received.text)
    new = replace(new, view=move.view or (case.view if _only_replies(move) else None))
    facts = merge_facts(line.said.facts for line in lines)
    if facts:
        new = replace(new, advice=facts)
    if isinstance(received, TextInput):
        if received.edited and without_story(told) == without_story(new.answers) and not (move.lines or move.aside):
            lines = []  # an edit that changes nothing needs no second answer
        given = tuple(name for name, value in new.answers.items() if case.answers.get(name) != value)
        new = replace(new, said_in=received.number, said=given)
    unmoved = replace(new, advice=case.advice, said_in=case.said_in, said=case.said, view=case.view)
    if unmoved != case:  # these change no button
        new = replace(new, revision=case.revision + 1)
    plan = compute_plan(dialog.library, dialog.words, position.known) if position.outcome else ()
    return Turn(
        case=new,
        state=_state(new, position),
        situation=position.situation,
        replies=tuple(line.reply() for line in fit_lines(lines, dialog.library, now.date())),
        plan=fit_plan(plan, dialog.library, now.date()),
        facts=facts,
        forget=move.forget,
        reminders=reminders(dialog, new, position, now),
        commands=heard,
        mode=mode_of(new, position),
    )


def _only_replies(move: Move) -> bool:
    """Whether a move only answers a remark or a question in passing, and leaves open what is looked at."""
    return bool(move.commands) and all(one.name in {Name.CHITCHAT, Name.KNOWLEDGE_ANSWER} for one in move.commands)


def _after(dialog: Dialog, case: Case, before: Position, new: Case, position: Position) -> list[Line]:
    """What a new answer changed in a plan that was on the screen; nothing where there was none, or it is another."""
    elsewhere = before.question or position.question or new.changing or new.paper or new.field
    if elsewhere or before.state != position.state or case.answers == new.answers:
        return []
    return changed_lines(dialog, before, position)


def present(dialog: Dialog, case: Case, now: dt.datetime) -> tuple[Reply, ...]:
    """What the person should see now, without any input: used after a restart and for old buttons."""
    dialog = dialog.speaking(dialog.languages.spoken(case))
    position = dialog.position(case, now)
    case = _still_open(dialog, case, position)
    lines = fit_lines(_present(dialog, case, position), dialog.library, now.date())
    return tuple(line.reply() for line in lines)


def _present(dialog: Dialog, case: Case, position: Position, page: int = 0, room: int = SCREEN) -> list[Line]:
    """Where the person stands: in a paper, at the question for a day, or in the dialog itself, in `room` lines."""
    if case.paper:
        return paper_lines(dialog, case, position)
    return day_lines(dialog, case, position) if case.field else position_lines(dialog, case, position, page, room)


def _answer(dialog: Dialog, case: Case, position: Position, received: Input, now: dt.datetime) -> Move:
    match received:
        case TextInput(text=text):
            return _typed(dialog, case, position, text, now)
        case ChoiceInput():
            return choose(dialog, case, position, received, now)
        case ForwardInput():
            return take_handed_on(dialog, case, position, received, now)
        case CommandInput(name="start", about=about) if about == CHECK:
            return again(dialog, replace(case, checked=None), position)
        case CommandInput(name="start", about=about) if about and position.question == TRIAGE:
            return Move(put(dialog, case, TRIAGE, about, now)) if dialog.library.accepts(TRIAGE, about) else Move(case)
        case CommandInput(name=name):
            return obey(dialog, case, position, name, now)
        case CaseFileInput():
            return take_case_file(dialog, case, position, received, now)
        case UnreadableInput():
            return Move(case, (Line(dialog.words.message("unreadable", position.known, kind=received.kind)),))


def _typed(dialog: Dialog, case: Case, position: Position, text: str, now: dt.datetime) -> Move:
    """What somebody typed: about another message, for a card or help, the name of a button, or of their case."""
    if only_asks(text) and not (case.paper or case.field or case.changing or case.offered):
        return again(dialog, case, position)
    if asks_for_card(text):
        return card_move(dialog, case, card_meant(dialog, case, text), now.date())
    if not (case.paper or case.field) and (bill := typed_receipt(text[:MAX_CHECKED], now)):
        received = ForwardInput(image_text=bill[0], origin="typed", comment=bill[1])
        return take_handed_on(dialog, case, position, received, now)
    if not (case.paper or case.field) and (income := typed_income(text[:MAX_CHECKED])):
        return Move(case, (came_in(dialog, position, *income),), show=False)
    if quoted := quoted_offer(dialog, text):
        return look_at(dialog, case, position, ForwardInput(text=quoted))
    if asks_for_help(dialog, position, text):
        return replace(obey(dialog, case, position, "help", now), commands=(asked_for("help"),))
    if option := named(dialog, case, position, text):
        return choose(dialog, case, position, ChoiceInput(option), now)
    return listen(dialog, case, position, text, now)


def _still_open(dialog: Dialog, case: Case, position: Position) -> Case:
    """The case without a change, a paper or a day that is gone: a newer version lacks it, or an answer led away."""
    changing = case.changing if case.changing in changeable_answers(dialog, case, position) else None
    paper = case.paper if case.paper is None or case.paper in dialog.papers.kinds else None
    field = case.field if paper == case.paper else None
    if field and paper is None and field.removeprefix(EVENT) not in dialog.timetable.rules.asks:
        field = None
    return replace(case, changing=changing, paper=paper, field=field)


def _opening(dialog: Dialog, case: Case, position: Position) -> list[Line]:
    """The words that come before anything else: first aid for somebody new, the opening of a newly found situation.

    The opening heeds everything that was told, also what the flow has not come to yet (who is abroad, is at once).
    """
    if position.situation:
        # What a picture shows is heeded here before it is confirmed.
        known = seen_with(dialog, position, confirmed(dialog, case)).known
        return [] if case.met == position.situation else [Line(dialog.words.opening(known))]
    return [] if case.met else [Line(dialog.words.message("first_aid", position.known))]


def _stop_now(dialog: Dialog, before: Case, move: Move, position: Position) -> list[Line]:
    """The words "stop now", the moment somebody says that it is still going on."""
    answer = position.known.get("still_in_contact")
    if answer == before.answers.get("still_in_contact") or answer not in STOP_NOW:
        return []
    if position.situation == RELATIVE_IN_DANGER:  # it is not the reader who has to stop
        return []
    warning = Line(dialog.words.message(STOP_NOW[answer], position.known))
    return [] if any(line.said.text == warning.said.text for line in move.lines) else [warning]


def _state(case: Case, position: Position) -> str:
    if case.paper:
        return f"papers.{case.paper}"
    if case.changing:
        return f"{position.situation or 'triage'}.{case.changing}"
    return position.state
