"""What typed words do: answer the open question, tell us more, ask something in passing, or ring an alarm."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from dialogs.answering import UNKNOWN, put
from dialogs.case import OPENED, Case
from dialogs.dates import hear_day
from dialogs.dialog import Dialog, Line, Move
from dialogs.evidence import hear_in_guide
from dialogs.filling import asks_for_a_story, hear_field
from dialogs.forwards import QUESTION as AFTER_A_CHECK
from dialogs.forwards import TRAPS, after_check
from dialogs.heard import Command, Name, asked_for
from dialogs.library.library import TRIAGE
from dialogs.library.models.papers import Form
from dialogs.library.records import Family, Typed
from dialogs.meant import alarms_of, as_meant, seen_with
from dialogs.not_understood import not_understood
from dialogs.paper_talk import (
    beside_a_paper,
    figures_told,
    no_answer_in_a_paper,
    where_to_look,
    with_its_message,
    within_a_paper,
)
from dialogs.papers.data import PAYMENTS
from dialogs.papers.reading import leaves_out
from dialogs.payments_told import sum_kept, with_payments
from dialogs.plan_talk import about_the_plan, step_number, steps_told
from dialogs.questions_asked import answers_beside
from dialogs.receipts import answer_receipts
from dialogs.replay import Position
from dialogs.requests import BESIDE_A_PAPER, HELP, SOLVED, serve
from dialogs.secrets import screen
from dialogs.subject import (
    CERTAIN,
    SURE,
    VAGUE,
    as_forward,
    corrects_a_payment,
    find_situation,
    is_ours,
    just_told,
    leave_denied,
    other_situation,
    pruned,
    settle,
    switch_line,
)
from dialogs.telling import GOING_ON, IN_CONTACT, SHORT_ANSWER, Told, take_in, told_again, told_beside
from dialogs.text.simplified import simplified
from dialogs.told import noted
from dialogs.understanding import Reading
from dialogs.understanding.typed import DONE, DRAFT, ORDERS, PLAN, REMARKS
from dialogs.writing import is_refused, offered_kinds, read_out

MAX_READ = 4000  # characters of one message that are understood; a longer one is somebody else's text
RECEIVED = "received_by_mistake"
WAIT = "wait"  # the request of who wants to look or think first
LONGEST_ALARM = 22  # characters; where a story is asked for, a longer message is the story
A_WORD = 4  # characters
WHETHER, WHO_ARE_YOU = "吗", "ask.who_are_you"


def listen(dialog: Dialog, case: Case, position: Position, text: str, now: dt.datetime) -> Move:
    """Take typed words into the case.

    While a paper is written or a day is asked, they answer that question, unless life is in danger.
    """
    if case.paper or case.field:
        return _for_the_question(dialog, case, position, text, now)
    screened = screen(text)
    reading = dialog.read(screened.text[:MAX_READ], now, position)
    if move := _to_the_offer(dialog, case, position, text, reading):
        return move
    if case.checked in TRAPS and (move := _after_the_check(dialog, case, position, text, reading, now)):
        return move
    if case.offered and position.situation is None and not is_ours(dialog, reading) and not reading.request:
        case = settle(case, case.offered)  # who was asked which of two and goes on telling is taken for the likelier
        position = dialog.position(case, now)
    case = replace(case.declining() if position.situation else case, offered=None, checked=None)
    asked = case.changing or position.question
    if asked and (option := _label_typed(dialog, asked, text)):  # as a press: no danger is heard in words of ours
        return Move(pruned(dialog, put(dialog, case, asked, option, now)))
    taken = _taken(dialog, case, position, screened.text[:MAX_READ], reading, now)
    reading = as_meant(dialog, taken.seen, reading, text, secret=bool(screened.kinds))
    alarms = alarms_of(dialog, position, reading)
    commands = [Command(Name.DANGER, kind) for kind in reading.danger]
    if screened.kinds:
        alarms.append(Line(dialog.words.message("secret_found", position.known, kinds=screened.kinds)))
        commands.append(Command(Name.SECRET))
    if "despair" in reading.danger and not is_ours(dialog, reading) and position.situation is None:
        first_aid = Line(dialog.words.message("first_aid", just_told(position, reading)), less_urgent=True)
        new = replace(case, met=case.met or OPENED)
        return Move(new, (*alarms, first_aid), show=False, commands=tuple(commands))
    told = reading.situation if is_ours(dialog, reading) else None
    # Who threatens to beat for money has sent none by mistake: 「不转3000就打我」.
    unclear = told in {None, RECEIVED, *VAGUE} or reading.score < SURE
    if "violence" in reading.danger and position.situation is None and unclear:
        new = replace(case, met=case.met or OPENED)
        return Move(new, tuple(alarms), show=False, commands=tuple(commands))  # no plan of payments now
    if "despair" in reading.danger and position.situation:
        kept = pruned(dialog, taken.case)
        return Move(kept, tuple(alarms), show=False, commands=tuple(commands))  # of money nothing in the same breath
    heard = _heard(dialog, case, position, screened.text[:MAX_READ], reading, now, taken)
    if heard is None and reading.feeling and case.met and not (alarms or reading.denies_all):
        said = Line(dialog.words.message(f"reply_{reading.feeling}", position.known))
        remark = Command(Name.CHITCHAT, reading.feeling)
        heard = Move(replace(case, misses=0), (said,), show=position.question is not None, commands=(remark,))
    if heard is None and (alarms or not text.strip()):
        return Move(case, tuple(alarms), commands=tuple(commands))
    if heard is None:
        return not_understood(dialog, case, position, reading, now)
    lines, said_of = (*alarms, *heard.lines), (*commands, *heard.commands)
    return replace(heard, case=pruned(dialog, heard.case), lines=lines, commands=said_of)


def _for_the_question(dialog: Dialog, case: Case, position: Position, text: str, now: dt.datetime) -> Move:
    """A message while a paper is written or a day is asked: a danger and a request come before the answer."""
    reading = dialog.read(text[:MAX_READ], now, position)
    secret = bool(screen(text).kinds)
    if secret:  # what is refused where a secret is typed says it better
        reading = replace(reading, danger=tuple(kind for kind in reading.danger if kind != "secret_given"))
    reading = replace(reading, danger=tuple(filter(reading.surely_in_danger.__contains__, reading.danger)))
    if reading.danger and not (asks_for_a_story(dialog, case, position) and len(text) > LONGEST_ALARM):
        commands = tuple(Command(Name.DANGER, kind) for kind in reading.danger)
        alarms = tuple(alarms_of(dialog, position, reading))
        beside = None if "despair" in reading.danger else figures_told(dialog, case, position, text, now)
        alarm = Move(case, alarms, commands=commands)
        return replace(beside, lines=alarms, commands=commands) if beside else alarm
    if case.paper and not secret and (where := where_to_look(dialog, case, position, text)):
        return where
    request = reading.request or ""
    if case.paper and (move := within_a_paper(dialog, case, position, text, request, now)):
        return move
    if request in BESIDE_A_PAPER and (move := serve(dialog, case, position, request, now)):
        return replace(move, commands=(asked_for(request),))
    if not case.paper:
        return hear_day(dialog, case, text, now)
    asks = reading.topics and reading.interrogative and not secret and len(reading.plain) <= LONGEST_ALARM
    asks = asks and not leaves_out(dialog.papers.reading, reading.plain)  # 「名字能不写么」
    if asks and (move := beside_a_paper(dialog, case, position, reading, now)):
        return move
    # A message is sent as soon as it can be: 「好 发了」 is no name.
    message = dialog.papers.kinds[case.paper].form is Form.MESSAGE
    sent = message and reading.request == DONE and len(reading.plain) <= SHORT_ANSWER and not secret
    if sent and (move := beside_a_paper(dialog, case, position, reading, now)):
        return move
    answered = hear_field(dialog, case, position, text, now)
    if answered.case != case or secret:
        return answered
    if instead := no_answer_in_a_paper(dialog, case, position, text, reading, now):
        return instead
    if is_refused(dialog, case, position):  # nothing is left to be said in it
        left = replace(case, paper=None)
        return listen(dialog, left, dialog.position(left, now), text, now)
    return answered


def _to_the_offer(dialog: Dialog, case: Case, position: Position, text: str, reading: Reading) -> Move | None:
    """A typed yes or no to what was read off a picture, or to the situation just offered; None for other words."""
    if case.receipts is None and not case.offered:
        return None
    if reading.request == WAIT and case.offered and position.situation:
        said = Line(dialog.words.message("reply_wait", position.known))
        again = switch_line(dialog, position.known, case.offered)
        return Move(case, (said, again), show=False, commands=(asked_for(WAIT),))
    answer = _yes_or_no(dialog, position, text, reading)
    if answer is None:
        return None
    if case.receipts is not None:
        return answer_receipts(dialog, case, position, right=answer)
    return Move(settle(replace(case, offered=None), case.offered or "") if answer else case.declining())


def _yes_or_no(dialog: Dialog, position: Position, text: str, reading: Reading) -> bool | None:
    """What typed words answer to 「对吗？」; None when they say something else."""
    words = dialog.source.words
    yes, no = (words.message(name, position.known).text.split() for name in ("offer_yes", "offer_no"))
    typed = simplified(text.strip().rstrip("。!！~"))
    if typed in yes or reading.request == "yes":
        return True
    return False if typed in no or reading.request == "no" else None


def _after_the_check(
    dialog: Dialog, case: Case, position: Position, text: str, reading: Reading, now: dt.datetime
) -> Move | None:
    """What somebody types about the message just checked: whether it caught them."""
    said = _direct_answer(dialog, AFTER_A_CHECK, text, reading, now)
    if reading.topics or reading.danger or said in {None, UNKNOWN}:
        return None
    return after_check(dialog, replace(case, checked=None), position, f"{case.checked}:{said}")


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a message answers directly, what it tells besides and of steps that are done, the case with all of these,
    and the position with it.
    """

    direct: str | None
    told: Told
    done: tuple[str, ...]
    case: Case
    seen: Position


def _taken(dialog: Dialog, case: Case, position: Position, text: str, reading: Reading, now: dt.datetime) -> _Taken:
    asked = case.changing or position.question
    names_situation = position.situation is None and is_ours(dialog, reading)
    # A question in passing is no answer, unless another part of the message answers what was asked. Where somebody
    # only wants to know, what they ask is the answer.
    asking = reading.asking and position.known.family not in {None, Family.LEARN}
    asking = asking and not (asked and _answers_rather(dialog, asked, reading))
    unreal = reading.plain and not (reading.asking or reading.statements)  # only feared, supposed or threatened
    orders = reading.request in ORDERS and not (asked and dialog.understander.surely_answers(asked, reading))
    silent = names_situation or asking or unreal or orders  # 「接着呢」 answers nothing
    direct = None if silent else _direct_answer(dialog, asked, text, reading, now)
    new = put(dialog, case, asked, direct, now) if asked and direct else case
    told = told_beside(dialog, case, position, asked, reading)
    if direct is not None:  # 「没打借条，就微信聊天里说了借」 is answered once
        told = replace(told, answers={name: value for name, value in told.answers.items() if name != asked})
    new = take_in(dialog, new, reading, told, answered=direct is not None)
    new = with_payments(dialog, case, new, reading, text, now)
    done = () if case.changing else steps_told(dialog, position, reading)
    new = replace(new, ticks=tuple(dict.fromkeys((*new.ticks, *done))))
    return _Taken(direct, told, done, new, seen_with(dialog, position, new))


def _heard(
    dialog: Dialog, case: Case, position: Position, text: str, reading: Reading, now: dt.datetime, taken: _Taken
) -> Move | None:
    """The move that the words make, or None when nothing in them was understood."""
    if in_sight := hear_in_guide(dialog, case, position, reading.request, now):
        return replace(in_sight, commands=(asked_for(reading.request or ""),))
    told = taken.told
    # 「刚打完110」 and 「笔录做好了」 tell that the police know by now.
    tells = reading.request == DONE and (taken.direct is not None or told.amends(case))
    if not tells and (step := about_the_plan(dialog, case, position, text, reading, now, pruned(dialog, taken.case))):
        return step
    # What is told beside 「怎么办」 or to be written is kept; before a situation is found it is the story that counts.
    keeps = reading.request in PLAN or (reading.request or "").startswith(DRAFT)
    heard = pruned(dialog, taken.case) if keeps else case
    at = position if heard == case else dialog.position(heard, now)
    wanted = reading.request if _is_a_request(dialog, case, position, reading, taken) else None
    if wanted and (served := serve(dialog, replace(heard, misses=0), at, wanted, now)):
        return replace(served, commands=(asked_for(wanted),))
    if card := _card_asked_for(dialog, case, position, reading):
        return card
    questioning = reading.asking and reading.interrogative
    direct, new = taken.direct, taken.case
    changed = pruned(dialog, new) != case
    lines, topics = answers_beside(dialog, position, reading, taken.seen, answered=changed, told=bool(taken.done))
    lines += map(Line, sum_kept(dialog, case, new, reading))
    move = None
    if position.situation is None and direct is None and not corrects_a_payment(case, reading):
        move = find_situation(dialog, new, position, reading, text)
        move = move and with_its_message(dialog, move, reading, now)
    elif (
        position.situation
        and not case.changing
        and (reading.amends or not (lines and questioning))
        and (new.answers.get(PAYMENTS) == case.answers.get(PAYMENTS) or reading.score >= CERTAIN)  # only sums were told
    ):
        stayed = direct is not None and not reading.amends
        corrects = reading.amends and told.corrects(dialog, position)
        move = leave_denied(dialog, case, position, reading)
        move = move or other_situation(dialog, new, position, reading, answered=stayed, corrects=corrects)
    if move is None and (kept := pruned(dialog, new)) != case:
        move = Move(replace(kept, misses=0))
    if move is None and lines:
        move = Move(replace(case, misses=0), show=position.question is not None)
    if move is None and (again := noted(dialog, case, position, told_again(dialog, case, reading, told), taken.done)):
        move = Move(replace(case, misses=0), (Line(again),), show=position.question is not None)
    if move is None and position.situation:
        move = as_forward(dialog, case, position, text)
    if move is None:
        return None
    move = replace(move, commands=(*topics, *move.commands))
    if move.show:
        return replace(move, aside=tuple(lines))
    first = 1 if case.met is None else 0  # what somebody new is told first stays first
    return replace(move, lines=(*move.lines[:first], *lines, *move.lines[first:]))


def _is_a_request(dialog: Dialog, case: Case, position: Position, reading: Reading, taken: _Taken) -> bool:
    """Whether what sounds like a request is one, and tells, asks or answers nothing that comes before it."""
    request, asked = reading.request or "", case.changing or position.question
    if not request or reading.danger or step_number(reading.plain) is not None:  # a step that is not there is not done
        return False
    tells = pruned(dialog, taken.case) != case
    if reading.amends and tells and not request.startswith(DRAFT):  # 「金额写错了，6200」 has said it already
        return False
    if request == SOLVED:
        return case.answers.get(IN_CONTACT) not in GOING_ON  # 「退了」: out of the call
    if case.met is None or (request in PLAN and position.situation is None and is_ours(dialog, reading)):
        return False
    # 「谢谢，那要等多久」 and 「怎么劝」 ask; what the program is, the help tells as well: 「你都能干啥」.
    if request in {*REMARKS, HELP} and not {WHO_ARE_YOU}.issuperset(reading.topics):
        return False
    if request in {*REMARKS, DONE} and tells:  # 「好 我挂了」 tells
        return False
    if request.startswith(DRAFT) and reading.topics and reading.plain.rstrip("?").endswith(WHETHER):  # 「举报有用吗」
        return False
    answers = bool(asked) and dialog.understander.surely_answers(asked or "", reading)
    return not answers or _names_a_paper(reading)


def _names_a_paper(reading: Reading) -> bool:
    """Whether a request for a paper says more than a word, which may as well be an option: 「微信」."""
    return (reading.request or "").startswith(DRAFT) and len(reading.plain) > A_WORD


def _answers_rather(dialog: Dialog, asked: str, reading: Reading) -> bool:
    """Whether words that sound like a question answer one: its model says so, or they hold the value asked for."""
    value = {Typed.TIME: "paid_at", Typed.AMOUNT: "amount"}.get(dialog.library.questions[asked].typed)
    holds = value in reading.told and not reading.interrogative
    return holds or dialog.understander.rather_answers(asked, reading)


def _card_asked_for(dialog: Dialog, case: Case, position: Position, reading: Reading) -> Move | None:
    """The card that answers what was asked, filled with the case, where it is of use in it: what to say to 110."""
    for kind in dialog.papers.kinds.values():
        if kind.answers in reading.topics and kind in offered_kinds(dialog, case, position):
            command = Command(Name.KNOWLEDGE_ANSWER, kind.answers or "")
            lines = tuple(read_out(dialog, case, position, kind))
            return Move(replace(case, misses=0), lines, show=False, commands=(command,))
    return None


def _label_typed(dialog: Dialog, asked: str, text: str) -> str | None:
    """The option whose very label was typed, in either script: that is its button, whatever its words sound like."""
    typed = simplified(text.strip())
    for library in (one.library for one in dialog.readable):
        labels = {simplified(library.label(asked, option)): option for option in library.options(asked)}
        if typed in labels:
            return labels[typed]
    return None


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
