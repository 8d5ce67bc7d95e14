"""Cases for papers: how full they are, and how a person would answer what a paper asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from dialogs.known import Known
from dialogs.library.models.papers import FieldKind, PaperKind, PaperLibrary
from dialogs.papers.data import UNKNOWN, PaperData
from dialogs.papers.fields import Ask, next_field
from dialogs.papers.offer import offered
from dialogs.papers.reading import Misread, Value
from dialogs.papers.taking import accept, put
from tests.dialogs.opened import open_content, open_dialog
from tests.dialogs.talk import NOW

CONTENT = open_content()
LIBRARY = CONTENT.library
PAPERS: PaperLibrary = CONTENT.papers
KINDS = tuple(PAPERS.kinds.values())
HEAR = open_dialog().understander.mentions
SITUATIONS = tuple(LIBRARY.flows)
ORDER = "1000050001202611220512345678901"

# What must be known for a kind to be offered in a situation that does not offer it always.
MORE_KNOWN = {
    "minor_payment": {"child_paid_to": "stranger"},
    "account_frozen": {"frozen_kind": "wechat_limited"},
    "wrong_amount": {"channel": "merchant_code"},
    "fake_recall_tool": {"tool_stage": "paid"},
    "recovery_scam": {"recovery_stage": "paid"},
}
ANSWERS: dict[str, str] = {
    "amount": "5000",
    "due_amount": "500",
    "returned_amount": "200",
    "paid_back": "0",
    "other_costs": "25",
    "reply_by": "2026-12-01",
    "demand_by": "2026-12-05",
    "performance_due": "2026-11-10",
    "my_name_shown": "阿明",
    "payee_called": "小李",
    "payee_shown": "小李（*明）",
    "mistake_reason": "本来要转给房东，点错了人",
}
BY_KIND = {
    FieldKind.DATE: "2026-11-20",
    FieldKind.TIME: "2026-11-22 15:20:31",
    FieldKind.ORDER_NUMBER: ORDER,
    FieldKind.CARD_TAIL: "1234",
    FieldKind.YES_NO: "是",
}


def known(situation: str, **answers: str) -> Known:
    """A case of this situation."""
    given = {"situation": situation, **answers}
    family = LIBRARY.flows[situation].family
    return Known(given, NOW, situation, family, rails=LIBRARY.rails, regions=LIBRARY.regions)


def knowledge(kind: PaperKind, situation: str) -> Known | None:
    """The case with the fewest answers in which a kind is offered, or None where it never is."""
    for answers in ({}, MORE_KNOWN.get(situation, {}), {"police": "reported", **MORE_KNOWN.get(situation, {})}):
        found = known(situation, **answers)
        if offered(PAPERS, kind, found) is None:
            return found
    return None


def guarded(kind: PaperKind, data: PaperData) -> PaperData:
    """The data with the kind's preconditions answered as they must be."""
    for condition in kind.preconditions:
        data = data.with_field(condition.field, "张三" if condition.must == "known" else condition.must)
    return data


def answer(kind: PaperKind, data: PaperData, ask: Ask, payments: int) -> str:
    """What a person would type."""
    field = ask.field
    for condition in kind.preconditions:
        if condition.field == field.id and condition.must != "known":
            return condition.must
    if field.kind is FieldKind.PAYMENTS:
        return "\n".join(["2026-11-22 15:20:31 微信转账 5000"] * payments)
    if field.kind is FieldKind.ORDER_NUMBER and ask.key.startswith("payments."):
        return "\n".join(f"{ORDER}{index}" for index, _ in enumerate(data.payments or (None,)))
    if field.id == "claim":
        total = sum(payment.amount or 0 for payment in data.payments)
        less = sum(
            Decimal(data.fields[name])
            for name in ("due_amount", "returned_amount")
            if data.fields.get(name, UNKNOWN) != UNKNOWN
        )
        return str(total - less) if kind.payments and total else "8000"
    if field.id in ANSWERS:
        return ANSWERS[field.id]
    if field.kind is FieldKind.CHOICE:
        return field.options[-1]
    if field.kind is FieldKind.CHOICES:
        return " ".join(field.options[:3])
    if field.holds == "number":
        return "〔2026〕10086号"
    return BY_KIND.get(field.kind) or f"这是{ask.label}的内容"[: field.max_length]


def fill(kind: PaperKind, data: PaperData, *, payments: int = 2, every: int = 1) -> PaperData:
    """The data after answering; with `every` two, each second question is answered with 不清楚."""
    count = 0
    while (ask := next_field(PAPERS, kind, data)) is not None:
        count += 1
        assert count < 200, f"{kind.id} asks without end: {ask.key}"
        guard = ask.field.id in {condition.field for condition in kind.preconditions}
        text = answer(kind, data, ask, payments)
        if count % every and not guard:
            text = "不清楚"
        got = accept(PAPERS, ask, data, text, NOW, HEAR)
        assert not isinstance(got, Misread), (ask.key, text, got)
        assert isinstance(got, Value)
        data = put(data, ask, got.text)
    return data


@lru_cache(maxsize=1)
def offers() -> tuple[tuple[PaperKind, Known], ...]:
    """Every kind with every situation that offers it."""
    return tuple(_offers())


def _offers() -> Iterator[tuple[PaperKind, Known]]:
    for kind in KINDS:
        for situation in SITUATIONS:
            found = knowledge(kind, situation)
            if found is not None:
                yield kind, found


def versions(kind: PaperKind, case: Known) -> dict[str, PaperData]:
    """One case complete, half empty, and empty but for what lets the paper be made at all."""
    empty = guarded(kind, PaperData(case))
    return {"complete": fill(kind, empty), "half": fill(kind, empty, every=2), "empty": empty}


def day(text: str) -> dt.datetime:
    """A Beijing moment."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=NOW.tzinfo)
