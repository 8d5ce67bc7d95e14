"""Order numbers in what is told, also those that are written in groups of figures."""

from __future__ import annotations

import re
import unicodedata

from dialogs.text.expression import Expression

# A number of an order, or the hash of a transfer of coins.
ORDER = Expression(r"(?<![0-9A-Za-z])(?:(?=[0-9A-Za-z]*\d{6})[0-9A-Za-z]{12,64}|(?:0x)?[0-9a-fA-F]{64})(?![0-9A-Za-z])")
_MASKED = Expression(r"[xX]{3}")  # 「10000500xxxx」 is no number
ORDER_LENGTHS = range(26, 33)  # figures of a number of WeChat Pay or a bank, with some to spare
_BROKEN = Expression(r"(?<![0-9A-Za-z])\d{4,27}[ -]\d{4,27}(?![0-9A-Za-z]|[ -]\d)")
LONG_ORDER = Expression(r"(?<![0-9A-Za-z])\d{20,32}(?![0-9A-Za-z])")


_CARD = Expression(r"(?:62|4|5)\d{14,18}")  # of a bank; no order number is that short and begins so
_FEWEST_FIGURES = 12  # of a number that may be one of an order
_MISREAD = Expression(r"\d{1,40}[OoIlSB]{1,2}\d{0,40}|[OoIlSB]\d{12,40}")  # a letter read for a figure


def is_no_order(number: str) -> bool:
    """Whether figures are those of a bank card, or were not read right."""
    misread = len(number) > _FEWEST_FIGURES and _MISREAD.fullmatch(number)
    return bool(_CARD.fullmatch(number) or misread)


def orders_said(text: str) -> tuple[str, ...]:
    """The order numbers in the order told; one that is written in groups of figures is one number."""
    plain = unicodedata.normalize("NFKC", text)
    found = (number for line in plain.split("\n") for number in ORDER.findall(_ungrouped(line)))
    return tuple(number for number in found if not (_MASKED.search(number) or is_no_order(number)))


def _ungrouped(line: str) -> str:
    """A line with the groups of one long number joined; a moment, and numbers side by side, stay as they are."""
    line = _BROKEN.sub(lambda found: _whole(found[0]), line)
    apart = ":" in line or LONG_ORDER.search(line)
    return line if apart else re.sub(r"(?<=\d)[ -](?=\d)", "", line)


def _whole(figures: str) -> str:
    """Figures broken once, joined where only together they are as many as those of an order number."""
    joined = re.sub(r"[ -]", "", figures)
    first = len(re.split(r"[ -]", figures)[0])
    return joined if first < min(ORDER_LENGTHS) <= len(joined) < max(ORDER_LENGTHS) else figures
