"""Reads one typed answer to one field of a paper: the text to store, or the id of what is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from dialogs.erasing import tells_of_erasing
from dialogs.library.models.papers import FieldKind, FieldReading, FieldSpec, MisreadName
from dialogs.limits import LARGEST_SUM
from dialogs.papers import guard, money
from dialogs.papers.abroad import HOME, OtherMoney, read_other
from dialogs.papers.data import DONE, NOTHING, SKIPPED, UNDONE, UNKNOWN, write_payments
from dialogs.papers.escape import clean
from dialogs.papers.events import of_event
from dialogs.papers.hearing import heard_option, heard_words, pattern
from dialogs.papers.hearing import said as said_in
from dialogs.papers.holding import holds
from dialogs.papers.listed import has_any, lost, placed
from dialogs.papers.moments import BEIJING, EARLIEST, Moment, month_first, read_moment
from dialogs.papers.order_numbers import orders_said
from dialogs.papers.payments import in_yuan, is_to_come, payments_said
from dialogs.papers.spoken import (
    Hear,
    day_to_come,
    half_unsaid,
    is_a_year_off,
    moment_said,
    only_day_said,
    returned_said,
    sum_said,
)
from dialogs.papers.unknowns import ENDS, guessed, names, theirs
from dialogs.text.expression import Expression
from dialogs.understanding.amounts import Amount
from dialogs.understanding.mentions import Mentions
from dialogs.understanding.numerals import DIGIT

FURTHEST_AHEAD = dt.timedelta(days=3 * 366)  # a date to come (reply by, due on) is no further off
HALF_A_YEAR = dt.timedelta(days=183)  # a date to come that names no year is within it

_CLAUSES = Expression(r"[,，;；。\n]")
_LEFT = Expression(r"[就只](?:剩|有|余)下?(?=.)")  # 「全删了就剩账单」
_COUNTED = Expression(rf"[\d{DIGIT}十几][笔次].*[\d{DIGIT}十几][笔次]|[两三四几]种都|都用|都有|一半|各一")
_CHANGED = Expression(r"先.{1,8}(?:后来|后面|然后|再|又).{0,10}[改换]")  # 「先微信，后来改成支付宝」
_HALVES = Expression(
    r"(?:一半|一部分|有的|有些|有时).{1,8}(?:一半|一部分|有的|有些|有时)|(?<!没)有[^有,，没]{2,5}[,，]?也?有"
)
_MORE = Expression(r"[和跟与、,，;；还又另]|(?:[笔次].*){2}")
_STRESS = Expression(r"^(?:绝对|真的|肯定|确实|从来|一直|当然|就)|(?:啊|呀|的|哦)$")
_SEPARATORS = Expression(r"[\s,，、;；/]+")
_QUOTES = Expression(r"[说问讲喊发答:：“「\"]")  # beside what somebody said a question mark is theirs
_IN_THREES = Expression(r"(?<=\d) (?=\d{3}(?:[^\d]|$))(?!.*[^\d .元块])")  # 「12 500」 as a bank writes it
_FIGURES_APART = Expression(r"(?<!\d)\d(?: \d){2,8}(?! ?\d)")  # 「2 3 0 0」
_NOT_A_CENT = Expression(r"[一半][分毛块][钱都也]{0,2}(?:没|不|未)")
_NO_SUM = Expression(
    r"^零|(?:^|没有?啊?\s?)(?:一[元蚊毛分块]|半[毛分])[钱都也]{1,3}(?:没有?|冇)"
    r"|不(?:用|该|欠|需要|必).{0,3}(?:给|付|转|[他她]|钱)|没有?(?:给我?|再|应)?(?:退|还|付)"
)
_NOT_TOLD = Expression(
    r"^(?:[他她]们?|对方|人家|警察|派出所|客服)?[也都还]?(?:根本)?没有?(?:[跟和向]我)?(?:说|讲|提|告诉|给)"
    r"(?:过|我|清楚|明|编号|单号|文号|号码?|回执|通知书|单子|名字|[他她]?是谁){0,4}$"
)
_NUMBERS = frozenset({FieldKind.ORDER_NUMBER, FieldKind.CARD_TAIL, FieldKind.TIME, FieldKind.DATE, FieldKind.AMOUNT})
_TAIL_LENGTH = 4
_LONGEST_PLACE = 3  # figures of an option's place in its list
_LONGEST_LEAVE = 18  # characters of an answer in which "leave it out" is all that is said
_A_NAME = 120  # characters of the longest answer that names something, and tells no story
_LONGEST_QUESTION = 14  # characters of an answer that only asks; a longer one tells something
_LONGEST_ASIDE = 14  # characters of an answer in which "I don't know" is all that is said


@dataclass(frozen=True, slots=True)
class Value:
    """An answer understood: the text to store."""

    text: str


@dataclass(frozen=True, slots=True)
class Misread:
    """An answer not taken: the id of the words that say why (`FieldReading.problems`)."""

    problem: MisreadName


def read_field(
    reading: FieldReading, field: FieldSpec, text: str, now: dt.datetime, hear: Hear | None = None, home: str = HOME
) -> Value | Misread:
    """Read an answer.

    Args:
        reading: the words for "I don't know", "skip", yes and no, and the rude ones.
        field: what is being answered.
        text: as typed; an option id counts as well.
        now: to complete dates and to refuse what cannot have happened yet.
        hear: finds times and sums in words; without it only figures are read, as they are stored.
        home: the money of a sum of a payment that names none.
    """
    typed = month_first(clean(text))
    hear = _once(hear) if hear else None
    own = "".join(unicodedata.normalize("NFKC", typed).lower().split())
    full = "".join(hear(typed, now).plain.split()) or own if hear else own  # 「冇」 is 没, 「唔記得」 is 不记得
    plain = ENDS.sub("", full) or full
    if not plain:
        return Misread("empty")
    if field.sensitive:
        return Misread("offline_only")
    stored = hear is None and own == UNKNOWN
    if stored or _unknown(reading, field, full, told=_tells(reading, field, typed, now, hear)):
        told = field.kind is FieldKind.TIME and hear is not None and only_day_said(typed, now, hear)
        return Value(told.iso() if told and told.at <= now else UNKNOWN)
    if own == SKIPPED or {plain, full} & {*reading.skip_words} or leaves_out(reading, full):
        return Value(SKIPPED)
    if field.zero and plain in reading.none_words:
        return Value("0.00")
    if plain in reading.none_words and field.kind in _NUMBERS and not field.undone:
        return Value(UNKNOWN)
    if guard.has_secret(typed):
        return Misread("secret")
    return _READERS[field.kind](_Answer(reading, field, typed, full, plain, now.astimezone(BEIJING), hear, home))


def _once(hear: Hear) -> Hear:
    """The same, for the words of one answer, which are heard up to three times; nothing of them outlives it."""

    @cache
    def heard(text: str, now: dt.datetime, _zone: dt.tzinfo | None) -> Mentions:  # one moment is two days in two zones
        return hear(text, now)

    return lambda text, now: heard(text, now, now.tzinfo)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was typed: cleaned, without blanks, and without last particles; with all that is needed to read it."""

    reading: FieldReading
    field: FieldSpec
    typed: str
    full: str
    plain: str
    now: dt.datetime
    hear: Hear | None
    home: str


def _unknown(reading: FieldReading, field: FieldSpec, full: str, *, told: bool) -> bool:
    if {full, ENDS.sub("", full)} & {*reading.unknown_words}:
        return True
    if told or len(full) > _LONGEST_ASIDE:
        return False
    if field.kind in {FieldKind.TEXT, FieldKind.ORDER_NUMBER} and tells_of_erasing(full):
        return True  # 「记录删了」
    if not has_any(full, reading.unknown_words):
        return False
    if field.kind in {FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.YES_NO} and theirs(reading, full):
        return False
    return field.kind is not FieldKind.TEXT or not names(reading, full)


def _tells(reading: FieldReading, field: FieldSpec, typed: str, now: dt.datetime, hear: Hear | None) -> bool:
    """Whether what is asked for stands beside an "I don't know": 「五笔，每笔五千，时间记不到」."""
    if field.kind is FieldKind.ORDER_NUMBER:
        return bool(orders_said(typed))
    if field.kind is FieldKind.YES_NO and hear is not None:
        plain = "".join(hear(typed, now).plain.split())
        return has_any(heard_words(reading.fields.get(field.id), plain), reading.unknown_words)  # 「睡着了不知道」
    if field.undone and has_any("".join(typed.split()), reading.undone_words):
        return True  # 「没打，我不知道要打」
    if field.kind is FieldKind.TIME and hear is not None:
        moment = moment_said(typed, now, hear)
        return moment is not None and moment.precision != "day"  # 「昨晚十点吧，几分忘了」
    return field.kind is FieldKind.PAYMENTS and hear is not None and bool(hear(typed, now).amounts)


def leaves_out(reading: FieldReading, plain: str) -> bool:
    """Whether a few words say that an item is to be left out: 「名字我自己手写」, 「打错咋办，先不填行不」."""
    return len(plain) <= _LONGEST_LEAVE and has_any(plain, reading.leave_words)


def tells_nothing(reading: FieldReading, typed: str, plain: str) -> bool:
    """Whether words hold nothing of an item: 「跟刚才一样」, 「见截图」, 「我先想想」, 「这个要写吗」, 「呜呜」."""
    asks = len(plain) <= _LONGEST_QUESTION and typed.rstrip().endswith(("?", "？")) and not _QUOTES.search(plain)
    return asks or any(pattern(one).search(plain) for one in (*reading.no_answer, *reading.asks_back))


def _text(answer: _Answer) -> Value | Misread:
    field, words = answer.field, answer.reading.fields.get(answer.field.id)
    typed = answer.typed
    for lead in words.lead if words else ():
        typed = pattern(lead).sub("", typed) or typed
    if field.max_length <= _A_NAME and _NOT_TOLD.search(answer.plain):
        return Value(UNKNOWN)
    if field.max_length <= _A_NAME and answer.hear is not None:
        named = guessed(answer.reading, typed)
        if named is None:
            return Misread("no_answer")
        typed = named
    if answer.hear is not None and (
        tells_nothing(answer.reading, typed, answer.plain) or not holds(field, typed, answer.now, answer.hear)
    ):
        return Misread("no_answer")
    if len(typed) > field.max_length:
        return Misread("too_long")
    unfit = guard.has_personal_number if field.polite else guard.has_own_number
    if guard.has_identity_number(typed) or (not field.numbers and unfit(typed)):
        return Misread("personal_number")
    if field.polite and guard.is_rude(typed, answer.reading.rude_words):
        return Misread("rude")
    return Value(typed)


def _time(answer: _Answer) -> Value | Misread:
    field, now = answer.field, answer.now
    if field.undone and (untimed := _untimed(answer)):
        return Value(untimed)
    typed = answer.typed if answer.hear is None or field.event is None else of_event(field.event, answer.typed)
    moment = typed and read_moment(typed, now, HALF_A_YEAR if field.future else dt.timedelta())
    if answer.hear is not None and typed and not field.future and half_unsaid(typed, now, answer.hear):
        return Misread("half_of_day")
    if not moment and typed and answer.hear is not None:
        day = day_to_come(answer.plain, now) if field.future else None
        at = None if day is None else Moment(dt.datetime.combine(day, dt.time(), BEIJING), "day")
        moment = at or moment_said(typed, now, answer.hear)
    if moment and moment.precision == "minute" and has_any(answer.full, answer.reading.unknown_words):
        moment = replace(moment, about=True)
    if not moment:
        if field.undone and _has(answer, answer.reading.done_words):
            return Value(DONE)
        return Misread("date_unreadable" if field.kind is FieldKind.DATE else "time_unreadable")
    if not field.future and (moment.at > now or is_a_year_off(moment.at, answer.typed, now)):
        return Misread("in_future")
    if moment.at.date() < now.astimezone(BEIJING).date() and field.future and answer.hear is not None:
        return Misread("time_impossible")
    if moment.at < EARLIEST or moment.at > now + FURTHEST_AHEAD:
        return Misread("time_impossible")
    return Value(moment.at.date().isoformat() if field.kind is FieldKind.DATE else moment.iso())


def _untimed(answer: _Answer) -> str | None:
    """That it was not done, or was done at a time that was not said."""
    if answer.plain in {UNDONE, *answer.reading.none_words} or _has(answer, answer.reading.undone_words):
        return UNDONE
    return DONE if {answer.plain, answer.full} & {DONE, *answer.reading.done_words} else None  # 「打了」


def _has(answer: _Answer, words: Iterable[str]) -> bool:
    return len(answer.plain) <= _LONGEST_ASIDE and any(word in answer.plain for word in words)


def _amount(answer: _Answer) -> Value | Misread:
    if answer.field.zero and _NOT_A_CENT.search(answer.full) and not re.search(r"\d", answer.full):
        return Value("0.00")
    typed = _FIGURES_APART.sub(lambda found: found[0].replace(" ", ""), _IN_THREES.sub("", answer.typed))
    amount = money.read_amount(typed)
    if answer.hear is not None and (amount is None or answer.home != HOME):
        own = returned_said if answer.field.returned else sum_said
        said = own(typed, answer.now, answer.hear)
        if other := said and _abroad(answer, said):
            return Value(other.stored()) if answer.field.id == "amount" else Misread("amount_unreadable")
        amount = said.low if said else amount
    if amount is None:
        nothing = answer.field.zero and not re.search(r"[\d一二两三四五六七八九十百千万]", answer.full)
        return Value("0.00") if nothing and _NO_SUM.search(answer.full) else Misread("amount_unreadable")
    if amount > LARGEST_SUM or (amount == Decimal(0) and not answer.field.zero):
        return Misread("amount_impossible")
    if amount != amount.quantize(money.CENT):
        return Misread("amount_too_fine")
    return Value(f"{amount:.2f}")


def _abroad(answer: _Answer, said: Amount) -> OtherMoney | None:
    """A sum in other money than yuan: by its own words, or that of a case in which it is that of all sums."""
    own = said.currency != HOME or in_yuan(answer.full, answer.home) or answer.field.id != "amount"
    return read_other(OtherMoney(said.low, said.currency if own else answer.home).stored())


def _order_number(answer: _Answer) -> Value | Misread:
    found = orders_said(answer.typed)
    return Value(found[0]) if len(found) == 1 else Misread("order_unreadable")


def _card_tail(answer: _Answer) -> Value | Misread:
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", answer.typed))
    return Value(digits) if len(digits) == _TAIL_LENGTH else Misread("only_last_four")


def _choice(answer: _Answer) -> Value | Misread:
    if tells_of_several(answer.full):
        return Misread("choose_one")  # 「一笔微信，两笔网银」 tells of several
    option = _option(answer, answer.typed) or heard_option(answer.reading.fields.get(answer.field.id), answer.full)
    return Value(option) if option else Misread("choose_one")


def tells_of_several(plain: str) -> bool:
    """Whether words tell of several payments, each its own way."""
    return bool(_CHANGED.search(plain) or _HALVES.search(plain) or (_COUNTED.search(plain) and _MORE.search(plain)))


def _choices(answer: _Answer) -> Value | Misread:
    """Some of the options: by their places (「1-4」), by their names or words, 「都有」, 「除了…都有」, or none."""
    options, words = answer.field.options, answer.reading.fields[answer.field.id]
    if answer.plain in {NOTHING, *answer.reading.none_words} or _has(answer, answer.reading.undone_words):
        return Value(NOTHING)
    chosen = [_option(answer, part) for part in _SEPARATORS.split(answer.typed) if part]
    if None in chosen:
        full = _LEFT.sub("，", answer.full)
        kept = "，".join(part for part in _CLAUSES.split(full) if not lost(part, answer.reading))
        chosen = list(placed(options, answer.typed)) or [
            one for one, patterns in words.heard.items() if said_in(patterns, kept)
        ]
        every = has_any(answer.plain, answer.reading.all_words)
        if every and has_any(answer.plain, answer.reading.except_words):
            chosen = [option for option in options if option not in chosen] if chosen else []
        elif every and not chosen:
            chosen = list(options)
    if not chosen or None in chosen:
        return Misread("choose_some")
    return Value(" ".join(option for option in options if option in chosen))


def _yes_no(answer: _Answer) -> Value | Misread:
    if answer.plain in answer.reading.yes_words or (answer.field.wish and answer.plain in answer.reading.agree_words):
        return Value("yes")
    if answer.plain in answer.reading.no_words:
        return Value("no")
    parts = {_STRESS.sub("", part) for part in _CLAUSES.split(answer.plain)} - {""}
    for value, words in (("yes", answer.reading.yes_words), ("no", answer.reading.no_words)):
        if parts and parts <= {*words}:
            return Value(value)  # 「没有没有，绝对没有」
    heard = heard_option(answer.reading.fields.get(answer.field.id), answer.full)
    return Value(heard) if heard else Misread("yes_or_no")


def _payments(answer: _Answer) -> Value | Misread:
    if answer.hear is None:
        return Misread("payments_unreadable")
    if is_to_come(answer.typed, answer.now):
        return Misread("in_future")
    words = answer.reading.fields["channel"]
    found = payments_said(answer.typed, answer.now, answer.hear, lambda plain: heard_option(words, plain), answer.home)
    if not found:
        return Misread("payments_unreadable")
    times = [payment.time for payment in found if payment.time]
    if any(time.at > answer.now for time in times):
        return Misread("in_future")
    orders = [payment.order_number for payment in found if payment.order_number]
    return Misread("order_repeated") if len(set(orders)) < len(orders) else Value(write_payments(found))


def _option(answer: _Answer, typed: str) -> str | None:
    """The option meant: by its id, its number in the list, or its name."""
    options, names = answer.field.options, answer.reading.fields[answer.field.id].options
    plain = unicodedata.normalize("NFKC", typed).strip().lower()
    if plain in options:
        return plain
    if plain.isdecimal() and len(plain) <= _LONGEST_PLACE and 1 <= int(plain) <= len(options):
        return options[int(plain) - 1]
    return next((option for option, name in names.items() if plain == name.lower()), None)


_READERS: Mapping[FieldKind, Callable[[_Answer], Value | Misread]] = {
    FieldKind.TEXT: _text,
    FieldKind.DATE: _time,
    FieldKind.TIME: _time,
    FieldKind.AMOUNT: _amount,
    FieldKind.ORDER_NUMBER: _order_number,
    FieldKind.CARD_TAIL: _card_tail,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.YES_NO: _yes_no,
    FieldKind.PAYMENTS: _payments,
}
