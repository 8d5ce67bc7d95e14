"""What going to court will cost, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal

from dialogs.known import Known
from dialogs.library.models.fees import FeeParameters
from dialogs.library.models.papers import PaperKind, PaperLibrary, Tip
from dialogs.papers import money
from dialogs.papers.data import PaperData
from dialogs.papers.fees import fees_on
from dialogs.papers.moments import BEIJING
from dialogs.papers.offer import sums


def costs(
    library: PaperLibrary, kind: PaperKind, data: PaperData, table: Sequence[FeeParameters], now: dt.datetime
) -> Tip | None:
    """The fees for the sum this paper asks for, in words; None where there are none or the sum is not known."""
    words = library.words.kinds[kind.id].costs
    counted = sums(library, kind, data)
    asked = counted.most if counted.principal is None else counted.principal
    shown = None if words is None or asked is None else _worded(asked, table, now, money.grouped)
    return None if words is None or shown is None else Tip(text=words.text.format(**shown), facts=words.facts)


def fees_for(known: Known, table: Sequence[FeeParameters]) -> Mapping[str, str] | None:
    """The fees for the sum told in the dialog, as people read them; None while it is not told exactly.

    By name, as in `dialogs.papers.fees.Fees`: ``{"amount": "87,500", "acceptance": "1,987.50", …}``.
    """
    amount = known.amount
    return _worded(amount[0], table, known.now, money.figures) if amount and amount[0] == amount[1] else None


def _worded(
    amount: Decimal, table: Sequence[FeeParameters], now: dt.datetime, write: Callable[[Decimal], str]
) -> dict[str, str] | None:
    fees = fees_on(now.astimezone(BEIJING).date(), amount, table)
    return None if fees is None else {name: write(value) for name, value in asdict(fees).items()}
