"""The court fee scales of `content/fees.yaml`."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from dialogs.library.models.base import FactId, Record, Text

Money = Annotated[Decimal, Field(ge=0)]
Rate = Annotated[Decimal, Field(ge=0, lt=1)]


class Bracket(Record):
    """One step of a scale: `base` is due once the amount is over `over`, `rate` on the part up to `up_to`."""

    over: Money
    up_to: Money | None = None
    base: Money = Decimal(0)
    rate: Rate = Decimal(0)

    def part(self, amount: Decimal) -> Decimal:
        """What this bracket adds to the fee for `amount`."""
        if amount <= self.over:
            return Decimal(0)
        inside = amount if self.up_to is None else min(amount, self.up_to)
        return self.base + self.rate * (inside - self.over)


class Scale(Record):
    """A progressive fee: the sum of its brackets, up to `cap`."""

    article: Text
    fact: FactId
    brackets: Annotated[tuple[Bracket, ...], Field(min_length=1)]
    cap: Money | None = None

    @model_validator(mode="after")
    def _brackets_join(self) -> Self:
        if self.brackets[0].over != 0 or self.brackets[-1].up_to is not None:
            raise ValueError("第一档应从 0 起，最后一档应没有 up_to")
        if any(lower.up_to != upper.over or lower.over >= upper.over for lower, upper in pairwise(self.brackets)):
            raise ValueError("每一档应从上一档结束的地方起")
        return self

    def due(self, amount: Decimal) -> Decimal:
        """The fee for `amount`, not rounded."""
        fee = sum((bracket.part(amount) for bracket in self.brackets), Decimal(0))
        return fee if self.cap is None else min(fee, self.cap)


class Share(Record):
    """A fee that is one `divisor`-th of the acceptance fee."""

    article: Text
    fact: FactId
    divisor: Annotated[int, Field(gt=1)]


class FeeParameters(Record):
    """The fees in force between two days, both included; `effective_to` is empty while they are in force."""

    effective_from: dt.date
    effective_to: dt.date | None = None
    reference: Text
    acceptance: Scale
    acceptance_halved: Share
    preservation: Scale
    payment_order: Share
    enforcement: Scale

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts these figures stand in; a message that shows a fee names them."""
        parts = (self.acceptance, self.acceptance_halved, self.preservation, self.payment_order, self.enforcement)
        return tuple(part.fact for part in parts)

    def in_force(self, on: dt.date) -> bool:
        """Whether these are the fees on that day."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)
