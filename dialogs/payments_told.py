"""Several payments told in talk: each is kept beside the sum of all, and none takes the place of another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.known import Known, decode_amount, decode_span
from dialogs.library.library import TRIAGE
from dialogs.limits import is_sum
from dialogs.papers import money
from dialogs.papers.data import PAYMENTS, PaperData, Payment, read_payments, write_payments
from dialogs.papers.fields import payments_ask
from dialogs.papers.moments import BEIJING, Moment
from dialogs.papers.reading import Value
from dialogs.papers.taking import accept
from dialogs.text.expression import Expression
from dialogs.understanding import MORE, WHOLE, Reading
from dialogs.understanding.numerals import DIGIT, count_of
from dialogs.words import Said

AMOUNT, PARTS, SEVERAL = "amount", "paid_parts", "several"
SUM_ALONE = 8  # characters of a message that tells little beside a sum
NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)  # of words in which no time is told
_HOW = ("channel", "paid_at")
_WHICH = Expression(rf"第(?P<n>\d{{1,2}}|[{DIGIT}十]{{1,2}})[笔次单]")


def with_payments(dialog: Dialog, before: Case, case: Case, reading: Reading, text: str, now: dt.datetime) -> Case:
    """The case with the payments that a message tells: those in it, one more, or one of them put right.

    `case` is the case as it is without them, `before` that before the message.
    """
    said, had = decode_amount(reading.stated.get(AMOUNT, "")), decode_amount(before.answers.get(AMOUNT, ""))
    if said is None or before.changing == AMOUNT or _other_money(before, reading):
        return case
    kept, place = _kept(dialog, before), _corrected(before, reading)
    if place is not None and said[0] == said[1]:
        kept = (*kept[:place], replace(kept[place], amount=money.sound(said[0])), *kept[place + 1 :])
        return _with_all(case, kept, money.total(one.amount for one in kept))
    if not reading.part and said[0] == said[1] and said[0] in {one.amount for one in payments_of(before.answers)}:
        return _paid_as_before(case, before, AMOUNT)  # 「3000的那笔他收了」 only says which
    told = _told(dialog, text, now, said)
    if reading.part == MORE and had is not None:
        low, high = had[0] + said[0], had[1] + said[1]
        if low != high or not kept:
            return _with_sum(case, f"{low:f}/{high:f}" if low != high else f"{low:f}") if is_sum(high) else case
        new = _with_all(case, (*kept, *(told or (Payment(amount=money.sound(said[0])),))), money.sound(low))
        return _paid_as_before(new, before, *_HOW)  # not how the first ones were paid
    closer = had is not None and had[0] < had[1] and said[0] == said[1] and had[0] <= said[0] <= had[1]
    if had is not None and had != said and (reading.part == WHOLE or closer):  # 「一万多」, then 「一万一」
        case = replace(case, answers={**case.answers, AMOUNT: reading.stated[AMOUNT]})
    if len(told) > 1 and decode_amount(case.answers.get(AMOUNT, "")) == said:
        return _with_way(dialog, _with_all(case, told, said[0]), told)
    return case


def sum_kept(dialog: Dialog, before: Case, case: Case, reading: Reading) -> tuple[Said, ...]:
    """What is said to who told a sum beside another one that stays; nothing where nothing of the kind was told."""
    said, had = decode_amount(reading.stated.get(AMOUNT, "")), decode_amount(before.answers.get(AMOUNT, ""))
    parts = {one.amount for one in _kept(dialog, before)}
    within = said is not None and had is not None and said[0] <= had[0] and had[1] <= said[1]  # 「才一千多」
    paid = reading.stated.get("money_gone") == "paid" or len(reading.plain) <= SUM_ALONE
    paid = paid and not reading.interrogative  # 「那我能不能取3000出来」 tells of no payment
    unseen = paid and said is not None and had is not None and not within and said[0] not in parts
    if not unseen or TRIAGE not in before.answers or case.answers.get(AMOUNT) != before.answers.get(AMOUNT):
        return ()
    both = (before.answers, {**before.answers, AMOUNT: reading.stated[AMOUNT]})
    known, other = (Known(answers, NEVER) for answers in both)
    sums = {name: dialog.words.value(AMOUNT, one) for name, one in (("sum", known), ("said", other))}
    return (dialog.words.message("sum_kept", known, **sums),)


def payments_noted(dialog: Dialog, answers: Mapping[str, str], known: Known) -> str | None:
    """Several payments as they are repeated to who told them, with what is known of each; None where there is one."""
    payments = payments_of(answers)
    if not payments:
        return None
    names = dialog.papers.words.channels
    rows = [
        (
            dialog.words.value(AMOUNT, replace(known, answers={**answers, AMOUNT: f"{one.amount:f}"})),
            names.get(one.channel or ""),
            one.payee_shown,
        )
        for one in payments
    ]
    total = dialog.words.value(AMOUNT, replace(known, answers=answers))
    return dialog.words.message("payments_noted", known, rows=rows, total=total).text


def payments_of(answers: Mapping[str, str]) -> tuple[Payment, ...]:
    """The several payments that make up the sum of a case; none where there is one, or they do not make it up."""
    payments, said = read_payments(answers.get(PAYMENTS, "")), decode_amount(answers.get(AMOUNT, ""))
    whole = money.total(one.amount for one in payments)
    return payments if len(payments) > 1 and said is not None and said == (whole, whole) else ()


def _told(dialog: Dialog, text: str, now: dt.datetime, said: tuple[Decimal, Decimal]) -> tuple[Payment, ...]:
    """The payments of a message that tells of each, and that make up the sum that was heard; none of another one."""
    if said[0] != said[1]:
        return ()
    hear = dialog.understander.mentions
    payments = accept(dialog.papers, payments_ask(dialog.papers), PaperData(Known({}, now)), text, now, hear)
    found = read_payments(payments.text) if isinstance(payments, Value) else ()
    return found if money.total(one.amount for one in found) == said[0] else ()


def _kept(dialog: Dialog, case: Case) -> tuple[Payment, ...]:
    """The payments of a case that make up its sum: those written down, else the one that was told."""
    if several := payments_of(case.answers):
        return several
    sums = decode_amount(case.answers.get(AMOUNT, ""))
    if sums is None or sums[0] != sums[1] or case.answers.get(PARTS) == SEVERAL or _abroad(case.answers):
        return ()
    when = decode_span(case.answers.get("paid_at", ""))
    at = when.earliest if when and when.exact else None
    return (
        Payment(
            time=Moment(at.astimezone(BEIJING), "minute") if at else None,
            amount=money.sound(sums[0]),
            channel=channel if (channel := case.answers.get("channel")) in dialog.papers.words.channels else None,
        ),
    )


def _abroad(answers: Mapping[str, str]) -> bool:
    """Whether a case is about other money than yuan, whose payments are written down for a paper only."""
    return answers.get("currency", "cny") != "cny"


def _corrected(case: Case, reading: Reading) -> int | None:
    """The place of the payment of several that a message puts right: by its number, or by the sum that it was not."""
    payments = payments_of(case.answers)
    if not payments:
        return None
    which = _WHICH.search(reading.plain)
    if which:
        place = count_of(which["n"]) - 1
        return place if 0 <= place < len(payments) else None
    wrong = decode_amount(reading.denied.get(AMOUNT, ""))
    same = [place for place, one in enumerate(payments) if wrong is not None and one.amount == wrong[0]]
    return same[0] if reading.amends and len(same) == 1 else None


def _other_money(case: Case, reading: Reading) -> bool:
    """Whether a message tells a sum in other money than that of the case."""
    had = AMOUNT in case.answers and case.answers.get("currency", "cny")
    return bool(had) and reading.stated.get("currency", had) != had


def _paid_as_before(case: Case, before: Case, *names: str) -> Case:
    """The case with some answers as they were before a message that tells of one payment, not of all."""
    others = {name: value for name, value in case.answers.items() if name not in names}
    return replace(case, answers={**others, **{name: before.answers[name] for name in names if name in before.answers}})


def _with_way(dialog: Dialog, case: Case, payments: tuple[Payment, ...]) -> Case:
    """The case with the way of its largest payment, where that of each is told, so that it is not asked."""
    way = max(payments, key=lambda one: one.amount or 0).channel or ""
    known = "channel" in case.answers or not dialog.library.accepts("channel", way)
    each = all(one.channel for one in payments)
    return case if known or not each else replace(case, answers={**case.answers, "channel": way})


def _with_sum(case: Case, amount: str) -> Case:
    return replace(case, answers={**case.answers, AMOUNT: amount, PARTS: SEVERAL})


def _with_all(case: Case, payments: tuple[Payment, ...], total: Decimal | None) -> Case:
    """The case with several payments and the sum of them; as it is where no case can hold that."""
    if total is None or not is_sum(total):
        return case
    new = _with_sum(case, f"{total.normalize():f}")
    return replace(new, answers={**new.answers, PAYMENTS: write_payments(payments)})
