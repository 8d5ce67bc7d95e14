"""What a paper for the court will cost, told beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict

from dialogs.papers import money
from dialogs.papers.data import PaperData
from dialogs.papers.fees import FeeParameters, court_fees, parameters_on
from dialogs.papers.kinds import Kind, PaperLibrary, Tip
from dialogs.papers.moments import BEIJING
from dialogs.papers.offer import sums


def costs(
    library: PaperLibrary, kind: Kind, data: PaperData, table: Sequence[FeeParameters], now: dt.datetime
) -> Tip | None:
    """The fees for the sum this paper asks for, in words; None where there are none or the sum is not known."""
    words = library.words.kinds[kind.id].costs
    asked = sums(library, kind, data).principal
    if words is None or asked is None or not 0 < asked <= money.LARGEST:
        return None
    fees = court_fees(asked, parameters_on(now.astimezone(BEIJING).date(), table))
    shown = {name: money.grouped(amount) for name, amount in asdict(fees).items()}
    return Tip(text=words.text.format(**shown), facts=words.facts)
