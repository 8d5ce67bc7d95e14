"""What is typed at a question of a paper and is no answer to it: a request, a question, or something of the case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from dialogs.case import Case
from dialogs.dialog import Dialog, Line, Move
from dialogs.filling import (
    LONGEST_TURN,
    UNKNOWN,
    asking,
    choose_field,
    hear_field,
    mended_in_passing,
    navigated,
    open_field,
    paper_data,
    step_back,
)
from dialogs.filling import SKIP as SKIP_IT
from dialogs.heard import Command, Name, asked_for
from dialogs.library.models.papers import FieldKind, Form
from dialogs.meant import true_here
from dialogs.papers.beside import with_what_is_told_beside
from dialogs.papers.data import PREFIX
from dialogs.papers.fields import Ask, missing
from dialogs.papers.hearing import heard_option
from dialogs.papers.mending import blanks_said
from dialogs.papers.reading import Value, leaves_out, tells_nothing, tells_of_several
from dialogs.papers.taking import accept, put
from dialogs.payments_told import with_payments
from dialogs.replay import Position
from dialogs.requests import TALK, serve
from dialogs.subject import pruned
from dialogs.telling import take_in, told_beside
from dialogs.text.expression import Expression
from dialogs.text.simplified import simplified
from dialogs.told import noted
from dialogs.understanding import Reading
from dialogs.understanding.typed import DONE, DRAFT, PLAN

REPLY = "contact_result"  # the field of what the receiver answers
CHANNEL, SKIP, STOP = "channel", "skip", "stop"
ANY = f"{DRAFT}any"  # a paper that was not named
A_REQUEST = 24  # characters of a message that asks for another paper
_CLAUSES = Expression(r"[\s,，。;；.!！]+")
_FIRST_OF_ALL = Expression(r"^(?:那|就|先|还是){1,3}|[吧呗]$")  # 「先写投诉吧」
# 「不写了」 leaves the paper; 「不想写」, 「这个不写」 leave one item out.
_LEAVES = Expression(
    r"^(?=.{0,8}了|(?:那|我|还是)?(?:先|暂时|算了))(?:那|就|我|先|暂时|还是|算了|[,，\s]){0,4}(?:不|别|甭)(?:想|要|用|再)?写(?:了|啦|吧|咯|[。!！~～]){0,3}(?:$|[,，\s]+(?:回|先|下次|以后|改天|明天|晚点|去))"
)
_WRITE = Expression(r"写|拟|起草|编[一条段个]")
A_FEW_WORDS, A_QUESTION = 6, 20  # characters: that ask about the open question itself, or about something by its name


def with_its_message(dialog: Dialog, move: Move, reading: Reading, now: dt.datetime) -> Move:
    """The same, where a message was asked for with the story, below first aid: 「转错了500，帮我写段话让他退」."""
    case = pruned(dialog, move.case)
    position = dialog.position(case, now)
    writes = (reading.request or "").startswith(DRAFT) and _WRITE.search(reading.plain) and not reading.danger
    begun = serve(dialog, case, position, reading.request or "", now) if writes and position.situation else None
    if begun is None or begun.case.paper is None or dialog.papers.kinds[begun.case.paper].form is not Form.MESSAGE:
        return move
    return replace(move, case=begun.case, commands=(*move.commands, asked_for(reading.request or "")))


def beside_a_paper(dialog: Dialog, case: Case, position: Position, reading: Reading, now: dt.datetime) -> Move | None:
    """What words say that are no answer to a paper's question: they ask something, or want to go on elsewhere."""
    kind, data = dialog.papers.kinds[case.paper or ""], paper_data(case, position)
    asked = open_field(dialog, case, kind, data)
    again = (asking(dialog, kind, data, asked),) if asked else ()
    topics = tuple(filter(None, (true_here(dialog, topic, position) for topic in reading.topics)))
    if topics:
        said = tuple(Line(dialog.words.knowledge(topic, position.known)) for topic in topics)
        commands = tuple(Command(Name.KNOWLEDGE_ANSWER, topic) for topic in topics)
        return Move(case, (*said, *again), show=False, commands=commands)
    request = reading.request or ""
    if request in {*PLAN, DONE} and (move := serve(dialog, replace(case, paper=None), position, request, now)):
        return replace(move, commands=(asked_for(request),))
    if reply := request if request in TALK else reading.feeling:
        said = (Line(dialog.words.message(f"reply_{reply}", position.known)),)
        command = asked_for(request) if request in TALK else Command(Name.CHITCHAT, reply)
        return Move(case, (*said, *again), show=False, commands=(command,))
    return None


def within_a_paper(
    dialog: Dialog, case: Case, position: Position, text: str, request: str, now: dt.datetime
) -> Move | None:
    """What means something else while a paper is written: to change is to mend it, and another paper can be had."""
    if move := navigated(dialog, case, position, text):  # before a request: 「不问了，就这样」 is no leave
        return move
    kind = dialog.papers.kinds[case.paper or ""]
    asked = open_field(dialog, case, kind, paper_data(case, position))
    if request == SKIP and asked and asked.field.kind is FieldKind.TEXT and len(text) <= LONGEST_TURN:
        return choose_field(dialog, case, position, SKIP_IT, now)
    may_answer = request == DONE or (request == STOP and not _LEAVES.match(simplified(text.strip())))
    if may_answer and asked and (answer := _answer_all_the_same(dialog, case, position, asked, text, now)):
        return answer
    if mended := mended_in_passing(dialog, case, position, text, now):
        return mended
    mends = asked is None and (request == STOP or request.startswith(DRAFT))
    if mends and (move := hear_field(dialog, case, position, text, now)).case != case:
        return move  # 「少写一笔」
    if request == "change":
        return hear_field(dialog, case, position, text, now) if asked is None else Move(step_back(dialog, case))
    wanted = another_paper(dialog, position, text, now)
    if not wanted and request.startswith(DRAFT) and (asked is None or asked.field.kind is not FieldKind.TEXT):
        answers = hear_field(dialog, case, position, text, now).case != case  # 「写过一张条子」
        wanted = None if answers and asked else request
    if wanted:
        move = serve(dialog, case, position, wanted, now)
        return move and replace(move, commands=(asked_for(wanted),))
    return None


def _answer_all_the_same(
    dialog: Dialog, case: Case, position: Position, asked: Ask, text: str, now: dt.datetime
) -> Move | None:
    """The answer in words that sound like leaving or like having done a step: 「忘打了」, 「前面写了」."""
    reading, plain = dialog.papers.reading, "".join(dialog.understander.plain(text).split())
    if asked.field.kind is FieldKind.TEXT:
        is_one = leaves_out(reading, plain) or tells_nothing(reading, text, plain)
        return hear_field(dialog, case, position, text, now) if is_one else None
    answered = hear_field(dialog, case, position, text, now)
    return answered if answered.case != case else None


def another_paper(dialog: Dialog, position: Position, text: str, now: dt.datetime) -> str | None:
    """The request of who wants another paper than the open one, whatever it asks: 「先不写这个，帮我写投诉」."""
    reading, clauses = dialog.papers.reading, [part for part in _CLAUSES.split(text) if part]
    plain = [dialog.understander.plain(part) for part in clauses]
    if len(text) > A_REQUEST or not any(_says(one, (*reading.another, *reading.given_up)) for one in plain):
        return None
    left = [clause for clause, one in zip(clauses, plain, strict=True) if not _says(one, reading.given_up)]
    said = [_FIRST_OF_ALL.sub("", clause) or clause for clause in left or clauses]
    request = dialog.read("，".join(said), now, position).request or ""
    named = request.startswith(DRAFT) and (request != ANY or len(left) < len(clauses))
    return request if named else None


def _says(plain: str, patterns: Iterable[str]) -> bool:
    return any(Expression(pattern).search(plain) for pattern in patterns)


def where_to_look(dialog: Dialog, case: Case, position: Position, text: str) -> Move | None:
    """Where something that a paper asks is found, to who asks that: 「不知道单号怎么看」; None for other words."""
    kind, data = dialog.papers.kinds[case.paper or ""], paper_data(case, position)
    ask, plain = open_field(dialog, case, kind, data), simplified(text.strip())
    reading = dialog.papers.reading
    if ask is None or len(plain) > A_QUESTION or not any(word in plain for word in reading.where_words):
        return None
    called = {name: field for field in (*kind.payments, *kind.fields) for name in (reading.fields[field].called)}
    named = max((name for name in called if name in plain), key=len, default=None)
    field = called[named] if named else ask.field.id if len(plain) <= A_FEW_WORDS else None
    hint = reading.fields[field].hint if field else None
    if hint is None:
        return None
    said = dialog.words.message("paper_where", position.known, hint=None if field == ask.field.id else hint)
    command = Command(Name.KNOWLEDGE_ANSWER, f"{PREFIX}{field}")
    return Move(case, (Line(said), asking(dialog, kind, data, ask)), show=False, commands=(command,))


def no_answer_in_a_paper(
    dialog: Dialog, case: Case, position: Position, text: str, reading: Reading, now: dt.datetime
) -> Move | None:
    """What words do that the open question was not answered by: they fill another blank, ask, or tell of the case."""
    return (
        _blank_told(dialog, case, position, text, now)
        or beside_a_paper(dialog, case, position, reading, now)
        or _told_in_a_paper(dialog, case, position, reading, now)
    )


def _told_in_a_paper(dialog: Dialog, case: Case, position: Position, reading: Reading, now: dt.datetime) -> Move | None:
    """What is told anew of the case over a finished paper or where a yes or no was asked, which is then not asked.

    None where nothing is.
    """
    ask = open_field(dialog, case, dialog.papers.kinds[case.paper or ""], paper_data(case, position))
    asked = ask and ask.field.kind
    if asked in {FieldKind.TEXT, FieldKind.PAYMENTS}:
        return None
    told = told_beside(dialog, case, position, None, reading)
    # A few words that only a model takes for something may as well answer the question.
    in_words = {name: value for name, value in told.answers.items() if reading.told.get(name) == value}
    said = told.answers if reading.amends or len(reading.plain) > A_FEW_WORDS else in_words
    said = said if asked in {None, FieldKind.YES_NO, FieldKind.CHOICE} else {}
    said = said or _said_of_the_other_side(dialog, position, reading.plain)
    fresh = {name: value for name, value in said.items() if reading.amends or name not in case.answers}
    if tells_of_several(reading.plain):
        fresh.pop(CHANNEL, None)  # 「一笔微信，两笔网银」 is the way of no payment
    new = take_in(dialog, case, reading, replace(told, answers=fresh), answered=True)
    new = pruned(dialog, with_payments(dialog, case, new, reading, reading.plain, now))
    if new == case:
        again = noted(dialog, case, position, [name for name in said if case.answers.get(name) == said[name]])
        return Move(replace(case, misses=0), (Line(again),)) if again else None
    return Move(replace(new, misses=0))


def _said_of_the_other_side(dialog: Dialog, position: Position, plain: str) -> dict[str, str]:
    """What words tell of the receiver's answer, as they would to the paper's own question: 「说凭什么还」."""
    asks = dialog.library.flows[position.situation].asks if position.situation else ()
    known = dialog.papers.fields[REPLY].known
    if known is None or known.question not in asks:
        return {}
    option = heard_option(dialog.papers.reading.fields.get(REPLY), "".join(plain.split()))
    told = next((value for value, shown in known.values.items() if shown == option), None)
    return {known.question: told} if told else {}


def _blank_told(dialog: Dialog, case: Case, position: Position, text: str, now: dt.datetime) -> Move | None:
    """What words fill in of other blanks than the one that is asked, which they do not answer; None where of none.

    They name a blank or can be nothing else, 「收款人是小李」; of a message all blanks are in sight, and a time that is
    said to any of its questions is that of the payment.
    """
    kind, data = dialog.papers.kinds[case.paper or ""], paper_data(case, position)
    asked = open_field(dialog, case, kind, data)
    if asked is None:
        return None
    blanks = [ask for ask in missing(dialog.papers, kind, data) if ask.key != asked.key]
    told = blanks_said(dialog.papers, [ask for ask in blanks if ask.field.kind is FieldKind.TEXT], text)
    sure = {FieldKind.ORDER_NUMBER, *([FieldKind.TIME] if kind.form is Form.MESSAGE else [])}
    whole = [(ask, text) for ask in blanks if ask.field.kind in sure]
    before = data
    for ask, words in (*told, *whole):
        got = accept(dialog.papers, ask, data, words, now, dialog.understander.mentions)
        if isinstance(got, Value) and got.text not in {UNKNOWN, SKIP_IT}:
            data = put(data, ask, got.text)
    data = with_what_is_told_beside(dialog.papers, kind, data, asked, text, now, dialog.understander.mentions)
    return None if data == before else Move(replace(case, answers={**case.answers, **data.stored()}, misses=0))


def figures_told(dialog: Dialog, case: Case, position: Position, text: str, now: dt.datetime) -> Move | None:
    """What words that ring an alarm answer or mend all the same; None where a story is asked."""
    kind = dialog.papers.kinds.get(case.paper or "")
    if kind is None:
        return None
    asked = open_field(dialog, case, kind, paper_data(case, position))
    if asked and asked.field.kind is FieldKind.TEXT:
        return None
    answered = hear_field(dialog, case, position, text, now)
    return None if answered.case == case else answered
