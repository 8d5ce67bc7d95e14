"""The words for details and cues, `zh-Hans/details.yaml`: regular expressions over word classes of a lexicon."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from dialogs.library.models.base import Name, Record, Text
from dialogs.text.expression import Expression

_FIXED_DAY = Expression(r"(\d\d)-(\d\d)")
_YEARS = range(2022, 2032)  # those for which the movable festivals are listed

Patterns = tuple[Text, ...]
SomePatterns = Annotated[Patterns, Field(min_length=1)]


def _days(value: Any) -> Any:
    """The days of a festival on a fixed date, ``10-01``, in every year; a list of days as it is."""
    if not isinstance(value, str):
        return value
    match = _FIXED_DAY.fullmatch(value)
    try:
        return [dt.date(year, int(match[1]), int(match[2])) for year in _YEARS] if match else value
    except ValueError as error:
        raise PydanticCustomError("fixed_day", "没有这一天：{day}，应是月-日，例如 10-01", {"day": value}) from error


class AnswerWords(Record):
    """How the options of a question are said; `pick` says whether the first or the last one mentioned counts."""

    pick: Literal["first", "last"]
    options: Annotated[dict[Name, SomePatterns], Field(min_length=1)]


class PaymentWords(Record):
    """How sums are told: currencies by the words after a sum and the marks before it, numbers that are called and not
    paid, and what tells of a sum beside the payment. Currencies by ISO 4217, or ``USDT``.
    """

    currencies: Annotated[dict[Text, SomePatterns], Field(min_length=1)]
    currency_marks: Annotated[dict[Text, SomePatterns], Field(min_length=1)]
    hotlines: Annotated[tuple[Text, ...], Field(min_length=1)]
    aside: SomePatterns


class DetailsFile(Record):
    """The whole file. `{name}` in a pattern stands for a word class of the `lexicon`.

    `only_for` names, for a question that means something in some situations only, those situations. `calm` holds what
    takes a danger back, `over` what says that something of the question whether they are still in contact is over, by
    its option; `named` what must be said for an answer that was not asked for, or for a request. `festivals` name
    days: a list, or month and day.
    """

    lexicon: dict[Name, Text]
    answers: dict[Name, AnswerWords]
    only_for: dict[Name, tuple[Name, ...]]
    tried: dict[Name, SomePatterns]
    tool_installed: SomePatterns
    fee_paid: SomePatterns
    own_debt: SomePatterns
    subscription: SomePatterns
    not_subscription: SomePatterns
    blocked: SomePatterns
    not_blocked: SomePatterns
    danger: dict[Name, SomePatterns]
    calm: dict[Name, Patterns]
    over: dict[Name, SomePatterns]
    named: dict[Name, SomePatterns]
    festivals: dict[Text, Annotated[tuple[dt.date, ...], BeforeValidator(_days)]]
    payments: PaymentWords
    small_talk: SomePatterns
    cues: dict[Name, SomePatterns]
    concepts: dict[Name, Text]
