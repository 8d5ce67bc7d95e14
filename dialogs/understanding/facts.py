"""From a text to the facts of its case: answers to questions, and details."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dialogs.understanding.amounts import HOME_CURRENCY, PaymentTotal, find_payment
from dialogs.understanding.numerals import parse_number
from dialogs.understanding.reading import Details
from dialogs.understanding.times import best_time, find_times
from dialogs.understanding.wording import Wording

_AGE = re.compile(r"(?<!\d)(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})周?岁(?:半|多|的)?")
_SCHOOL = (
    ("under_8", re.compile(r"幼儿园|一年级|学前班|大班|中班|小班(?!课)")),
    ("from_8", re.compile(r"小学(?!生活)|[三四五六]年级|初[一二三中]|高[一二三中](?!管)|中学|七年级|八年级|九年级")),
)
_CHILD = re.compile(r"孩|儿子|女儿|闺女|娃|孙|外甥|侄|弟|妹|未成年|小朋友|学生|他|她|我")
_DOLLAR = re.compile(r"(?<![a-z])\$")
_AMERICAN = re.compile("美|usd")
_ADULT = 18
_SCHOOL_AGE = 8


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a text tells beside its situation."""

    answers: Mapping[str, str]
    details: Details


def find_facts(text: str, now: datetime, wording: Wording) -> Facts:
    """The answers and details in normalised `text`, times counted from `now` (with a zone)."""
    moments = find_times(text, now, wording.festivals)
    paid_at = best_time(text, moments)
    payment = find_payment(text, wording.sums, [moment.span for moment in moments])
    answers = {name: found for name, choice in wording.answers.items() if (found := choice.find(text))}
    if paid_at:
        answers["paid_at"] = paid_at.encode()
    answers |= _money_answers(text, payment)
    if age := child_age(text):
        answers["child_age"] = age
    return Facts(answers, _details(text, answers, payment, wording))


def _bare_dollar(text: str) -> bool:
    """Whether a dollar sign is said to be of no country; the last one tells, for nothing comes after it."""
    last = max((found.end() for found in _DOLLAR.finditer(text)), default=None)
    return last is not None and _AMERICAN.search(text, last) is None


def _money_answers(text: str, payment: PaymentTotal) -> dict[str, str]:
    answers: dict[str, str] = {}
    if payment.amount:
        answers["amount"] = payment.amount.encode()
        # A bare number, and a bare dollar, may be in any money.
        if payment.amount.currency != HOME_CURRENCY and not _bare_dollar(text):
            answers["currency"] = payment.amount.currency.lower()
    if payment.payments is not None:
        answers["paid_parts"] = "one" if payment.payments == 1 else "several"
    return answers


def _details(text: str, answers: Mapping[str, str], payment: PaymentTotal, wording: Wording) -> Details:
    blocked = True if wording.blocked.search(text) else None
    if wording.not_blocked.search(text):
        blocked = False
    return Details(
        amount=payment.amount.encode() if payment.amount else None,
        currency=payment.amount.currency if payment.amount else None,
        payments=payment.payments or None,
        paid_at=answers.get("paid_at"),
        channel=answers.get("channel"),
        accepted=answers.get("accepted"),
        arrival=answers.get("arrival"),
        region=answers.get("region"),
        for_whom=answers.get("whose_money"),
        contact=answers.get("still_in_contact"),
        blocked=blocked,
        police=answers.get("police"),
        tried=tuple(name for name, pattern in wording.tried.items() if pattern.search(text)),
        tool_installed=True if wording.tool_installed.search(text) else None,
        fee_paid=True if wording.fee_paid.search(text) else None,
    )


def child_age(text: str, *, asked: bool = False) -> str | None:
    """The age group of a child spoken of in normalised `text`: under_8, from_8 or adult.

    `asked`: it answers the question how old the child is, and need not name the child.
    """
    match = _AGE.search(text)
    if match and (asked or _CHILD.search(text)):
        years = parse_number(match["n"])
        if years is not None:
            return "under_8" if years < _SCHOOL_AGE else "from_8" if years < _ADULT else "adult"
    return next((group for group, pattern in _SCHOOL if pattern.search(text)), None)
