"""What typed words do: answer the open question, tell us more, ask something in passing, or ring an alarm."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace

from dialogs.answering import UNKNOWN, put
from dialogs.case import OPENED, PASSED_OVER, Case
from dialogs.dates import hear_day
from dialogs.dialog import Dialog, Line, Move
from dialogs.filling import asks_for_a_story, hear_field
from dialogs.forwards import QUESTION as AFTER_A_CHECK
from dialogs.forwards import after_check
from dialogs.heard import Command, Name, asked_for
from dialogs.library.library import TRIAGE
from dialogs.library.records import Family, Typed
from dialogs.messages import Option
from dialogs.plan import compute_plan
from dialogs.replay import Position
from dialogs.requests import BESIDE_A_PAPER, OFF_TOPIC, serve
from dialogs.secrets import screen
from dialogs.showing import first_undone, plan_options, question_options, step_said
from dialogs.subject import VAGUE, as_forward, find_situation, is_ours, just_told, other_situation, pruned, settle
from dialogs.understanding import OUT_OF_SCOPE, Reading

MAX_READ = 4000  # characters of one message that are understood; a longer one is somebody else's text
MOST_ALARMS = 2  # said at once: the most urgent
LONGEST_ALARM = 30  # characters; where a story is asked for, a longer message is the story
TOO_SHORT = 4  # characters that cannot tell that something is none of our business
# Who asks whether a caller is real hears both sides in the opening: the real police must not be hung up on.
OFFICIAL_CONTACT, SAID_OF_CALLS = "official_contact", frozenset({"still_transferring", "locked_in_call"})
MANY_MISSES = 2  # after so many misunderstandings in a row the menu is offered
_STEP = re.compile(r"第?\s{0,3}([0-9]{1,2}|[一二三四五六七八九十])\s{0,3}(?:(?:步|[.。、]|怎么).{0,6})?")
_NUMERALS = {numeral: number for number, numeral in enumerate("一二三四五六七八九十", start=1)}


def listen(dialog: Dialog, case: Case, position: Position, text: str, now: dt.datetime) -> Move:
    """Take typed words into the case.

    While a paper is written or a day is asked, they answer that question, unless life is in danger.
    """
    if case.paper or case.field:
        return _for_the_question(dialog, case, position, text, now)
    screened = screen(text)
    reading = dialog.understander.read(screened.text[:MAX_READ], now)
    if case.offered and (move := _to_the_offer(dialog, case, position, text, reading)):
        return move
    if case.checked and (move := _after_the_check(dialog, case, position, text, reading, now)):
        return move
    if case.offered and position.situation is None and not is_ours(dialog, reading) and not reading.request:
        case = settle(case, case.offered)  # who was asked which of two and goes on telling is taken for the likelier
        position = dialog.position(case, now)
    case = replace(case, offered=None, checked=None)
    reading = replace(reading, topics=tuple(topic for topic in reading.topics if _fits(dialog, topic, position)))
    if screened.kinds and reading.situation == OUT_OF_SCOPE:
        reading = replace(reading, situation=None)  # who shows a card or a code is not sent away
    if len(text.strip()) <= TOO_SHORT and reading.situation == OUT_OF_SCOPE:
        reading = replace(reading, situation=None)  # 「救救我」 says nothing of what it is about
    alarms = _alarms(dialog, position, reading)
    commands = [Command(Name.DANGER, kind) for kind in reading.danger]
    if screened.kinds:
        alarms.append(Line(dialog.words.message("secret_found", position.known, kinds=screened.kinds)))
        commands.append(Command(Name.SECRET))
    if "despair" in reading.danger and not is_ours(dialog, reading) and position.situation is None:
        first_aid = Line(dialog.words.message("first_aid", just_told(position, reading)))
        new = replace(case, met=case.met or OPENED)
        return Move(new, (*alarms, first_aid), show=False, commands=tuple(commands))
    told = reading.situation if is_ours(dialog, reading) else None
    if "violence" in reading.danger and position.situation is None and told in {None, *VAGUE}:
        new = replace(case, met=case.met or OPENED)
        return Move(new, tuple(alarms), show=False, commands=tuple(commands))  # no plan of payments now
    heard = _heard(dialog, case, position, screened.text[:MAX_READ], reading, now)
    if heard is None and reading.feeling and case.met and not alarms:
        said = Line(dialog.words.message(f"reply_{reading.feeling}", position.known))
        remark = Command(Name.CHITCHAT, reading.feeling)
        heard = Move(replace(case, misses=0), (said,), show=position.question is not None, commands=(remark,))
    if heard is None and (alarms or not text.strip()):
        return Move(case, tuple(alarms), commands=tuple(commands))
    if heard is None:
        return _not_understood(dialog, case, position, reading, now)
    lines, said_of = (*alarms, *heard.lines), (*commands, *heard.commands)
    return replace(heard, case=pruned(dialog, heard.case), lines=lines, commands=said_of)


def _fits(dialog: Dialog, topic: str, position: Position) -> bool:
    """Whether the answer to a question of knowledge is true of the case."""
    entry = dialog.library.knowledge.get(topic)
    return entry is None or not entry.families or position.known.family in {None, *entry.families}


def _alarms(dialog: Dialog, position: Position, reading: Reading) -> list[Line]:
    known = just_told(position, reading)
    asks_who_calls = reading.situation == OFFICIAL_CONTACT != position.situation
    said = SAID_OF_CALLS if asks_who_calls else frozenset()
    dangers = [kind for kind in reading.danger if kind not in said]
    return [Line(dialog.words.message(f"danger_{kind}", known)) for kind in dangers[:MOST_ALARMS]]


def _for_the_question(dialog: Dialog, case: Case, position: Position, text: str, now: dt.datetime) -> Move:
    """A message while a paper is written or a day is asked: a danger and a request come before the answer."""
    reading = dialog.understander.read(text[:MAX_READ], now)
    if screen(text).kinds:  # what is refused where a secret is typed says it better
        reading = replace(reading, danger=tuple(kind for kind in reading.danger if kind != "secret_given"))
    if reading.danger and not (asks_for_a_story(dialog, case, position) and len(text) > LONGEST_ALARM):
        commands = tuple(Command(Name.DANGER, kind) for kind in reading.danger)
        return Move(case, tuple(_alarms(dialog, position, reading)), commands=commands)
    request = reading.request or ""
    if request in BESIDE_A_PAPER and (move := serve(dialog, case, position, request, now)):
        return replace(move, commands=(asked_for(request),))
    return hear_field(dialog, case, position, text, now) if case.paper else hear_day(dialog, case, text, now)


def _to_the_offer(dialog: Dialog, case: Case, position: Position, text: str, reading: Reading) -> Move | None:
    """A typed yes or no to the situation just offered; None when the words say something else."""
    yes, no = (dialog.words.message(name, position.known) for name in ("offer_yes", "offer_no"))
    typed = text.strip().rstrip("。!！~")
    if typed in yes.text.split() or reading.request == "yes":
        return Move(settle(replace(case, offered=None), case.offered or ""))
    refused = typed in no.text.split() or reading.request == "no"
    return Move(replace(case, offered=None)) if refused else None


def _after_the_check(
    dialog: Dialog, case: Case, position: Position, text: str, reading: Reading, now: dt.datetime
) -> Move | None:
    """What somebody types about the message just checked: whether it caught them."""
    said = _direct_answer(dialog, AFTER_A_CHECK, text, reading, now)
    if reading.topics or reading.danger or said in {None, UNKNOWN}:
        return None
    return after_check(dialog, replace(case, checked=None), position, f"{case.checked}:{said}")


def _heard(
    dialog: Dialog, case: Case, position: Position, text: str, reading: Reading, now: dt.datetime
) -> Move | None:
    """The move that the words make, or None when nothing in them was understood."""
    if position.question is None and not case.changing and (step := _about_the_plan(dialog, case, position, text)):
        return step
    asked = case.changing or position.question
    if asked and (option := _label_typed(dialog, asked, text)):
        return Move(put(dialog, case, asked, option, now))
    answers = bool(asked) and dialog.understander.surely_answers(asked or "", reading)
    if (
        reading.request
        and case.met
        and not reading.danger
        and not answers
        and step_number(text) is None  # a step that is not there is not done
        and (served := serve(dialog, replace(case, misses=0), position, reading.request, now))
    ):
        return replace(served, commands=(asked_for(reading.request),))
    names_situation = position.situation is None and is_ours(dialog, reading)
    # A question in passing is no answer, unless another part of the message answers what was asked. Where somebody
    # only wants to know, what they ask is the answer.
    asking = reading.asking and position.known.family not in {None, Family.LEARN}
    asking = asking and not (asked and dialog.understander.rather_answers(asked, reading))
    direct = None if names_situation or asking else _direct_answer(dialog, asked, text, reading, now)
    new = put(dialog, case, asked, direct, now) if asked and direct else case
    told = _told(dialog, position, asked, reading)
    new = _add_details(dialog, new, told, answered=direct is not None, amends=reading.amends)
    lines = [Line(dialog.words.knowledge(topic, position.known)) for topic in reading.topics]
    topics = tuple(Command(Name.KNOWLEDGE_ANSWER, topic) for topic in reading.topics)
    move = None
    if position.situation is None and direct is None:
        move = find_situation(dialog, new, position, reading, text)
    elif position.situation and not case.changing and (reading.amends or not (lines and reading.asking)):
        move = other_situation(dialog, new, position, reading, answered=direct is not None and not reading.amends)
    if move is None and (kept := pruned(dialog, new)) != case:
        move = Move(replace(kept, misses=0))
    if move is None and lines:
        move = Move(replace(case, misses=0), show=position.question is not None)
    if move is None and position.situation:
        move = as_forward(dialog, case, position, text)
    if move is None:
        return None
    move = replace(move, commands=(*topics, *move.commands))
    if move.show:
        return replace(move, aside=tuple(lines))
    first = 1 if case.met is None else 0  # what somebody new is told first stays first
    return replace(move, lines=(*move.lines[:first], *lines, *move.lines[first:]))


def _told(dialog: Dialog, position: Position, asked: str | None, reading: Reading) -> Mapping[str, str]:
    """What a message tells besides an answer: the words of the details, and what the models are sure of.

    In the middle of a talk a question in passing tells nothing, only what is said beside it.
    """
    found = position.situation or (reading.situation if is_ours(dialog, reading) else None)
    flow = dialog.library.flows.get(found or "")
    if flow is None:
        return reading.answers
    anywhere = {name for name, one in dialog.library.questions.items() if one.everywhere and position.situation}
    here = {*flow.asks, *anywhere} - {asked}
    passing = position.situation is not None and (reading.asking or reading.amends)
    stated = reading.stated if passing else reading.answers
    questions = dialog.library.questions
    exact = {
        name: value
        for name, value in stated.items()
        if name in questions and questions[name].typed is not Typed.NOTHING
    }
    return {**stated, **dialog.understander.read_told(reading, sorted(here), asked), **exact}


def _label_typed(dialog: Dialog, asked: str, text: str) -> str | None:
    """The option whose very label was typed: that is the button pressed, whatever else its words sound like."""
    library, typed = dialog.library, text.strip()
    return next((option for option in library.options(asked) if library.label(asked, option) == typed), None)


def _direct_answer(dialog: Dialog, asked: str | None, text: str, reading: Reading, now: dt.datetime) -> str | None:
    if asked is None or not text.strip():
        return None
    question = dialog.library.questions[asked]
    options = dialog.library.synonyms(asked)
    answer = dialog.understander.read_answer(asked, options, question.typed.value, text, now, reading)
    return None if answer == UNKNOWN and _decides(asked) else answer


def _decides(asked: str) -> bool:
    """Whether nothing can follow a question that is not answered: what it is all about."""
    return asked == TRIAGE or asked.startswith("which_")


def _add_details(
    dialog: Dialog, case: Case, answers: Mapping[str, str], *, answered: bool, amends: bool = False
) -> Case:
    """What was said beside the point: kept where it is not known yet, and where it tells how things stand now.

    While a question is being answered, only what is going on with the swindler may replace what was known: the words
    of an answer (「还没有」) too easily sound like more than they say. Who `amends` their words replaces anything.
    """
    questions = dialog.library.questions
    fresh = {
        name: value
        for name, value in answers.items()
        if name in questions
        and case.answers.get(name) != value
        and (
            amends
            or case.answers.get(name) in {None, PASSED_OVER, UNKNOWN}
            or name == "still_in_contact"
            or (questions[name].may_change and not answered)
        )
    }
    return replace(case, answers={**case.answers, **fresh}) if fresh else case


def _about_the_plan(dialog: Dialog, case: Case, position: Position, text: str) -> Move | None:
    """Words after the plan: a step's number shows that step, before it could be taken for an amount."""
    plan = compute_plan(dialog.library, dialog.words, position.known)
    number = step_number(text)
    if number is None or not 1 <= number <= len(plan):
        return None
    said = step_said(dialog, position, number, plan[number - 1])
    move = Move(replace(case, misses=0), (Line(said, plan_options(dialog, plan)),), show=False)
    return replace(move, commands=(Command(Name.DO, "step", str(number)),))


def step_number(text: str) -> int | None:
    """The step that words like 「第 2 步」, 「第二步怎么做」 or 「2」 mean."""
    match = _STEP.fullmatch(text.strip())
    return (_NUMERALS.get(match.group(1)) or int(match.group(1))) if match else None


def _not_understood(dialog: Dialog, case: Case, position: Position, reading: Reading, now: dt.datetime) -> Move:
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
    if reading.asking and position.situation:
        said = Line(dialog.words.message("no_answer", position.known))
        return Move(new, (said,), show=position.question is not None, commands=lost)
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
        plan = compute_plan(dialog.library, dialog.words, position.known)
        number, step = first_undone(plan) or (0, None)
        again = dialog.words.message("not_understood_plan", position.known, number=number, step=step)
        return Move(new, (Line(again, plan_options(dialog, plan)),), show=False, commands=lost)
    if misses < MANY_MISSES:
        options = question_options(dialog, position, asked)
        return Move(new, (replace(said, options=options),), show=False, commands=lost)
    menu = Option("menu", dialog.words.button("menu"))
    return Move(new, (replace(said, options=(menu,) if position.situation else ()),), commands=lost)
