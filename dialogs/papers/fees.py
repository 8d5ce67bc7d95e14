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

from dialogs.library.models.fees import FeeParameters
from dialogs.limits import LARGEST_SUM
from dialogs.papers.money import CENT

_EXACT = Context(prec=50)  # far more digits than a sum up to LARGEST_SUM needs, whatever context the caller has set


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
