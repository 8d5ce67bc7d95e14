"""From a text to the facts of its case: answers to questions, and details."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dialogs.text.expression import Expression
from dialogs.understanding.amounts import HOME_CURRENCY
from dialogs.understanding.contact import may_be_claimed, own_parts
from dialogs.understanding.numerals import parse_number
from dialogs.understanding.payment import PaymentTotal, find_payment
from dialogs.understanding.reading import Details
from dialogs.understanding.times import best_time, find_payment_time, find_times
from dialogs.understanding.wording import BLOCKED, FEE_PAID, NOT_BLOCKED, OWN_DEBT, TOOL_INSTALLED, Wording

_AGE = Expression(r"(?<!\d)(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})周?岁(?:半|多|的)?")
_ONLY_AGE = Expression(
    r"(?:他|她|孩子|今年|刚|虚岁|快|满|才|都|有|是|[sh]?he(?:'s| is)?|\s){0,4}"
    r"(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})(?:了|啦|周?岁|多|半|吧|左右|years? old|\s){0,3}"
)
_SCHOOL = (
    ("under_8", Expression(r"幼儿园|刚(?:上|读|念|进)(?:小学|学)|一年级|学前班|大班|中班|小班(?!课)")),
    ("from_8", Expression(r"小学(?!生活)|[三四五六]年级|初[一二三中]|高[一二三中](?!管)|中学|七年级|八年级|九年级")),
)
_CHILD = Expression(r"孩|儿子|女儿|闺女|娃|孙|外甥|侄|弟|妹|未成年|小朋友|学生|他|她|我")
_DOLLAR = Expression(r"(?<![a-z])\$")
_AMERICAN = Expression("美|usd")
_OF_HOME = Expression("人民币|rmb|cny|软妹币")
_NAMING = Expression(r"(?<![不唔])[是系用]的?|(?<![a-z])(?:its|in|was)\s")
_ANY_MONEY, _PARTICLES = frozenset({"块", "块钱", "元", "元钱", "钱", "圆", "刀", "$"}), "哈啊呀的呢啦 "
_PAID_SOME = Expression(r"(?<![没未])[转付汇打充交给](?:了|过|出去|走)了?(?:一笔)?\s?[\d一二两三四五六七八九十百千万]")
REGION, _A_PLACE = "region", 14  # characters of a place by itself
_ADULT = 18
_SCHOOL_AGE = 8


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a text tells beside its situation; `part` is that of its `PaymentTotal`."""

    answers: Mapping[str, str]
    details: Details
    part: str = ""


def time_alone(clauses: Iterable[str], now: datetime, wording: Wording) -> str | None:
    """The time, encoded, that a clause tells by itself, whatever the others tell: 「去接孩子之前 四点吧」."""
    found = (find_payment_time(part, now, wording.festivals) for part in clauses)
    return next((moment.encode() for moment in found if moment), None)


def claimed_only(told: Mapping[str, str], parts: Sequence[str], now: datetime, wording: Wording) -> frozenset[str]:
    """The questions whose answer in plain parts is only what the other side says of it."""
    doubtful, own = {name for name, value in told.items() if may_be_claimed(name, value)}, own_parts(parts)
    if not doubtful or len(own) == len(parts):
        return frozenset()
    said = find_facts(",".join(own), now, wording).answers
    return frozenset(name for name in doubtful if said.get(name) != told[name])


def place_alone(clauses: Iterable[str], wording: Wording) -> str | None:
    """The region of a place that makes up a whole clause: 「悉尼 转了2000」."""
    said = (wording.answers(part, {REGION}) for part in clauses if len(part) <= _A_PLACE)
    return next((found[REGION] for found in said if found), None)


def find_facts(text: str, now: datetime, wording: Wording) -> Facts:
    """The answers and details in normalised `text`, times counted from `now` (with a zone)."""
    moments = find_times(text, now, wording.festivals)
    paid_at = best_time(text, moments)
    payment = find_payment(text, wording.sums, [moment.span for moment in moments])
    answers = wording.answers(text)
    if paid_at:
        answers["paid_at"] = paid_at.encode()
    answers |= _money_answers(text, payment)
    if answers.get("money_gone") == "not_paid" and payment.amount is not None and _PAID_SOME.search(text):
        answers["money_gone"] = "paid"  # 「转了两万,还有三万没转」
    if payment.amount is None and (named := _currency_named(text, wording)):
        answers["currency"] = named
    if age := child_age(text):
        answers["child_age"] = age
    return Facts(answers, _details(text, answers, payment, wording), payment.part)


def _bare_dollar(text: str) -> bool:
    """Whether a dollar sign is said to be of no country; the last one tells, for nothing comes after it."""
    last = max((found.end() for found in _DOLLAR.finditer(text)), default=None)
    return last is not None and _AMERICAN.search(text, last) is None


def _money_answers(text: str, payment: PaymentTotal) -> dict[str, str]:
    answers: dict[str, str] = {}
    if payment.amount:
        answers["amount"] = payment.amount.encode()
        # A bare number, and a bare dollar, may be in any money.
        named = _OF_HOME.search(text, payment.amount.start, payment.amount.end)
        if named or (payment.amount.currency != HOME_CURRENCY and not _bare_dollar(text)):
            answers["currency"] = payment.amount.currency.lower()
    if payment.payments is not None:
        answers["paid_parts"] = "one" if payment.payments == 1 else "several"
    return answers


def _currency_named(text: str, wording: Wording) -> str | None:
    """The currency that a clause of normalised `text` names without a sum: 「是美金」."""
    for clause in text.split(","):
        for start in {0, *(found.end() for found in _NAMING.finditer(clause))}:
            unit = wording.sums.unit_after.match(clause, start)
            if unit and unit.lastgroup and unit[0] not in _ANY_MONEY and not clause[unit.end() :].strip(_PARTICLES):
                return unit.lastgroup.lower()
    return None


def _details(text: str, answers: Mapping[str, str], payment: PaymentTotal, wording: Wording) -> Details:
    said = wording.details.found(text)
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
        blocked=False if NOT_BLOCKED in said else True if BLOCKED in said else None,
        police=answers.get("police"),
        tried=wording.tried.found(text),
        tool_installed=TOOL_INSTALLED in said or None,
        fee_paid=FEE_PAID in said or None,
        own_debt=OWN_DEBT in said or None,
    )


def child_age(text: str, *, asked: bool = False) -> str | None:
    """The age group of a child spoken of in normalised `text`: under_8, from_8 or adult.

    `asked`: it answers the question how old the child is, and need not name the child.
    """
    match = (_ONLY_AGE.fullmatch(text) if asked else None) or _AGE.search(text)
    if match and (asked or _CHILD.search(text)):
        years = parse_number(match["n"])
        if years is not None:
            return "under_8" if years < _SCHOOL_AGE else "from_8" if years < _ADULT else "adult"
    return next((group for group, pattern in _SCHOOL if pattern.search(text)), None)
