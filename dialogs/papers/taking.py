"""Takes the answer to a question of a paper, and puts it in its place."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from dialogs.library.models.papers import FieldKind, FieldSpec, MisreadName, PaperLibrary
from dialogs.papers.data import EVERY, PAYMENTS, PREFIX, SKIPPED, UNKNOWN, PaperData, Payment, read_payments
from dialogs.papers.fields import Ask, lacking
from dialogs.papers.order_numbers import orders_said
from dialogs.papers.payments import accounts_said, times_said
from dialogs.papers.reading import Misread, Value, read_field
from dialogs.papers.spoken import Hear
from dialogs.text.simplified import simplified
from dialogs.understanding.numerals import DIGIT, count_of


def accept(
    library: PaperLibrary, ask: Ask, data: PaperData, text: str, now: dt.datetime, hear: Hear | None = None
) -> Value | Misread:
    """Read an answer to what was asked; that to a field of every payment holds a line for each of them."""
    home = data.known.currency.upper()
    if ask.key.startswith(f"{PAYMENTS}.") and ask.field.kind is not FieldKind.ORDER_NUMBER:
        places = _places(text)
        if len(places) > 1 and max(places) > max(1, len(lacking(data, ask.field.id)) * (EVERY in ask.key)):
            return Misread("other_payments")
    if EVERY not in ask.key.split("."):
        got = read_field(library.reading, ask.field, text, now, hear, home)
        return _repeated(data, ask, got)
    wanted = len(lacking(data, ask.field.id))
    whole = read_field(library.reading, ask.field, text, now, hear, home)
    if isinstance(whole, Value) and whole.text in {UNKNOWN, SKIPPED}:
        return whole
    if ask.field.id == "channel" and (ways := _counted(library, ask.field, text, now, wanted)):
        return Value("\n".join(ways))
    values = _each(library, ask.field, text, now, hear, wanted, home)
    if ask.field.kind is FieldKind.ORDER_NUMBER and values and len(values) > wanted:
        return Misread("order_unreadable")  # that of a payment that is not there
    if values is None or not 0 < len(values) <= wanted:
        return (
            whole if isinstance(whole, Misread) or wanted == 1 or _for_all(ask.field) else Misread(_problem(ask.field))
        )
    return _repeated(data, ask, Value("\n".join(values)))


def _each(
    library: PaperLibrary, field: FieldSpec, text: str, now: dt.datetime, hear: Hear | None, wanted: int, home: str
) -> list[str] | None:
    """What was answered for each payment; one value stands for all, None where the answer cannot be parted."""
    if field.kind is FieldKind.ORDER_NUMBER:
        return _numbered(text) or list(orders_said(text))
    parts = _told_by_place(text) or [part for part in re.split(r"[\n;；]+", text) if part.strip()]
    if field.kind is FieldKind.TIME and hear is not None and len(parts) < wanted:
        return [moment.iso() for moment in times_said(text, now, hear) if moment.at <= now] or None
    if len(parts) != wanted:
        parts = [text]
    read = [read_field(library.reading, field, part, now, hear, home) for part in parts]
    return (
        [" ".join(one.text.split()) for one in read if isinstance(one, Value)]
        if all(isinstance(one, Value) for one in read)
        else None
    )


def _places(text: str) -> set[int]:
    """The payments that are told by their places: 「第一笔给张伟，第二笔给王芳」."""
    return {count_of(found) for found in re.findall(r"第\s?([\d一二三四五六七八九十]{1,3})\s?[笔次]", simplified(text))}


def _told_by_place(text: str) -> list[str]:
    """What is told of the first payment, the second and so on, where they are told in turn."""
    first, *told = re.split(r"第\s?([\d一二三四五六七八九十]{1,3})\s?[笔次](?:是|转给|付给|给|用的?|[:：])?", text)
    in_turn = [count_of(place) for place in told[::2]] == [*range(1, len(told) // 2 + 1)]
    return [one.strip(" ,，;；。\n") for one in told[1::2]] if in_turn and not first.strip() else []


def _numbered(text: str) -> list[str]:
    """The order numbers of 「第一笔的是…，第三笔…」 in their places, not known where none is told."""
    places = {}
    for part in re.split(r"(?=第\s?[\d一二三四五六七八九十]{1,3}\s?[笔个次])", text):
        named, numbers = re.match(r"第\s?([\d一二三四五六七八九十]{1,3})", part), orders_said(part)
        if named and len(numbers) == 1:
            places[count_of(named[1])] = numbers[0]
    return [places.get(place, UNKNOWN) for place in range(1, max(places, default=0) + 1)]


def _counted(library: PaperLibrary, field: FieldSpec, text: str, now: dt.datetime, wanted: int) -> list[str]:
    """The way of each payment where they are counted, 「一笔微信，两笔网银」; nothing where they are not as many."""
    ways: list[str] = []
    for part in re.split(rf"(?=(?:\d{{1,2}}|[{DIGIT}十])[笔次])", text):
        number = re.match(rf"(?:\d{{1,2}}|[{DIGIT}十])", part)
        got = read_field(library.reading, field, part, now)
        if number and isinstance(got, Value):
            ways += [got.text] * count_of(number[0])
    return ways if len(ways) == wanted > 1 else []


def _for_all(field: FieldSpec) -> bool:
    """Whether one answer may well be that of every payment."""
    return field.kind is not FieldKind.ORDER_NUMBER


def _problem(field: FieldSpec) -> MisreadName:
    return "time_unreadable" if field.kind is FieldKind.TIME else "order_unreadable"


def _repeated(data: PaperData, ask: Ask, got: Value | Misread) -> Value | Misread:
    """The answer, unless it gives one order number to two payments."""
    if ask.field.kind is not FieldKind.ORDER_NUMBER or isinstance(got, Misread) or not ask.key.startswith(PAYMENTS):
        return got
    place = ask.key.split(".")[1]
    others = [
        payment.order_number
        for index, payment in enumerate(data.payments)
        if payment.order_number and place != str(index)
    ]
    numbers = [*got.text.split("\n"), *others]
    numbers = [number for number in numbers if number not in {UNKNOWN, SKIPPED}]
    return Misread("order_repeated") if len(set(numbers)) < len(numbers) else got


def put(data: PaperData, ask: Ask, value: str) -> PaperData:
    """The data with an accepted answer in its place."""
    if ask.key.startswith(PREFIX):
        return data.with_field(ask.key.removeprefix(PREFIX), value)
    if ask.key == PAYMENTS:
        unknown = Payment(unknown=frozenset({"time", "amount"}))
        payments = (unknown,) if value in {UNKNOWN, SKIPPED} else read_payments(value)
        return replace(data, payments=payments, entered=True)
    _, place, name = ask.key.split(".")
    if place != EVERY:
        index = int(place)
        current = data.payments[index] if index < len(data.payments) else Payment()
        return data.with_payment(index, _filled(current, name, value))
    values, places = value.split("\n"), lacking(data, name)
    if len(values) == 1 and (_for_all_named(name) or values[0] in {UNKNOWN, SKIPPED}):
        values *= len(places)
    for index, one in zip(places, [*values, *([UNKNOWN] * len(places))], strict=False):
        current = data.payments[index] if index < len(data.payments) else Payment()
        data = data.with_payment(index, _filled(current, name, one))
    return data


def _for_all_named(name: str) -> bool:
    return name not in {"order_number", "merchant_number"}


def _filled(payment: Payment, name: str, value: str) -> Payment:
    """The payment with a field set; what was told of the receiver holds the account and the bank as well."""
    payment = payment.with_value(name, value)
    if name == "payee_shown" and value not in {UNKNOWN, SKIPPED}:
        account, bank = accounts_said(value)
        payment = replace(
            payment, payee_account=account or payment.payee_account, payee_bank=bank or payment.payee_bank
        )
    return payment
