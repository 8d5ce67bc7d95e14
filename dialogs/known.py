"""What is known of a case, read from its answers: the one view that predicates, plans and templates share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from dialogs.library.records import Family, Rail, RailKind, Region
from dialogs.limits import read_sum, within_years

HOME_CURRENCY = "cny"
HOME, ELSEWHERE = "mainland", "elsewhere"
RAIL_OF_GOODS: Mapping[str, str] = {"cash": "cash", "parcel": "cash", "cards": "gift_card"}

# How long ago each answer of the `paid_at` question reaches back, in hours: (longest ago, shortest ago).
SPANS: Mapping[str, tuple[float, float]] = {
    "within_30m": (0.5, 0),
    "within_2h": (2, 0.5),
    "within_24h": (24, 2),
}


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A moment known only to lie between two moments (equal when known exactly)."""

    earliest: dt.datetime
    latest: dt.datetime

    @property
    def exact(self) -> bool:
        """Whether it is one moment."""
        return self.earliest == self.latest


def encode_span(span: TimeSpan) -> str:
    """The answer text of a span: ISO 8601, or an ISO interval ``start/end``."""
    if span.exact:
        return span.earliest.isoformat()
    return f"{span.earliest.isoformat()}/{span.latest.isoformat()}"


def decode_span(value: str) -> TimeSpan | None:
    """The span in an answer; None for an option id, a time without an offset, or one outside `dialogs.limits.YEARS`."""
    try:
        ends = [dt.datetime.fromisoformat(part) for part in value.split("/")]
    except ValueError:
        return None
    if len(ends) not in {1, 2} or any(end.tzinfo is None for end in ends):
        return None
    if not within_years(*ends) or ends[0] > ends[-1]:
        return None
    return TimeSpan(ends[0], ends[-1])


def span_of_option(option: str, now: dt.datetime) -> str:
    """The answer stored for a "how long ago" option: an interval before `now`; other options stay as they are."""
    if option not in SPANS:
        return option
    longest, shortest = SPANS[option]
    return encode_span(TimeSpan(now - dt.timedelta(hours=longest), now - dt.timedelta(hours=shortest)))


def decode_amount(value: str) -> tuple[Decimal, Decimal] | None:
    """The least and the most an amount answer can mean, in yuan; None for an option id or what is no sum of money."""
    ends = [end for part in value.split("/") if (end := read_sum(part)) is not None]
    if len(ends) != value.count("/") + 1 or len(ends) not in {1, 2} or ends[0] > ends[-1]:
        return None
    return ends[0], ends[-1]


@dataclass(frozen=True, slots=True)
class Known:
    """The answers that count, seen at one moment.

    `answers` may be a growing mapping during a replay; everything else is worked out from it when asked.
    """

    answers: Mapping[str, str]
    now: dt.datetime
    situation: str | None = None
    family: Family | None = None
    ticks: frozenset[str] = field(default_factory=frozenset)
    rails: Mapping[str, Rail] = field(default_factory=dict, repr=False)
    regions: Mapping[str, Region] = field(default_factory=dict, repr=False)

    def get(self, question: str) -> str | None:
        """The answer to a question, or None."""
        return self.answers.get(question)

    @property
    def amount(self) -> tuple[Decimal, Decimal] | None:
        """The least and the most it was, in yuan; None where it was in other money, which no rule here is about."""
        return self.sum_said if self.currency == HOME_CURRENCY and self.currency_known else None

    @property
    def sum_said(self) -> tuple[Decimal, Decimal] | None:
        """The least and the most it was, in `currency`."""
        return decode_amount(self.answers.get("amount", ""))

    @property
    def currency(self) -> str:
        """The money that was spoken of, else that of the local rail or where it is used: an option of `currency`."""
        if said := self.answers.get("currency"):
            return said
        rail, local = self.rail, ""
        if rail and rail.kind is RailKind.LOCAL:
            local = rail.regions[0] if len(rail.regions) == 1 else self.answers.get("region", "")
        return (local in self.regions and self.regions[local].currency) or HOME_CURRENCY

    @property
    def currency_known(self) -> bool:
        """Whether the money is named: neither a rail of many places nor a bank account abroad tells of it."""
        unnamed = self._by_local_rail or (self.get("channel") == "bank" and self.get("region") not in {None, HOME})
        return bool(self.answers.get("currency")) or not (unnamed and self.currency == HOME_CURRENCY)

    @property
    def channel(self) -> str | None:
        """How it was paid: as answered, else as the situation or what was handed over tells."""
        if answered := self.answers.get("channel"):
            return answered
        return "crypto" if self.situation == "crypto" else RAIL_OF_GOODS.get(self.answers.get("goods", ""))

    @property
    def rail(self) -> Rail | None:
        """The rail it was paid by."""
        return self.rails.get(self.channel or "")

    @property
    def where(self) -> str | None:
        """The region somebody is in: as they say, else as their rail or their money tells."""
        if said := self.answers.get("region"):
            return said
        rail = self.rail
        if rail and rail.kind is RailKind.LOCAL and len(rail.regions) == 1:
            return rail.regions[0]
        if (currency := self.currency) == HOME_CURRENCY:
            return None
        return next((region.id for region in self.regions.values() if region.currency == currency), None)

    @property
    def place(self) -> str:
        """Whose rules and numbers to go by: `where`; while it is not known, that of the rail.

        A rail of other countries is not used in the mainland, wherever it is.
        """
        return self.where or (ELSEWHERE if self.paid_locally else HOME)

    @property
    def paid_locally(self) -> bool:
        """By a bank or wallet outside the mainland: by its name, or by money that no mainland account holds."""
        rail = self.rail
        if rail and (rail.kind is not RailKind.MAINLAND or rail.id != "bank"):
            return rail.kind is RailKind.LOCAL
        return self.currency not in {HOME_CURRENCY, "usdt"}

    @property
    def _by_local_rail(self) -> bool:
        rail = self.rail
        return rail is not None and rail.kind is RailKind.LOCAL

    @property
    def paid_at(self) -> TimeSpan | None:
        """When the money was sent."""
        return decode_span(self.answers.get("paid_at", ""))

    @property
    def hours_since(self) -> float | None:
        """Hours since the payment, at the least it can be; None when not known."""
        span = self.paid_at
        return None if span is None else max(0.0, (self.now - span.latest).total_seconds() / 3600)

    @property
    def hours_since_at_most(self) -> float | None:
        """Hours since the payment, at the most it can be; None when not known."""
        span = self.paid_at
        return None if span is None else max(0.0, (self.now - span.earliest).total_seconds() / 3600)
