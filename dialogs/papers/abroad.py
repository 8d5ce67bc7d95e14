"""Sums in other money than yuan, coins among it: as they are stored, and as papers say them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dialogs.limits import is_sum
from dialogs.papers import money

if TYPE_CHECKING:
    from dialogs.known import Known
    from dialogs.library.models.papers import PaperLibrary
    from dialogs.papers.data import Payment

HOME = "CNY"
_STORED = re.compile(r"(\d{1,12}(?:\.\d{1,4})?) ([A-Z]{3,5})")


@dataclass(frozen=True, slots=True)
class OtherMoney:
    """A sum that is not in yuan; `code` is that of ISO 4217, or ``USDT``."""

    amount: Decimal
    code: str

    def stored(self) -> str:
        """Text for storage: "1200 USDT"."""
        return f"{_plain(self.amount)} {self.code}"

    def said(self, names: Mapping[str, str]) -> str:
        """As a paper says it: 「1,200 USDT」, 「800美元」."""
        whole, _, rest = _plain(self.amount).partition(".")
        name = names.get(self.code, self.code)
        return f"{int(whole):,}{'.' if rest else ''}{rest}{' ' if name.isascii() else ''}{name}"


def read_other(text: str) -> OtherMoney | None:
    """The sum in a stored text; None for yuan and for any other text."""
    found = _STORED.fullmatch(text)
    if found is None or found[2] == HOME:
        return None
    amount = Decimal(found[1])
    return OtherMoney(amount, found[2]) if amount and is_sum(amount) else None


def told_abroad(known: Known) -> OtherMoney | None:
    """The one exact sum that a case was told in other money than yuan."""
    said = known.sum_said
    if said is None or said[0] != said[1] or known.currency.upper() == HOME:
        return None
    return read_other(OtherMoney(said[0], known.currency.upper()).stored())


def in_all(
    library: PaperLibrary, payments: Iterable[Payment], write: Callable[[Decimal], str] = money.short
) -> str | None:
    """What some payments come to, each money by itself, 「5000元、1,200 USDT」; None where a sum is not known."""
    paid = tuple(payments)
    if not paid or any(one.amount is None and one.other is None for one in paid):
        return None
    yuan = money.total(one.amount for one in paid if one.amount is not None)
    sums: dict[str, Decimal] = {}
    for one in paid:
        if one.other:
            sums[one.other.code] = sums.get(one.other.code, Decimal(0)) + one.other.amount
    told = [library.words.in_yuan.format(amount=write(yuan))] if yuan is not None else []
    return "、".join([*told, *(OtherMoney(amount, code).said(library.currencies) for code, amount in sums.items())])


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
