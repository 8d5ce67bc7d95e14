"""What typed words do: answer the open question, tell us more, ask something in passing, or ring an alarm."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace

from dialogs.answering import put
from dialogs.case import OPENED, Case
from dialogs.dates import hear_day
from dialogs.dialog import Dialog, Line, Move
from dialogs.filling import asks_for_a_story, hear_field
from dialogs.forwards import TRAPS, verdict_lines
from dialogs.library.library import TRIAGE
from dialogs.library.records import Family
from dialogs.machine import situation_of
from dialogs.messages import Option
from dialogs.plan import compute_plan
from dialogs.replay import Position
from dialogs.requests import BESIDE_A_PAPER, serve
from dialogs.secrets import screen
from dialogs.showing import plan_options, question_options, step_said
from dialogs.understanding import OUT_OF_SCOPE, Reading

MAX_READ = 4000  # characters of one message that are understood; a longer one is somebody else's text
MAX_CHECKED = 800  # characters of typed words that are looked at as a pasted offer; a forward is checked whole
SURE = 0.6  # from this score a new situation may replace one already found (after asking)
CLOSE = 0.15  # two situations nearer to each other than this are told apart by a question
MOST_ALARMS = 2  # said at once: the most urgent
LONGEST_ALARM = 30  # characters; where a story is asked for, a longer message is the story
TOO_SHORT = 4  # characters that cannot tell that something is none of our business
MANY_MISSES = 2  # after so many misunderstandings in a row the menu is offered
VAGUE = frozenset({"scam_other"})
AT_EASE = frozenset({Family.LEARN, Family.OUT_OF_SCOPE})  # nothing is at stake there, so any real story takes over
# Who tells any of these is not sent away, whatever else the words sound like.
OF_A_PAYMENT = frozenset({"channel", "accepted", "arrival", "amount", "counterpart", "still_in_contact", "police"})
_STEP = re.compile(r"第?\s{0,3}([0-9]{1,2}|[一二三四五六七八九十])\s{0,3}(?:(?:步|[.。、]|怎么).{0,6})?")
_NUMERALS = {numeral: number for number, numeral in enumerate("一二三四五六七八九十", start=1)}


def listen(dialog: Dialog, case: Case, position: Position, text: str, now: dt.datetime) -> Move:
    """Take typed words into the case.

    While a paper is written or a day is asked, they answer that question, unless life is in danger.
    """
    if case.paper or case.field:
        return _for_the_question(dialog, case, position, text, now)
    screened = screen(text)
    if case.offered and (move := _to_the_offer(dialog, case, position, text)):
        return move
    case = replace(case, offered=None)
    reading = dialog.understander.read(screened.text[:MAX_READ], now)
    if screened.kinds and reading.situation == OUT_OF_SCOPE:
        reading = replace(reading, situation=None)  # who shows a card or a code is not sent away
    if len(text.strip()) <= TOO_SHORT and reading.situation == OUT_OF_SCOPE:
        reading = replace(reading, situation=None)  # 「救救我」 says nothing of what it is about
    alarms = _alarms(dialog, position, reading)
    if screened.kinds:
        alarms.append(Line(dialog.words.message("secret_found", position.known, kinds=screened.kinds)))
    if "despair" in reading.danger and not _is_ours(dialog, reading) and position.situation is None:
        first_aid = Line(dialog.words.message("first_aid", position.known))
        return Move(replace(case, met=case.met or OPENED), (*alarms, first_aid), show=False)
    heard = _heard(dialog, case, position, screened.text[:MAX_READ], reading, now)
    if heard is None and reading.feeling and case.met and not alarms:
        said = Line(dialog.words.message(f"reply_{reading.feeling}", position.known))
        heard = Move(replace(case, misses=0), (said,), show=position.outcome is None)
    if heard is None and (alarms or not text.strip()):
        return Move(case, tuple(alarms))
    if heard is None:
        return _not_understood(dialog, case, position)
    return replace(heard, case=pruned(dialog, heard.case), lines=(*alarms, *heard.lines))


def _alarms(dialog: Dialog, position: Position, reading: Reading) -> list[Line]:
    return [Line(dialog.words.message(f"danger_{kind}", position.known)) for kind in reading.danger[:MOST_ALARMS]]


def _for_the_question(dialog: Dialog, case: Case, position: Position, text: str, now: dt.datetime) -> Move:
    """A message while a paper is written or a day is asked: a danger and a request come before the answer."""
    reading = dialog.understander.read(text[:MAX_READ], now)
    if screen(text).kinds:  # what is refused where a secret is typed says it better
        reading = replace(reading, danger=tuple(kind for kind in reading.danger if kind != "secret_given"))
    if reading.danger and not (asks_for_a_story(dialog, case, position) and len(text) > LONGEST_ALARM):
        return Move(case, tuple(_alarms(dialog, position, reading)))
    if reading.request in BESIDE_A_PAPER and (move := serve(dialog, case, position, reading.request or "", now)):
        return move
    return hear_field(dialog, case, position, text, now) if case.paper else hear_day(dialog, case, text, now)


def _to_the_offer(dialog: Dialog, case: Case, position: Position, text: str) -> Move | None:
    """A typed yes or no to the situation just offered; None when the words say something else."""
    yes, no = (dialog.words.message(name, position.known) for name in ("offer_yes", "offer_no"))
    typed = text.strip().rstrip("。!！~")
    if typed in yes.text.split():
        return Move(settle(replace(case, offered=None), case.offered or ""))
    return Move(replace(case, offered=None)) if typed in no.text.split() else None


def _heard(
    dialog: Dialog, case: Case, position: Position, text: str, reading: Reading, now: dt.datetime
) -> Move | None:
    """The move that the words make, or None when nothing in them was understood."""
    if position.outcome and not case.changing and (step := _about_the_plan(dialog, case, position, text)):
        return step
    asked = case.changing or position.question
    if asked and (option := _label_typed(dialog, asked, text)):
        return Move(put(dialog, case, asked, option, now))
    if (
        reading.request
        and case.met
        and not reading.danger
        and (served := serve(dialog, replace(case, misses=0), position, reading.request, now))
    ):
        return served
    names_situation = position.situation is None and _is_ours(dialog, reading)
    # A question in passing tells nothing, unless another part of the message answers what was asked.
    asking = bool(reading.topics) and position.situation is not None
    asking = asking and not (asked and dialog.understander.surely_answers(asked, reading))
    direct = None if names_situation or asking else _direct_answer(dialog, asked, text, reading, now)
    new = put(dialog, case, asked, direct, now) if asked and direct else case
    if not asking:
        new = _add_details(
            dialog, new, _told(dialog, position, asked, reading), answered=direct is not None, amends=reading.amends
        )
    lines = [Line(dialog.words.knowledge(topic, position.known)) for topic in reading.topics]
    move = None
    if position.situation is None and direct is None:
        move = _find_situation(dialog, new, position, reading, text)
    elif position.situation and not case.changing and not lines:  # who asks about something tells nothing new
        move = _other_situation(dialog, new, position, reading, answered=direct is not None and not reading.amends)
    if move is None and (kept := pruned(dialog, new)) != case:
        move = Move(replace(kept, misses=0))
    if move is None and lines:
        move = Move(replace(case, misses=0), show=position.outcome is None)
    if move is None and position.situation:
        move = _as_forward(dialog, case, position, text)
    if move is None or move.show:
        return move and replace(move, aside=tuple(lines))
    first = 1 if case.met is None else 0  # what somebody new is told first stays first
    return replace(move, lines=(*move.lines[:first], *lines, *move.lines[first:]))


def _told(dialog: Dialog, position: Position, asked: str | None, reading: Reading) -> Mapping[str, str]:
    """What a message tells besides an answer: the words of the details, and what the models are sure of."""
    flow = dialog.library.flows.get(position.situation or "")
    if flow is None:
        return reading.answers
    here = {name for name, one in dialog.library.questions.items() if name in flow.asks or one.everywhere} - {asked}
    return {**reading.answers, **dialog.understander.read_told(reading, sorted(here))}


def _is_ours(dialog: Dialog, reading: Reading) -> bool:
    flow = dialog.library.flows.get(reading.situation or "")
    return flow is not None and flow.from_words and flow.situation != OUT_OF_SCOPE


def _label_typed(dialog: Dialog, asked: str, text: str) -> str | None:
    """The option whose very label was typed: that is the button pressed, whatever else its words sound like."""
    library, typed = dialog.library, text.strip()
    return next((option for option in library.options(asked) if library.label(asked, option) == typed), None)


def _direct_answer(dialog: Dialog, asked: str | None, text: str, reading: Reading, now: dt.datetime) -> str | None:
    if asked is None or not text.strip():
        return None
    question = dialog.library.questions[asked]
    options = dialog.library.synonyms(asked)
    return dialog.understander.read_answer(asked, options, question.typed.value, text, now, reading)


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
            or name not in case.answers
            or name == "still_in_contact"
            or (questions[name].may_change and not answered)
        )
    }
    return replace(case, answers={**case.answers, **fresh}) if fresh else case


def pruned(dialog: Dialog, case: Case) -> Case:
    """The case without answers that its situation can do nothing with: only what a plan or a paper needs is kept."""
    situation = situation_of(dialog.library, case.answers)
    if situation is None:
        return case
    asked = dialog.library.flows[situation].asks
    kept = {
        name: value
        for name, value in case.answers.items()
        if name in asked
        or name not in dialog.library.questions
        or dialog.library.questions[name].everywhere
        or name == TRIAGE
        or name.startswith("which_")
    }
    return case if len(kept) == len(case.answers) else replace(case, answers=kept)


def _find_situation(dialog: Dialog, case: Case, position: Position, reading: Reading, text: str) -> Move | None:
    """The situation from the words: found, or one of two and asked which."""
    if not _is_ours(dialog, reading):
        pasted = _as_forward(dialog, case, position, text)
        at_risk = bool(reading.danger or OF_A_PAYMENT & reading.answers.keys())
        if pasted or at_risk or reading.situation != OUT_OF_SCOPE:
            return pasted
    near = [name for name, score in reading.alternatives[:1] if reading.score - score < CLOSE]
    rivals = [name for name in near if name in dialog.library.flows and name not in {OUT_OF_SCOPE, *VAGUE}]
    found = reading.situation or OUT_OF_SCOPE
    if rivals and reading.score < SURE and found not in {OUT_OF_SCOPE, *VAGUE}:
        lines = _which_of(dialog, position, (found, *rivals), fresh=case.met is None)
        return Move(replace(case, met=case.met or OPENED), tuple(lines), show=False)
    return Move(settle(case, found))


def settle(case: Case, situation: str) -> Case:
    """The case with its situation decided; menu answers that led elsewhere are dropped."""
    menus = [name for name in case.answers if name.startswith("which_")]
    kept = case.without(*menus, TRIAGE)
    return replace(kept, answers={TRIAGE: situation, **kept.answers}, misses=0)


def _as_forward(dialog: Dialog, case: Case, position: Position, text: str) -> Move | None:
    """A trap pasted as one's own words is looked at as a forwarded message."""
    result = dialog.checker.check(text[:MAX_CHECKED])
    if result.verdict not in {*TRAPS, "caution"} and not result.claims:
        return None
    if result.verdict in TRAPS:
        new = replace(case, answers={name: value for name, value in case.answers.items() if name != "forwarded"})
        return Move(new, tuple(verdict_lines(dialog, position, result)), show=False)
    return Move(case, tuple(verdict_lines(dialog, position, result)))


def _which_of(dialog: Dialog, position: Position, situations: tuple[str, ...], *, fresh: bool) -> list[Line]:
    """One short question between situations; before anything is known it comes with the first aid."""
    library = dialog.library
    options = [Option(f"switch:{name}", library.flow_words[name].label) for name in situations]
    options.append(Option("menu", dialog.words.button("neither")))
    first_aid = [Line(dialog.words.message("first_aid", position.known))] if fresh else []
    return [*first_aid, Line(dialog.words.message("which_of_two", position.known), tuple(options))]


def _other_situation(
    dialog: Dialog, case: Case, position: Position, reading: Reading, *, answered: bool
) -> Move | None:
    """The words sound like another situation: a vague one is made exact, any other change is asked first.

    An offer of "recall" or "recovery" is warned of at once, whatever was being talked about.
    """
    new, flows = reading.situation, dialog.library.flows
    if new is None or new in {position.situation, OUT_OF_SCOPE} or new not in flows:
        return None
    family, present = flows[new].family, flows[position.situation or ""].family
    if present in AT_EASE and not answered and family is not present:
        return Move(settle(case, new))
    if position.situation in VAGUE and family is Family.SCAM and new not in VAGUE:
        return Move(settle(case, new))
    lured = family is Family.RECALL and present is not Family.RECALL
    if new in VAGUE or reading.score < SURE or family is Family.LEARN or (answered and not lured):
        return None
    warning = [Line(dialog.words.opening(replace(position.known, situation=new, family=family)))] if lured else []
    title, scam = dialog.library.flow_words[new].title, family is Family.SCAM
    said = dialog.words.message("switch_offer", position.known, other=title, scam=scam)
    options = (
        Option(f"switch:{new}", dialog.words.button("switch")),
        Option("stay", dialog.words.button("stay")),
    )
    return Move(replace(case, offered=new), (*warning, Line(said, options)), show=False)


def _about_the_plan(dialog: Dialog, case: Case, position: Position, text: str) -> Move | None:
    """Words after the plan: a step's number shows that step, before it could be taken for an amount."""
    plan = compute_plan(dialog.library, dialog.words, position.known)
    number = step_number(text)
    if number is None or not 1 <= number <= len(plan):
        return None
    said = step_said(dialog, position, number, plan[number - 1])
    return Move(replace(case, misses=0), (Line(said, plan_options(dialog, plan)),), show=False)


def step_number(text: str) -> int | None:
    """The step that words like 「第 2 步」, 「第二步怎么做」 or 「2」 mean."""
    match = _STEP.fullmatch(text.strip())
    return (_NUMERALS.get(match.group(1)) or int(match.group(1))) if match else None


def _not_understood(dialog: Dialog, case: Case, position: Position) -> Move:
    """Kindly, and differently the second time: then the menu or the options are offered."""
    misses = case.misses + 1
    new = replace(case, misses=misses)
    if position.situation is None and case.met is None:
        return Move(new)
    name = "not_understood" if misses < MANY_MISSES else "not_understood_again"
    said = dialog.words.message(name, position.known)
    if position.outcome and not case.changing:
        plan = compute_plan(dialog.library, dialog.words, position.known)
        return Move(new, (Line(said, plan_options(dialog, plan)),), show=False)
    asked = case.changing or position.question or TRIAGE
    if misses < MANY_MISSES:
        return Move(new, (Line(said, question_options(dialog, position, asked)),), show=False)
    menu = Option("menu", dialog.words.button("menu"))
    return Move(new, (Line(said, (menu,) if position.situation else ()),))
