"""What a reading means at this point of a case: which answers are true of it, and which alarms are to be rung."""

from __future__ import annotations

from dataclasses import replace

from dialogs.case import Case
from dialogs.dialog import Dialog, Line
from dialogs.forwards import TRAPS
from dialogs.known import Known
from dialogs.library.records import Family
from dialogs.predicates import all_hold, fits
from dialogs.replay import Position, is_valid
from dialogs.subject import (
    BLACKMAIL,
    CERTAIN,
    FRAUD,
    MAX_CHECKED,
    RELATIVE_IN_DANGER,
    SHORT_QUESTION,
    SURE,
    THREATENED,
    is_ours,
    just_told,
)
from dialogs.text.expression import Expression
from dialogs.understanding import OUT_OF_SCOPE, Reading

MOST_ALARMS = 2  # said at once: the most urgent
TOO_SHORT = 4  # characters that cannot tell that something is none of our business
# Who asks whether a caller is real is not told to hang up: the opening has both sides, and the police may be real.
OFFICIAL_CONTACT, OF_CALLERS = "official_contact", frozenset({"still_transferring", "locked_in_call"})
HELD = "held"  # a relative is, and not the reader
RELATIVE_NOW = "relative_now"
SAID_IN_THE_OPENING = {
    OFFICIAL_CONTACT: frozenset({"police_at_door", "bank_lie"}),
    RELATIVE_IN_DANGER: frozenset({RELATIVE_NOW}),
}
STILL_PAYING = "still_transferring"
WITHOUT_FRAUD = frozenset({Family.MISTAKE, Family.DISPUTE})
# Who only sent money to the wrong person, or lent it, meets no swindler: there these are rung only beyond doubt.
OF_FRAUD = frozenset(
    {"cash_courier", "screen_sharing", "card_on_phone", "bank_lie", "police_at_door", "locked_in_call", RELATIVE_NOW}
    | {STILL_PAYING, "secret_given"}
)
OF_A_MINOR = frozenset({"ask.minor_report", "ask.child_talk", "ask.child_refund"})
NAMES_A_MINOR = Expression(
    r"成年|[\d一二两三四五六七八九十]周?岁|学生|上学|初[一二三中]|高[一二三中]|[小中]学|孩|娃|儿子|女儿|闺女|[孙侄弟妹仔囝]|外甥|爸|妈|家长"
    r"|老师|班主任|kid|child|(?<![a-z])(?:son|boy|girl|minor)(?![a-z])|daughter|under (?:1|age)"
)
OF_AGE = Expression(r"大[一二三四](?![块千万百])|大学|研[一二三究]|(?<![未没])成年了|上班|college|universit")
PICTURES_OUT = "pictures_out"
GONE = frozenset({"cash", "parcel", "cards"})  # of `goods`: what the courier would come for
COURIER, OF_A_DOOR = "cash_courier", frozenset({"violence", "police_at_door"})
AT_THE_DOOR = Expression("门口|门铃|[敲砸撞堵踹].{0,2}门|上门|开门")
POLICE = Expression("警|公安|派出所|反诈|社区|居委")
NO_POLICE = Expression("(?:不是|没有?)(?:真的?)?(?:民警|警察|公安)|(?:假|冒充)(?:的)?(?:民警|警察|公安)")
HITS = Expression(r"打(?!110|电话|来|给|过来)|揍|砍|刀|踹我|掐|家暴|绑|救命")
DESPAIR = "despair"
ANOTHER_DESPAIRS = Expression(
    r"(?:孩子|儿子|女儿|闺女|他|她|妈|爸|老婆|老公|爱人|朋友|[弟妹姐哥]|同学|同事|爷爷|奶奶|对象)[^,。;!?我]{0,6}(?:说|讲|想|要|喊|闹|吵|有)"
    r"[^,。;!?我]{0,4}(?:不想活|不活|去?死|自杀|跳|轻生|想不开|割|绝望)"
)
FIRST_PERSON = "我"
WHAT_TO_SAY, ASKS_IT_BACK = "ask.what_to_say_110", "draft:refund_request"


def as_meant(dialog: Dialog, position: Position, reading: Reading, text: str, *, secret: bool) -> Reading:
    """A reading without what cannot be meant here: an answer that is not true of the case, a danger of a pasted trap.

    Who shows a card or a code, or says too little to tell what it is about (「救救我」), is not sent away.
    """
    # Who begins by telling what happened, at length or with a sum, asks nothing, whatever it sounds like.
    begins = position.situation is None and is_ours(dialog, reading)
    story = len(reading.plain) > SHORT_QUESTION or "amount" in reading.stated
    tells = begins and not reading.asking and (story or (reading.score >= CERTAIN and not reading.interrogative))
    amends = reading.amends and reading.stated and not reading.interrogative  # 「不对 是3600」
    heard = () if tells or amends else reading.topics
    told = told_now(dialog, position, reading)
    # Who sent by mistake and asks what to say, asks what to say to the receiver: 「那我怎么说」.
    if told.known.family is Family.MISTAKE and WHAT_TO_SAY in heard and not POLICE.search(reading.plain):
        heard, reading = (), replace(reading, request=ASKS_IT_BACK)
    found = filter(None, (true_here(dialog, topic, told) for topic in heard))
    of_a_child = told.known.situation == "minor_payment" or "minor" in reading.danger
    minor = NAMES_A_MINOR.search(reading.plain) and not OF_AGE.search(reading.plain)
    wrong = frozenset() if of_a_child or minor else OF_A_MINOR  # 「680能报警不」, 「我才大二 不敢告诉爸妈」
    topics = tuple(topic for topic in dict.fromkeys(found) if topic not in wrong)  # two may have one answer
    away = reading.situation == OUT_OF_SCOPE and not secret and len(text.strip()) > TOO_SHORT
    situation = None if reading.situation == OUT_OF_SCOPE and not away else reading.situation
    pasted = STILL_PAYING in reading.danger and _is_somebody_elses(dialog, reading, text)
    doubtful = _only_beyond_doubt(told.known) - reading.surely_in_danger
    at_the_door = told.known.family not in WITHOUT_FRAUD and _swindlers_at_the_door(reading.plain)
    rung = tuple(dict.fromkeys(COURIER if at_the_door and kind in OF_A_DOOR else kind for kind in reading.danger))
    danger = tuple(kind for kind in rung if kind not in doubtful and not (pasted and kind == STILL_PAYING))
    return replace(reading, topics=topics, situation=situation, danger=danger)


def _swindlers_at_the_door(plain: str) -> bool:
    """Whether somebody who is no police comes to the door and has hit nobody: it stays shut (「按门铃 我一个人」)."""
    police = POLICE.search(plain) and not NO_POLICE.search(plain)
    return bool(AT_THE_DOOR.search(plain)) and not police and not HITS.search(plain)


def _only_beyond_doubt(known: Known) -> frozenset[str]:
    """The dangers that are rung only beyond doubt: those of a fraud where none is; 「能取工资吗」 pays nobody."""
    if known.family in WITHOUT_FRAUD:
        return OF_FRAUD
    return frozenset({STILL_PAYING}) if known.family is Family.ACCOUNT else frozenset()


def _is_somebody_elses(dialog: Dialog, reading: Reading, text: str) -> bool:
    """Whether a text that asks for money is a trap pasted, and not told by who is to pay."""
    return FIRST_PERSON not in reading.plain and dialog.checker.check(text[:MAX_CHECKED]).verdict in TRAPS


def true_here(dialog: Dialog, topic: str, position: Position, passed: frozenset[str] = frozenset()) -> str | None:
    """The answer to a question of knowledge that is true of the case: its own, the first of the others, or none.

    While no situation is found, what an answer says of families and situations is not asked. Answers already `passed`
    over are not gone back to.
    """
    library, known = dialog.library, position.known
    entry = library.knowledge.get(topic) or library.myths.get(topic)
    if entry is None or (known.situation is None and all_hold(entry.when, entry.unless, known)) or fits(entry, known):
        return topic
    passed |= {topic}
    others = (route.to for route in entry.otherwise if fits(route, known))
    found = (true_here(dialog, other, position, passed) for other in others if other not in passed)
    return next(filter(None, found), None)


def seen_with(dialog: Dialog, position: Position, case: Case) -> Position:
    """The position with all that a case holds, what its flow has not come to yet and what was just told as well."""
    library = dialog.library
    told = {name: value for name, value in case.answers.items() if name in library.questions}
    valid = {name: value for name, value in told.items() if is_valid(library, name, value)}
    return replace(position, known=replace(position.known, answers={**position.known.answers, **valid}))


def told_now(dialog: Dialog, position: Position, reading: Reading) -> Position:
    """The position as it is with what this message tells: its situation, its facts, and what it states anew."""
    # In the middle of a talk a question tells nothing: 「怎么跟警察说」 has told the police nothing yet.
    only_asks = position.situation is not None and reading.asking
    known = position.known if only_asks else just_told(position, reading)
    known = replace(known, answers={**known.answers, **reading.stated})
    flow = dialog.library.flows.get(reading.situation or "") if is_ours(dialog, reading) else None
    if position.situation is None and flow is not None:
        known = replace(known, situation=flow.situation, family=flow.family)
    return replace(position, known=known)


def alarms_of(dialog: Dialog, position: Position, reading: Reading) -> list[Line]:
    """The messages about the dangers told, life before money, else the most urgent first.

    Those are left out that the opening speaks of itself.
    """
    known = just_told(position, reading)
    found, said = reading.situation or "", frozenset[str]()
    heard = reading.danger
    of_a_relative = found == RELATIVE_IN_DANGER and reading.score >= SURE and position.situation is None
    if of_a_relative or position.situation == RELATIVE_IN_DANGER:  # it is not the reader who has to hang up
        heard = tuple(dict.fromkeys(RELATIVE_NOW if kind in OF_CALLERS else kind for kind in heard))
        held = known.answers.get("relative_state") == HELD
        if position.situation == RELATIVE_IN_DANGER:  # the plan says it all along
            heard = tuple(kind for kind in heard if kind != RELATIVE_NOW or kind in reading.surely_in_danger)
        heard = tuple(kind for kind in heard if not (held and kind == "violence"))
    if BLACKMAIL not in {found, position.situation}:
        heard = tuple(kind for kind in heard if kind != PICTURES_OUT)
    elif PICTURES_OUT in heard:
        heard = tuple(kind for kind in heard if kind != THREATENED)  # what was threatened has come
    if known.answers.get("goods") in GONE and not dialog.understander.says_again(reading):
        heard = tuple(kind for kind in heard if kind != COURIER)
    if found == OFFICIAL_CONTACT != position.situation:
        # Who is being defrauded and goes to pay is stopped, whoever it is that calls.
        said |= OF_CALLERS - ({STILL_PAYING} if position.known.family in FRAUD else set())
    if position.situation is None:
        said |= SAID_IN_THE_OPENING.get(found, frozenset())
    dangers = sorted((kind for kind in heard if kind not in said), key=lambda kind: kind != DESPAIR)
    said_as = {DESPAIR: f"{DESPAIR}_of_another"} if ANOTHER_DESPAIRS.search(reading.plain) else {}
    return [Line(dialog.words.message(f"danger_{said_as.get(kind, kind)}", known)) for kind in dangers[:MOST_ALARMS]]
