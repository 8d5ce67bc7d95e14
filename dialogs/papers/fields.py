"""What a paper still needs, one question after the other, and how an answer is put in its place.

In a dialog::

    ask = next_field(library, kind, data)            # None: nothing is missing
    question, hint = ask.question, ask.hint
    got = accept(library, ask, text, now)            # Value or Misread(problem id)
    data = put(data, ask, got.text)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.known import Known
from dialogs.library.models.papers import FieldKind, FieldSpec, PaperKind, PaperLibrary
from dialogs.papers import money
from dialogs.papers.data import MOST_PAYMENTS, PREFIX, SKIPPED, UNKNOWN, PaperData, Payment
from dialogs.papers.moments import FAR_AHEAD, Moment, day_written, read_moment
from dialogs.papers.reading import Misread, Value, read_field
from dialogs.predicates import PREDICATES

MORE = "more_payments"
NUMBER_MARK = "%n%"  # stands in a question for the number of the payment
_MERCHANT = frozenset({"merchant_code", "merchant_payout"})  # only these have a merchant's number
_ACCEPTED_BY_BUTTON = frozenset({"transfer", "red_packet", "unknown", None})  # elsewhere nobody presses 收款


@dataclass(frozen=True, slots=True)
class Ask:
    """A field to be asked: `key` is where its answer goes, `number` counts payments from one."""

    field: FieldSpec
    key: str
    label: str
    question: str
    hint: str | None
    options: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    number: int | None = None


def value_of(library: PaperLibrary, data: PaperData, name: str) -> str | None:
    """A field's stored text: what was answered, else what the dialog's own answers settle, else None."""
    own = data.fields.get(name)
    if own is not None:
        return own
    rule = library.fields[name].known
    if rule is None:
        return library.words.ways.get(data.known.situation or "") if name == "scam_way" else None
    return rule.values.get(data.known.get(rule.question) or "")


def applies(library: PaperLibrary, data: PaperData, name: str) -> bool:
    """Whether a field is asked in this case at all."""
    spec, situation = library.fields[name], data.known.situation
    if spec.unless is not None and data.known.get(spec.unless.question) in spec.unless.values:
        return False
    return (not spec.situations or situation in spec.situations) and situation not in spec.not_situations


def pays(kind: PaperKind, data: PaperData) -> bool:
    """Whether there are payments to write down."""
    return bool(kind.payments) and not any(PREDICATES[name](data.known) for name in kind.unpaid_when)


def next_field(library: PaperLibrary, kind: PaperKind, data: PaperData, *, optional: bool = True) -> Ask | None:
    """The next thing to ask, or None when the paper is as full as it can be.

    What decides whether the paper is made comes first, then the payments, then the required fields, then (unless
    `optional` is False) the others.
    """
    return next(_open(library, kind, data, optional=optional), None)


def missing(library: PaperLibrary, kind: PaperKind, data: PaperData) -> tuple[Ask, ...]:
    """Everything required that is not answered; blanks in the paper stand in its place."""
    return tuple(ask for ask in _open(library, kind, data, optional=False) if ask.field.id != MORE)


def changeable(library: PaperLibrary, kind: PaperKind, data: PaperData) -> tuple[tuple[Ask, str], ...]:
    """Everything answered that this paper uses, with the answer as it is shown."""
    pairs: list[tuple[Ask, str]] = []
    for index, payment in enumerate(data.payments if kind.payments else ()):
        pairs += [
            (_payment_ask(library, name, index), shown_payment(library, payment, name))
            for name in kind.payments
            if payment.answered(name)
        ]
    for name in kind.fields:
        value = data.fields.get(name)
        if value is not None and applies(library, data, name):
            pairs.append((_field_ask(library, kind, name), shown(library, library.fields[name], value)))
    return tuple(pairs)


def accept(library: PaperLibrary, ask: Ask, text: str, now: dt.datetime) -> Value | Misread:
    """Read an answer to what was asked."""
    return read_field(library.reading, ask.field, text, now, optional=ask.optional)


def put(data: PaperData, ask: Ask, value: str) -> PaperData:
    """The data with an accepted answer in its place."""
    if ask.field.id == MORE:
        if value == "yes" and len(data.payments) < MOST_PAYMENTS:
            return data.with_payment(len(data.payments), Payment())
        return data.with_field(MORE, "no")
    if ask.key.startswith(PREFIX):
        return data.with_field(ask.key.removeprefix(PREFIX), value)
    _, index, name = ask.key.split(".")
    current = data.payments[int(index)] if int(index) < len(data.payments) else Payment()
    return data.with_payment(int(index), current.with_value(name, value))


def shown(library: PaperLibrary, field: FieldSpec, value: str) -> str:
    """A stored text as people read it."""
    words = library.words
    if value == UNKNOWN:
        return words.unknown
    if value == SKIPPED:
        return SKIPPED
    if field.kind is FieldKind.YES_NO:
        return words.yes if value == "yes" else words.no
    if field.options:
        names = library.reading.fields[field.id].options
        return "、".join(names[option] for option in value.split() if option in names)
    if field.kind in {FieldKind.DATE, FieldKind.TIME}:
        moment = read_moment(value, FAR_AHEAD)
        return value if moment is None else written_moment(library, moment, day_only=field.kind is FieldKind.DATE)
    if field.kind is FieldKind.AMOUNT:
        amount = money.read_amount(value)
        return value if amount is None else money.short(amount)
    return value


def written_moment(library: PaperLibrary, moment: Moment, *, day_only: bool = False) -> str:
    """A moment in a paper; where only the day is known although the hour matters, it says so."""
    if day_only:
        return day_written(moment.at.date())
    written = moment.written()
    return library.words.day_only.format(day=written) if moment.precision == "day" else written


def shown_payment(library: PaperLibrary, payment: Payment, name: str) -> str:
    """One field of a payment as people read it; the mark for "not known" where it is not."""
    value = getattr(payment, name)
    if value is None:
        return library.words.unknown
    text = value.iso() if isinstance(value, Moment) else str(value)
    return shown(library, library.fields[name], text)


def _open(library: PaperLibrary, kind: PaperKind, data: PaperData, *, optional: bool) -> Iterator[Ask]:
    guards = tuple(p.field for p in kind.preconditions)
    yield from _open_fields(library, kind, data, guards)
    if pays(kind, data):
        yield from _open_payments(library, kind, data)
    yield from _open_fields(library, kind, data, kind.required)
    if optional:
        yield from _open_fields(library, kind, data, kind.optional)


def _open_fields(library: PaperLibrary, kind: PaperKind, data: PaperData, names: tuple[str, ...]) -> Iterator[Ask]:
    for name in dict.fromkeys(names):
        if applies(library, data, name) and value_of(library, data, name) is None:
            yield _field_ask(library, kind, name)


def _open_payments(library: PaperLibrary, kind: PaperKind, data: PaperData) -> Iterator[Ask]:
    for index, payment in enumerate(data.payments or (Payment(),)):
        for name in kind.payments:
            if not payment.answered(name) and _asked_of(data, payment, name):
                yield _payment_ask(library, name, index)
    if data.known.get("paid_parts") != "one" and data.fields.get(MORE) is None:
        yield _field_ask(library, kind, MORE)


def _asked_of(data: PaperData, payment: Payment, name: str) -> bool:
    """Whether a payment has such a field: a card only when paid by card, a merchant's number only from merchants."""
    channel = data.known.get("channel")
    if name == "card_tail":
        return payment.method == "card"
    if name == "merchant_number":
        return channel in _MERCHANT
    if name == "accepted":
        return by_button(data.known) and data.known.get("accepted") in {None, "unknown"}
    return True


def by_button(known: Known) -> bool:
    """Whether the receiver has to press a button before the money is theirs (platform.W01, W15)."""
    return known.get("channel") in _ACCEPTED_BY_BUTTON


def _field_ask(library: PaperLibrary, kind: PaperKind, name: str) -> Ask:
    guards = {p.field for p in kind.preconditions}
    optional = name in kind.optional and name not in guards
    return _ask(library, name, f"{PREFIX}{name}", optional=optional, number=None)


def _payment_ask(library: PaperLibrary, name: str, index: int) -> Ask:
    return _ask(library, name, f"payments.{index}.{name}", optional=False, number=index + 1)


def _ask(library: PaperLibrary, name: str, key: str, *, optional: bool, number: int | None) -> Ask:
    words = library.reading.fields[name]
    fill = "" if number is None else str(number)
    return Ask(
        field=library.fields[name],
        key=key,
        label=words.label,
        question=(words.ask or words.label).replace(NUMBER_MARK, fill),
        hint=words.hint,
        options=tuple(words.options.items()),
        optional=optional,
        number=number,
    )
