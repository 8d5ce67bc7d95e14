"""Reads one typed answer to one field of a paper: the text to store, or the id of what is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from dialogs.library.models.papers import FieldKind, FieldReading, FieldSpec, MisreadName
from dialogs.limits import LARGEST_SUM
from dialogs.papers import guard, money
from dialogs.papers.data import SKIPPED, UNKNOWN
from dialogs.papers.escape import clean
from dialogs.papers.moments import EARLIEST, read_moment
from dialogs.text.sentences import sentences

FURTHEST_AHEAD = dt.timedelta(days=3 * 366)  # a date to come (reply by, due on) is no further off
HALF_A_YEAR = dt.timedelta(days=183)  # a date to come that names no year is within it

_ORDER_NUMBER = re.compile(r"^[0-9A-Za-z]{8,64}$")
_SEPARATORS = re.compile(r"[\s,，、;；/]+")
_TAIL_LENGTH = 4
_LONGEST_PLACE = 3  # figures of an option's place in its list


@dataclass(frozen=True, slots=True)
class Value:
    """An answer understood: the text to store."""

    text: str


@dataclass(frozen=True, slots=True)
class Misread:
    """An answer not taken: the id of the words that say why (`FieldReading.problems`)."""

    problem: MisreadName


def read_field(
    reading: FieldReading, field: FieldSpec, text: str, now: dt.datetime, *, optional: bool
) -> Value | Misread:
    """Read an answer.

    Args:
        reading: the words for "I don't know", "skip", yes and no, and the rude ones.
        field: what is being answered.
        text: as typed; an option id counts as well.
        now: to complete dates and to refuse what cannot have happened yet.
        optional: whether the field may be left out.
    """
    typed = clean(text)
    plain = "".join(unicodedata.normalize("NFKC", typed).lower().split()).rstrip("。.!！")
    if not plain:
        return Misread("empty")
    if field.sensitive:
        return Misread("offline_only")
    if plain == UNKNOWN or plain in reading.unknown_words:
        return Value(UNKNOWN)
    if plain == SKIPPED or plain in reading.skip_words:
        return Value(SKIPPED) if optional else Misread("needed")
    if plain in reading.none_words and field.kind is not FieldKind.YES_NO:
        if field.zero:
            return Value("0.00")
        if optional:
            return Value(SKIPPED)
    if guard.has_secret(typed):
        return Misread("secret")
    return _READERS[field.kind](reading, field, typed, now)


def _text(reading: FieldReading, field: FieldSpec, typed: str, now: dt.datetime) -> Value | Misread:
    del now
    if len(typed) > field.max_length:
        return Misread("too_long")
    if field.max_sentences is not None and sum(1 for _ in sentences(typed)) > field.max_sentences:
        return Misread("too_many_sentences")
    if guard.has_identity_number(typed) or (not field.numbers and guard.has_personal_number(typed)):
        return Misread("personal_number")
    if field.polite and guard.is_rude(typed, reading.rude_words):
        return Misread("rude")
    return Value(typed)


def _time(reading: FieldReading, field: FieldSpec, typed: str, now: dt.datetime) -> Value | Misread:
    del reading
    moment = read_moment(typed, now, HALF_A_YEAR if field.future else dt.timedelta())
    if moment is None:
        return Misread("date_unreadable" if field.kind is FieldKind.DATE else "time_unreadable")
    if moment.at > now and not field.future:
        return Misread("in_future")
    if moment.at < EARLIEST or moment.at > now + FURTHEST_AHEAD:
        return Misread("time_impossible")
    return Value(moment.at.date().isoformat() if field.kind is FieldKind.DATE else moment.iso())


def _amount(reading: FieldReading, field: FieldSpec, typed: str, now: dt.datetime) -> Value | Misread:
    del reading, now
    amount = money.read_amount(typed)
    if amount is None:
        return Misread("amount_unreadable")
    if amount > LARGEST_SUM or (amount == Decimal(0) and not field.zero):
        return Misread("amount_impossible")
    if amount != amount.quantize(money.CENT):
        return Misread("amount_too_fine")
    return Value(f"{amount:.2f}")


def _order_number(reading: FieldReading, field: FieldSpec, typed: str, now: dt.datetime) -> Value | Misread:
    del reading, field, now
    number = re.sub(r"[\s-]+", "", unicodedata.normalize("NFKC", typed))
    return Value(number) if _ORDER_NUMBER.match(number) else Misread("order_unreadable")


def _card_tail(reading: FieldReading, field: FieldSpec, typed: str, now: dt.datetime) -> Value | Misread:
    del reading, field, now
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", typed))
    return Value(digits) if len(digits) == _TAIL_LENGTH else Misread("only_last_four")


def _choice(reading: FieldReading, field: FieldSpec, typed: str, now: dt.datetime) -> Value | Misread:
    del now
    option = _option(reading, field, typed)
    return Value(option) if option else Misread("choose_one")


def _choices(reading: FieldReading, field: FieldSpec, typed: str, now: dt.datetime) -> Value | Misread:
    del now
    chosen = [_option(reading, field, part) for part in _SEPARATORS.split(typed) if part]
    if not chosen or None in chosen:
        return Misread("choose_some")
    return Value(" ".join(option for option in field.options if option in chosen))


def _yes_no(reading: FieldReading, field: FieldSpec, typed: str, now: dt.datetime) -> Value | Misread:
    del field, now
    plain = "".join(unicodedata.normalize("NFKC", typed).lower().split()).rstrip("。.!！")
    if plain in reading.yes_words:
        return Value("yes")
    return Value("no") if plain in reading.no_words else Misread("yes_or_no")


def _option(reading: FieldReading, field: FieldSpec, typed: str) -> str | None:
    """The option meant: by its id, its number in the list, or its name."""
    plain = unicodedata.normalize("NFKC", typed).strip().lower()
    if plain in field.options:
        return plain
    if plain.isdecimal() and len(plain) <= _LONGEST_PLACE and 1 <= int(plain) <= len(field.options):
        return field.options[int(plain) - 1]
    names: Mapping[str, str] = reading.fields[field.id].options
    return next((option for option, name in names.items() if plain == name.lower()), None)


_READERS: Mapping[FieldKind, Callable[[FieldReading, FieldSpec, str, dt.datetime], Value | Misread]] = {
    FieldKind.TEXT: _text,
    FieldKind.DATE: _time,
    FieldKind.TIME: _time,
    FieldKind.AMOUNT: _amount,
    FieldKind.ORDER_NUMBER: _order_number,
    FieldKind.CARD_TAIL: _card_tail,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.YES_NO: _yes_no,
}
