"""What a paper still needs, one question after the other, and what it says already.

In a dialog::

    ask = next_field(library, kind, data)            # None: nothing is missing
    question, hint = ask.question, ask.hint          # the answer goes to `dialogs.papers.taking`

Payments are asked all at once, and so is each field of them: one answer is that of every payment or of each in turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.known import Known
from dialogs.library.models.papers import FieldKind, FieldSpec, Form, PaperKind, PaperLibrary, SourceName
from dialogs.papers import money
from dialogs.papers.abroad import in_all
from dialogs.papers.data import (
    DONE,
    EVERY,
    NOTHING,
    PAYMENT_FIELDS,
    PAYMENTS,
    PREFIX,
    SKIPPED,
    STORY,
    UNDONE,
    UNKNOWN,
    PaperData,
    Payment,
)
from dialogs.papers.moments import BEIJING, FAR_AHEAD, Moment, day_written, read_moment
from dialogs.predicates import PREDICATES

_MERCHANT = frozenset({"merchant_code", "merchant_payout"})  # only these have a merchant's number
_ACCEPTED_BY_BUTTON = frozenset({"transfer", "red_packet", "unknown", None})  # elsewhere nobody presses 收款
_ASKED_WITH_OTHERS = frozenset({"payee_account", "payee_bank"})  # told together with the receiver's name
_WISHED = frozenset({"method", "card_tail", "merchant_number", "accepted"})  # asked only of who wants to go on
HEARD = {"channel": "channel", "time": "paid_at", "accepted": "accepted"}  # the questions that tell of a payment
SHORTEST_STORY = 20  # characters; less tells nothing that the paper does not say anyway


@dataclass(frozen=True, slots=True)
class Ask:
    """A field to be asked: `key` is where its answer goes; `number` counts payments from one, None for all of them."""

    field: FieldSpec
    key: str
    label: str
    question: str
    hint: str | None
    options: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a paper will say: how to ask it anew, how it is shown, and where it comes from."""

    ask: Ask
    shown: str
    source: SourceName


def value_of(library: PaperLibrary, data: PaperData, name: str) -> str | None:
    """A field's stored text: what was answered, else what was told in the dialog, else None."""
    return _value(library, data, name)[0]


def _value(library: PaperLibrary, data: PaperData, name: str) -> tuple[str | None, SourceName]:
    own, spec = data.fields.get(name), library.fields[name]
    if own is not None:
        return own, "paper"
    if spec.draft:
        story = data.fields.get(STORY, "")
        return (story if len(story) >= SHORTEST_STORY else None), "story"
    if spec.known is None:
        return (library.words.ways.get(data.known.situation or "") if name == "scam_way" else None), "inferred"
    source: SourceName = "dialog" if spec.known.question in data.told else "inferred"
    return spec.known.values.get(data.known.get(spec.known.question) or ""), source


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
    return tuple(_open(library, kind, data, optional=False))


def entries(library: PaperLibrary, kind: PaperKind, data: PaperData) -> tuple[Entry, ...]:
    """Everything that this paper will say of the case besides its own words, each with where it comes from."""
    found: list[Entry] = []
    if pays(kind, data):
        if data.payments:
            found.append(Entry(payments_ask(library), _all_paid(library, data.payments), _payments_source(data)))
        for index, payment in enumerate(data.payments or (Payment(),)):  # what was heard stands in the blank row, too
            found += _payment_entries(library, kind, data, index, payment)
    for name in kind.fields:
        value, source = _value(library, data, name)
        if value is not None and applies(library, data, name):
            found.append(Entry(_field_ask(library, kind, name), shown(library, library.fields[name], value), source))
    return tuple(found)


def _payments_source(data: PaperData) -> SourceName:
    return "paper" if data.entered else "dialog" if "amount" in data.told else "story"


def _payment_entries(
    library: PaperLibrary, kind: PaperKind, data: PaperData, index: int, payment: Payment
) -> Iterator[Entry]:
    names = [name for name in PAYMENT_FIELDS if name in kind.payments or name in _ASKED_WITH_OTHERS | {"channel"}]
    for name in names:
        if payment.answered(name):
            source: SourceName = "paper" if data.entered else _payments_source(data)
            text = shown_payment(library, payment, name)
            text = library.words.in_yuan.format(amount=text) if name == "amount" and payment.amount else text
            yield Entry(_payment_ask(library, name, index), text, source)
        elif name in HEARD and (heard := heard_of_payment(library, data, payment, name)) is not None:
            source = "dialog" if HEARD[name] in data.told else "inferred"
            yield Entry(_payment_ask(library, name, index), heard, source)


def heard_of_payment(library: PaperLibrary, data: PaperData, payment: Payment, name: str) -> str | None:
    """What the dialog heard of a field of a payment, as a paper says it: how and when it was paid, whether received."""
    known = data.known
    if name == "channel":
        return None if known.channel in {None, "unknown"} else library.words.channels[known.channel or ""]
    if name == "accepted":
        if not by_button(known, payment):
            return library.words.not_applicable
        heard = {"not_yet": "no", "received": "yes", "pending": "pending"}.get(known.get("accepted") or "")
        return library.reading.fields["accepted"].options[heard] if heard else None
    span = known.paid_at
    if span is None or len(data.payments) > 1 or known.get("paid_parts") == "several":
        return None
    start, end = (Moment(at.astimezone(BEIJING), "minute").written() for at in (span.earliest, span.latest))
    return start if span.exact else library.words.between.format(start=start, end=end)


def _all_paid(library: PaperLibrary, payments: tuple[Payment, ...]) -> str:
    return library.words.paid_in_all.format(
        count=len(payments), total=in_all(library, payments, money.grouped) or library.words.unknown
    )


def shown(library: PaperLibrary, field: FieldSpec, value: str) -> str:
    """A stored text as people read it."""
    words = library.words
    if value == UNKNOWN:
        return words.unknown
    if value == SKIPPED:
        return SKIPPED
    if field.undone and value in {DONE, UNDONE}:
        return words.done_untimed if value == DONE else words.undone
    if field.kind is FieldKind.YES_NO:
        return words.yes if value == "yes" else words.no
    if field.kind is FieldKind.CHOICES and value == NOTHING:
        return words.nothing
    if field.options:
        names = library.reading.fields[field.id].options
        return "、".join(names[option] for option in value.split() if option in names) or value
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
    if name == "amount" and payment.other:
        return payment.other.said(library.currencies)
    if value is None:
        return library.words.unknown
    text = value.iso() if isinstance(value, Moment) else str(value)
    return shown(library, library.fields[name], text)


def _open(library: PaperLibrary, kind: PaperKind, data: PaperData, *, optional: bool) -> Iterator[Ask]:
    guards = tuple(p.field for p in kind.preconditions)
    yield from _open_fields(library, kind, data, guards)
    if pays(kind, data):
        yield from _open_payments(library, kind, data, wished=False)
    yield from _open_fields(library, kind, data, kind.required)
    if optional:
        if pays(kind, data):
            yield from _open_payments(library, kind, data, wished=True)
        yield from _open_fields(library, kind, data, kind.optional)


def _open_fields(library: PaperLibrary, kind: PaperKind, data: PaperData, names: tuple[str, ...]) -> Iterator[Ask]:
    for name in dict.fromkeys(names):
        if applies(library, data, name) and value_of(library, data, name) is None:
            yield _field_ask(library, kind, name)


def _open_payments(library: PaperLibrary, kind: PaperKind, data: PaperData, *, wished: bool) -> Iterator[Ask]:
    if not data.payments:
        if not wished:
            yield payments_ask(library)
        return
    for name in kind.payments:
        if name in _ASKED_WITH_OTHERS or _for_later(kind, data, name) is not wished:
            continue
        if lacking(data, name):
            yield _ask(library, name, f"{PAYMENTS}.{EVERY}.{name}", optional=wished, number=None)


def _for_later(kind: PaperKind, data: PaperData, name: str) -> bool:
    """Whether a usable paper can do without a field: by its weight, or because the dialog heard roughly when it was."""
    roughly = name == "time" and len(data.payments) == 1 and data.known.paid_at is not None
    return name in _WISHED or roughly or (name == "order_number" and kind.form is Form.MESSAGE)


def lacking(data: PaperData, name: str) -> list[int]:
    """The payments of which a field is still to be asked."""
    return [
        index
        for index, payment in enumerate(data.payments or (Payment(),))
        if not payment.answered(name) and _asked_of(data, payment, name)
    ]


def _asked_of(data: PaperData, payment: Payment, name: str) -> bool:
    """Whether a payment has such a field: a card only when paid by card, a merchant's number only from merchants."""
    channel = payment.channel or data.known.channel
    if name == "channel":
        return channel in {None, "unknown"}
    if name == "card_tail":
        return payment.method == "card"
    if name == "merchant_number":
        return channel in _MERCHANT
    if name == "accepted":
        return by_button(data.known, payment) and data.known.get("accepted") in {None, "unknown"}
    return True


def by_button(known: Known, payment: Payment | None = None) -> bool:
    """Whether the receiver has to press a button before the money is theirs (platform.W01, W15)."""
    return ((payment and payment.channel) or known.get("channel")) in _ACCEPTED_BY_BUTTON


def payments_ask(library: PaperLibrary) -> Ask:
    """The question for all payments at once."""
    return _ask(library, PAYMENTS, PAYMENTS, optional=False, number=None)


def _field_ask(library: PaperLibrary, kind: PaperKind, name: str) -> Ask:
    guards = {p.field for p in kind.preconditions}
    optional = name in kind.optional and name not in guards
    return _ask(library, name, f"{PREFIX}{name}", optional=optional, number=None)


def _payment_ask(library: PaperLibrary, name: str, index: int) -> Ask:
    return _ask(library, name, f"{PAYMENTS}.{index}.{name}", optional=False, number=index + 1)


def _ask(library: PaperLibrary, name: str, key: str, *, optional: bool, number: int | None) -> Ask:
    words = library.reading.fields[name]
    which = "" if number is None else f"{library.words.which_payment.format(number=number)}："
    return Ask(
        field=library.fields[name],
        key=key,
        label=words.label,
        question=f"{which}{words.ask or words.label}",
        hint=words.hint,
        options=tuple(words.options.items()),
        optional=optional,
        number=number,
    )
