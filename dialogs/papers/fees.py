"""Court fees for a sum of money, worked out from dated parameters (`content/fees.yaml`).

Source of the rules: 《诉讼费用交纳办法》 (State Council decree No. 481), articles 13 to 16; facts law.E01 to law.E05.
The measures have no rule on rounding, so each fee is rounded once, half up to the cent, at the very end. All sums are
in yuan. What a court's payment notice says comes first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from itertools import pairwise
from typing import Annotated

from dialogs.library.parsing import parsed
from dialogs.library.schema import Between, FactId, Sized, Text, record
from dialogs.library.validation import checked
from dialogs.limits import LARGEST_SUM
from dialogs.papers.money import CENT

Money = Annotated[Decimal, Between(ge=0)]
Rate = Annotated[Decimal, Between(ge=0, lt=1)]

_EXACT = Context(prec=50)  # far more digits than a sum up to LARGEST_SUM needs, whatever context the caller has set


@record
class Bracket:
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


@record
class Scale:
    """A progressive fee: the sum of its brackets, up to `cap`."""

    article: Text
    fact: FactId
    brackets: Annotated[tuple[Bracket, ...], Sized(1)]
    cap: Money | None = None

    def __post_init__(self) -> None:
        if self.brackets[0].over != 0 or self.brackets[-1].up_to is not None:
            raise ValueError("the first bracket starts over 0 and the last one is open")
        if any(lower.up_to != upper.over or lower.over >= upper.over for lower, upper in pairwise(self.brackets)):
            raise ValueError("each bracket starts where the one before it ends")

    def due(self, amount: Decimal) -> Decimal:
        """The fee for `amount`, not rounded."""
        fee = sum((bracket.part(amount) for bracket in self.brackets), Decimal(0))
        return fee if self.cap is None else min(fee, self.cap)


@record
class Share:
    """A fee that is one `divisor`-th of the acceptance fee."""

    article: Text
    fact: FactId
    divisor: Annotated[int, Between(gt=1)]


@record
class FeeParameters:
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


class NoFeeParametersError(LookupError):
    """No set of parameters, or more than one, is in force on the day asked for."""


@dataclass(frozen=True, slots=True)
class Fees:
    """What going to court over `amount` costs, each in yuan with two decimals.

    `preservation` takes `amount` as the sum to be preserved, `enforcement` as the sum to be enforced.
    """

    amount: Decimal
    acceptance: Decimal
    acceptance_halved: Decimal
    preservation: Decimal
    payment_order: Decimal
    enforcement: Decimal


def read_fee_table(text: str) -> tuple[FeeParameters, ...]:
    """The parameter sets in the text of `fees.yaml`.

    Raises:
        NotYaml: not YAML.
        NotWellFormed: not a list of parameter sets; it names every field at fault.
    """
    return checked(tuple[FeeParameters, ...], parsed(text))


def parameters_on(day: dt.date, table: Sequence[FeeParameters]) -> FeeParameters:
    """The one set in force on a day.

    Raises:
        NoFeeParametersError: none is, or several are. The latest set is never taken for a day it does not cover.
    """
    fitting = [parameters for parameters in table if parameters.in_force(day)]
    if len(fitting) != 1:
        found = ", ".join(parameters.effective_from.isoformat() for parameters in fitting) or "none"
        raise NoFeeParametersError(f"one set of fee parameters must be in force on {day.isoformat()}, found: {found}")
    return fitting[0]


def court_fees(amount: Decimal, parameters: FeeParameters) -> Fees:
    """The court fees for a claim of `amount` yuan.

    Raises:
        ValueError: the amount is not a number, not above zero, or above `LARGEST_SUM`.
    """
    if not amount.is_finite() or not 0 < amount <= LARGEST_SUM:
        raise ValueError(f"an amount above 0 and up to {LARGEST_SUM} yuan is expected, not {amount}")
    with localcontext(_EXACT):
        acceptance = parameters.acceptance.due(amount)
        return Fees(
            amount=amount,
            acceptance=_cents(acceptance),
            acceptance_halved=_cents(acceptance / parameters.acceptance_halved.divisor),
            preservation=_cents(parameters.preservation.due(amount)),
            payment_order=_cents(acceptance / parameters.payment_order.divisor),
            enforcement=_cents(parameters.enforcement.due(amount)),
        )


def fees_on(day: dt.date, amount: Decimal, table: Sequence[FeeParameters]) -> Fees | None:
    """The court fees on a day; None where the amount is none that a court could be asked for, or no fees are known."""
    try:
        return court_fees(amount, parameters_on(day, table))
    except (ValueError, NoFeeParametersError):
        return None


def _cents(fee: Decimal) -> Decimal:
    return fee.quantize(CENT, rounding=ROUND_HALF_UP)
