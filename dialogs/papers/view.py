"""What a paper's template may see: every value already worded, and nothing that was not said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dialogs.known import Known
from dialogs.library.models.papers import FieldKind, PaperKind, PaperLibrary
from dialogs.papers import money
from dialogs.papers.abroad import in_all, told_abroad
from dialogs.papers.data import SKIPPED, UNKNOWN, PaperData, Payment
from dialogs.papers.fields import (
    applies,
    heard_of_payment,
    pays,
    shown,
    shown_payment,
    value_of,
    written_moment,
)
from dialogs.papers.moments import BEIJING, day_written
from dialogs.papers.offer import Sums, payments_of, sums

TAIL = 4


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment, every cell worded; `tail` is the end of its order number, or nothing."""

    number: int
    time: str
    short_time: str
    amount: str
    plain_amount: str
    channel: str
    method: str
    order_number: str
    merchant_number: str
    payee_shown: str
    accepted: str
    tail: str


@dataclass(frozen=True, slots=True)
class Total:
    """A sum three ways: 「5,000.00」, 「5000」, 「伍仟元整」; all of them a blank when it is not known.

    `said` and `formal` hold its money as well, 「5000元」 and 「5,000.00元」, which may be another than yuan.
    """

    figures: str
    plain: str
    capital: str
    known: bool
    said: str = ""
    formal: str = ""


PAPER_VALUES = frozenset(
    {
        "f", "raw", "title", "pay", "paid", "period", "sums", "count", "owed", "returned", "situation", "holds",
        "channel", "small", "merchant_numbers", "chosen", "cite", "blank", "unknown", "sign_date", "today", "overpaid",
        "way", "brief", "family", "told_sum", "titles", "events", "copies", "abroad",
    }
)  # fmt: skip
"""The names of what `context` and, for its own parts, a bundle gives."""


def context(library: PaperLibrary, kind: PaperKind, data: PaperData, now: dt.datetime) -> dict[str, Any]:
    """Everything a template may name."""
    counted = sums(library, kind, data)
    payments = payments_of(data) if pays(kind, data) else ()
    abroad = any(payment.other for payment in payments)
    rows = tuple(_row(library, data, number, payment, named=abroad) for number, payment in enumerate(payments, start=1))
    names = (*kind.fields, *kind.offline)
    return {
        "f": {name: _slot(library, data, name) for name in names},
        "raw": {name: _raw(library, data, name) for name in names},
        "title": library.words.kinds[kind.id].title,
        "pay": rows,
        "paid": pays(kind, data),
        "period": _period(library, data, payments),
        "sums": _totals(library, counted, payments),
        "abroad": abroad,
        "told_sum": _told_sum(library, data.known),
        "count": len(data.payments) or (1 if data.known.get("paid_parts") == "one" else 0),
        "owed": counted.due is not None and counted.due > 0,
        "overpaid": data.known.situation == OVERPAID and counted.due != 0,
        "returned": counted.returned is not None and counted.returned > 0,
        "way": library.words.ways.get(data.known.situation or ""),
        "brief": brief,
        "family": data.known.family,
        "situation": data.known.situation,
        "holds": _holds_answer(data),
        "channel": _channel(library, data, payments),
        "small": counted.total is not None and counted.total < SMALL,
        "merchant_numbers": any(payment.merchant_number for payment in payments),
        "chosen": _chosen(library, data),
        "cite": _cite(library, kind),
        "blank": lambda label: library.words.blank.format(label=label),
        "unknown": library.words.unknown,
        "sign_date": library.words.signature_date,
        "today": day_written(now.astimezone(BEIJING).date()),
    }


OVERPAID = "wrong_amount"
SMALL = Decimal(3000)  # law.F03, law.F04: under it the offence is one against public order


def fact_date(library: PaperLibrary, ids: tuple[str, ...], now: dt.datetime) -> tuple[dt.date | None, tuple[str, ...]]:
    """The day the oldest of these facts was checked, and the fallbacks of those that are no longer fit, each once."""
    facts = [library.facts[name] for name in ids if name in library.facts]
    day = now.astimezone(BEIJING).date()
    unfit = dict.fromkeys(fact.fallback for fact in facts if fact.fallback and fact.unfit_on(day))
    return min((fact.checked_on for fact in facts), default=None), tuple(unfit)


def _slot(library: PaperLibrary, data: PaperData, name: str) -> str:
    """A field as it stands in the paper: its value, or the mark for what is not known or not asked."""
    spec, words = library.fields[name], library.words
    if spec.sensitive:
        return words.offline
    value = value_of(library, data, name)
    if value in {None, SKIPPED}:
        return words.blank.format(label=library.label(name))
    if value == UNKNOWN:
        return words.unknown
    return money.grouped(Decimal(value or "0")) if spec.kind is FieldKind.AMOUNT else shown(library, spec, value or "")


def _raw(library: PaperLibrary, data: PaperData, name: str) -> str:
    """A field's stored value to decide by, or nothing when it is not known."""
    if library.fields[name].sensitive or not applies(library, data, name):
        return ""
    value = value_of(library, data, name)
    return "" if value in {None, SKIPPED, UNKNOWN} else value or ""


def _row(library: PaperLibrary, data: PaperData, number: int, payment: Payment, *, named: bool) -> PaymentRow:
    """A row; where the money is `named`, the sum in yuan says so."""

    def in_yuan(figures: str) -> str:
        return library.words.in_yuan.format(amount=figures)

    def cell(name: str) -> str:
        if payment.answered(name):
            return shown_payment(library, payment, name)
        return library.words.blank.format(label=library.label(name))

    def heard(name: str) -> str | None:
        return heard_of_payment(library, data, payment, name)

    amount, order = payment.amount, payment.order_number or ""
    method = cell("method")
    if payment.card_tail:
        method = f"{method}{library.label('card_tail')}{payment.card_tail}"
    at = payment.time
    return PaymentRow(
        number=number,
        time=cell("time") if at else heard("time") or cell("time"),
        short_time=at.short() if at else heard("time") or cell("time"),
        amount=cell("amount") if amount is None else in_yuan(money.grouped(amount)) if named else money.grouped(amount),
        plain_amount=_plain_amount(library, data, payment) or in_yuan(cell("amount")),
        channel=_channel(library, data, (payment,)),
        method=method,
        order_number=cell("order_number"),
        merchant_number=cell("merchant_number"),
        payee_shown=_payee(payment) or cell("payee_shown"),
        accepted=cell("accepted") if payment.answered("accepted") else heard("accepted") or cell("accepted"),
        tail=order[-TAIL:],
    )


def _payee(payment: Payment) -> str:
    """Everything told of the receiver, each part once: what the page shows, the account, the bank."""
    parts = [payment.payee_shown or ""]
    for part in (payment.payee_account, payment.payee_bank):
        if part and part not in parts[0].replace(" ", ""):
            parts.append(part)
    return "，".join(filter(None, parts))


def _channel(library: PaperLibrary, data: PaperData, payments: Sequence[Payment]) -> str:
    """How it was paid, each way once; the mark for a blank where one payment's is not known."""
    said = data.known.channel
    ways = dict.fromkeys(payment.channel or said for payment in payments) or {said: None}
    return "、".join(_channel_name(library, way) for way in ways)


def _channel_name(library: PaperLibrary, way: str | None) -> str:
    if way in {None, "unknown", UNKNOWN}:
        return library.words.channels["unknown"]
    return library.reading.fields["channel"].options.get(way or "") or library.words.channels[way or "unknown"]


def brief(text: str, most: int) -> str:
    """A value cut short, so that a message stays within what a form takes."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _plain_amount(library: PaperLibrary, data: PaperData, payment: Payment) -> str | None:
    """The sum of a payment in running text, with its money; as the dialog heard it where it is the only one."""
    if payment.answered("amount") and "amount" not in payment.unknown:
        return in_all(library, (payment,))
    return None if len(data.payments) > 1 else _told_sum(library, data.known)


def _told_sum(library: PaperLibrary, known: Known) -> str | None:
    """All that was paid, as the dialog heard it."""
    if abroad := told_abroad(known):
        return abroad.said(library.currencies)
    if known.amount is None:
        return None
    low, high = (money.short(end) for end in known.amount)
    if low == high:
        return library.words.in_yuan.format(amount=low)
    return library.words.about_amount.format(low=low, high=high)


def _period(library: PaperLibrary, data: PaperData, payments: tuple[Payment, ...]) -> dict[str, str]:
    """The first and the last payment's time."""
    times = sorted((p.time for p in payments if p.time), key=lambda moment: moment.at)
    said = heard_of_payment(library, data, payments[0], "time") if payments else None
    fallback = said or library.words.blank.format(label=library.label("time"))
    if not times or len(times) < len(payments):
        return {"first": fallback, "last": fallback, "short_first": fallback, "short_last": fallback}
    return {
        "first": written_moment(library, times[0]),
        "last": written_moment(library, times[-1]),
        "short_first": times[0].short(),
        "short_last": times[-1].short(),
    }


def _totals(library: PaperLibrary, counted: Sums, payments: tuple[Payment, ...]) -> Mapping[str, Total]:
    yuan = library.words.in_yuan

    def worded(amount: Decimal | None, name: str) -> Total:
        if amount is None or amount < 0:
            blank = library.words.blank.format(label=library.label(name))
            in_yuan = yuan.format(amount=blank)
            return Total(blank, blank, blank, known=False, said=in_yuan, formal=in_yuan)
        figures, plain = money.grouped(amount), money.short(amount)
        said, formal = (yuan.format(amount=one) for one in (plain, figures))
        return Total(figures, plain, money.capital(amount), known=True, said=said, formal=formal)

    abroad = in_all(library, payments) if any(payment.other for payment in payments) else None
    none = library.words.not_applicable
    return {
        "total": Total(abroad, abroad, none, known=True, said=abroad, formal=abroad)
        if abroad
        else worded(counted.total, "amount"),
        "due": worded(counted.due, "due_amount"),
        "returned": worded(counted.returned, "returned_amount"),
        "net": worded(counted.net, "claim"),
        "principal": worded(counted.principal, "claim"),
    }


def _chosen(library: PaperLibrary, data: PaperData) -> Callable[[str], list[str]]:
    """The names of the options chosen in a field, one by one."""

    def chosen(name: str) -> list[str]:
        names = library.reading.fields[name].options
        return [names[option] for option in _raw(library, data, name).split() if option in names]

    return chosen


def _holds_answer(data: PaperData) -> Callable[[str, str], bool]:
    return lambda question, option: data.known.get(question) == option


def _cite(library: PaperLibrary, kind: PaperKind) -> Callable[..., str]:
    """Names a law's articles, and only those the kind may cite."""
    words = library.words

    def article(law: str, number: str) -> str:
        if number not in kind.articles.get(law, ()):
            raise ValueError(f"{kind.id} must not cite {law} {number}")
        main, _, branch = number.partition("-")
        text = words.branch_article if branch else words.article
        return text.format(number=main, branch=branch)

    def cite(law: str, *numbers: object) -> str:
        return words.laws[law] + "、".join(article(law, str(number)) for number in numbers)

    return cite
