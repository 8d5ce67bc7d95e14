"""What an answer tells of other fields of a paper than the one asked, so that it is not lost."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator

from dialogs.library.models.papers import FieldKind, PaperKind, PaperLibrary
from dialogs.papers.data import SKIPPED, UNKNOWN, PaperData, Payment
from dialogs.papers.events import is_of, names
from dialogs.papers.fields import Ask, applies, pays
from dialogs.papers.hearing import heard_option
from dialogs.papers.holding import is_only_a_time
from dialogs.papers.names import masked_name
from dialogs.papers.order_numbers import LONG_ORDER, orders_said
from dialogs.papers.payments import name_said
from dialogs.papers.reading import Value, read_field
from dialogs.papers.spoken import Hear
from dialogs.text.expression import Expression
from dialogs.text.simplified import simplified

_LONGEST = 120  # characters of a field of words that is no story; in a story all may be told of anything
_PLACE = Expression(r"(?:^|[^不没])在(?P<place>[\u4e00-\u9fff]{2,12}?)(?:这边|那边|那里)?(?:转|付|打|汇|扫)的?(?!给我)")
_NO_PLACE = Expression(r"微信|支付宝|银行|手机|网|群|平台|app|软件|直播|柜台|家里?$|公司|单位|路上|外面|店|[他她你对]")


def with_what_is_told_beside(
    library: PaperLibrary, kind: PaperKind, data: PaperData, asked: Ask, text: str, now: dt.datetime, hear: Hear
) -> PaperData:
    """The data with what an answer tells of fields that are not known yet; nothing known is changed.

    A field of a payment is filled where there is one payment only. Of a story and of an answer with all payments
    nothing is taken.
    """
    field = asked.field
    if field.kind is FieldKind.PAYMENTS or (field.kind is FieldKind.TEXT and field.max_length > _LONGEST):
        return data
    for name, value in _told(library, kind, field.id, text, now, hear):
        if name == field.id:
            continue
        if name in kind.payments and pays(kind, data) and len(data.payments) == 1:
            payment = data.payments[0]
            known = name == "channel" and data.known.channel not in {None, "unknown"}
            if not known and _is_open(payment, name):
                data = data.with_payment(0, payment.with_value(name, value))
        elif name in kind.fields and applies(library, data, name) and data.fields.get(name) in {None, UNKNOWN}:
            heard = library.fields[name].known
            if heard is None or data.known.get(heard.question) is None:
                data = data.with_field(name, value)
    return data


def _is_open(payment: Payment, name: str) -> bool:
    return name in payment.unknown or not payment.answered(name)


def _told(
    library: PaperLibrary, kind: PaperKind, asked: str, text: str, now: dt.datetime, hear: Hear
) -> Iterator[tuple[str, str]]:
    yield from _times(library, kind, asked, text, now, hear)
    plain = "".join(hear(text, now).plain.split())
    paid = is_of("paid", text)
    numbers = [one for one in orders_said(text) if LONG_ORDER.fullmatch(one)]
    if len(numbers) == 1:
        yield "order_number", numbers[0]
    if paid and (way := heard_option(library.reading.fields["channel"], "".join(hear(paid, now).plain.split()))):
        yield "channel", way
    if paid and (payee := masked_name(unicodedata.normalize("NFKC", simplified(text)), text) or name_said(paid)):
        yield "payee_shown", payee
    if paid and (place := _PLACE.search(plain)) and not _NO_PLACE.search(place["place"]):
        yield "place", place["place"]
    if "police" in names(text) and asked not in {"police_time", "police_office", "police_receipt"}:
        status = heard_option(library.reading.fields["police_status"], plain)
        if status:
            yield "police_status", status


def _times(
    library: PaperLibrary, kind: PaperKind, asked: str, text: str, now: dt.datetime, hear: Hear
) -> Iterator[tuple[str, str]]:
    """The times of what words name, and a time alone, at a question of the payment, as that of the payment."""
    alone = asked in kind.payments and is_only_a_time(text, now, hear)
    for name in (*kind.payments, *kind.fields):
        field = library.fields[name]
        if field.event is None or field.event == "called":
            continue
        told = text if alone and field.event == "paid" else is_of(field.event, text)
        got = read_field(library.reading, field, told, now, hear) if told else None
        if isinstance(got, Value) and got.text not in {UNKNOWN, SKIPPED}:
            yield name, got.text
