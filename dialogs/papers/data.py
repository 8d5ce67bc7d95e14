"""What a paper is filled with: the case's answers, the fields of papers, and the payments one by one.

All of it is stored as JSON text under the keys ``paper.<field>`` and ``payments``, so that it can stand beside the
answers of the dialog. A stored "?" means that the person does not know, "-" that they left a field out, "0" that there
is nothing of the kind.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, get_args

from dialogs.known import Known
from dialogs.library.models.papers import PaymentField
from dialogs.papers import money
from dialogs.papers.abroad import OtherMoney, read_other
from dialogs.papers.moments import FAR_AHEAD, Moment, read_moment

UNKNOWN = "?"
SKIPPED = "-"
NOTHING = "0"
DONE, UNDONE = "yes", "no"  # in place of a time: done at a time not remembered, not done
PREFIX = "paper."
PAYMENTS = "payments"
EVERY = "*"  # in a key: each payment that lacks the field
EVENT = "event."  # an answer `event.<start>` tells the day on which a period starts
EVIDENCE = "evidence."  # a tick `evidence.<item>` stands for evidence that was saved
FINISHED = f"{PREFIX}finished"  # how far the writing of a kind has come, see `dialogs.filling`
STORY = "story"  # what the person told when their situation was found: the first draft of what happened
MOST_PAYMENTS = 200
PAYMENT_FIELDS: tuple[PaymentField, ...] = get_args(PaymentField)


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment. What is None was not asked yet, unless its name is in `unknown`."""

    time: Moment | None = None
    amount: Decimal | None = None  # yuan; other money stands in `other`
    channel: str | None = None
    method: str | None = None
    card_tail: str | None = None
    order_number: str | None = None
    merchant_number: str | None = None
    payee_shown: str | None = None
    payee_account: str | None = None
    payee_bank: str | None = None
    accepted: str | None = None
    other: OtherMoney | None = None
    unknown: frozenset[str] = frozenset()

    def answered(self, name: str) -> bool:
        """Whether a field was answered, if only by "I don't know"."""
        abroad = name == "amount" and self.other is not None
        return abroad or name in self.unknown or getattr(self, name) is not None

    def with_value(self, name: str, value: str) -> Payment:
        """This payment with one field set from its stored text; text that cannot be read is dropped."""
        if name not in PAYMENT_FIELDS:
            return self
        if value in {UNKNOWN, SKIPPED}:
            return replace(self.without(name), unknown=self.unknown | {name})
        read: Any = value
        if name == "amount" and (other := read_other(value)):
            return replace(self.without(name), other=other)
        if name == "time":
            read = read_moment(value, FAR_AHEAD)
        elif name == "amount":
            read = money.sound(money.read_amount(value))
            return replace(self.without(name), amount=read)
        return replace(self, **{name: read}, unknown=self.unknown - {name})

    def without(self, name: str) -> Payment:
        """This payment with one field to be asked again."""
        other = None if name == "amount" else self.other
        return replace(self, **{name: None}, other=other, unknown=self.unknown - {name})

    def to_json(self) -> dict[str, str]:
        """Stored texts by field."""
        texts: dict[str, str] = {name: UNKNOWN for name in PAYMENT_FIELDS if name in self.unknown}
        for name in PAYMENT_FIELDS:
            value = getattr(self, name)
            if value is not None:
                texts[name] = value.iso() if isinstance(value, Moment) else str(value)
        return {**texts, "amount": self.other.stored()} if self.other else texts

    @classmethod
    def from_json(cls, texts: Mapping[str, Any]) -> Payment:
        """The payment in stored texts; what this version does not know is dropped."""
        payment = cls()
        for name, value in texts.items():
            payment = payment.with_value(name, str(value))
        return payment


@dataclass(frozen=True, slots=True)
class PaperData:
    """Everything known for papers. `fields` maps a field's id to its stored text.

    `told` names the questions whose answers the person gave; an answer to any other follows from these. `entered` tells
    whether the payments were written down for a paper; else they are what the dialog heard.
    """

    known: Known
    fields: Mapping[str, str] = field(default_factory=dict)
    payments: tuple[Payment, ...] = ()
    told: frozenset[str] = frozenset()
    entered: bool = False

    @classmethod
    def of(cls, known: Known) -> PaperData:
        """What the answers of a case hold, paper fields and payments among them."""
        fields = {k.removeprefix(PREFIX): v for k, v in known.answers.items() if k.startswith(PREFIX)}
        payments = read_payments(known.answers.get(PAYMENTS, ""))
        return cls(known, fields, payments, frozenset(known.answers), entered=bool(payments))

    def stored(self) -> dict[str, str]:
        """The paper fields and payments as answers to store beside the others."""
        kept = {f"{PREFIX}{name}": value for name, value in self.fields.items()}
        return {**kept, PAYMENTS: write_payments(self.payments)} if self.payments and self.entered else kept

    def with_field(self, name: str, value: str) -> PaperData:
        """This data with one field set."""
        return replace(self, fields={**self.fields, name: value})

    def with_payment(self, index: int, payment: Payment) -> PaperData:
        """This data with one payment put in its place, or added at the end."""
        kept = list(self.payments)
        kept[index : index + 1] = [payment]
        return replace(self, payments=tuple(kept), entered=True)

    def without(self, key: str) -> PaperData:
        """This data with one key to be asked again: "paper.x", "payments", "payments.*.time" or "payments.0.time"."""
        if key.startswith(PREFIX):
            name = key.removeprefix(PREFIX)
            return replace(self, fields={k: v for k, v in self.fields.items() if k != name})
        if key == PAYMENTS:
            return replace(self, payments=(), entered=False)
        _, number, name = key.split(".")
        if number == EVERY:
            return replace(self, payments=tuple(payment.without(name) for payment in self.payments))
        return self.with_payment(int(number), self.payments[int(number)].without(name))


def write_payments(payments: tuple[Payment, ...]) -> str:
    """Payments as JSON text."""
    return json.dumps([payment.to_json() for payment in payments], ensure_ascii=False)


def read_payments(text: str) -> tuple[Payment, ...]:
    """The payments in JSON text; what cannot be read is left out."""
    try:
        rows = json.loads(text) if text else []
    except ValueError:
        return ()
    rows = rows if isinstance(rows, list) else []
    return tuple(Payment.from_json(row) for row in rows[:MOST_PAYMENTS] if isinstance(row, Mapping))
