"""Which items of a list are told by their places, and which are said to be gone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from dialogs.library.models.papers import FieldReading
from dialogs.text.expression import Expression

_PLACES = Expression(r"\d{1,2}(?:\s?(?:-|~|到|至)\s?\d{1,2})?")
_ORDINAL = Expression(r"(?:第|前|头)([一二三四五六七八九十])(?=[个项样种、和跟,到至]|$)")
_FIRST = Expression(r"[前头](\d{1,2})[个项样种]?")


def has_any(plain: str, words: Iterable[str]) -> bool:
    """Whether any of some words stands in plain text."""
    return any(word in plain for word in words)


def lost(part: str, reading: FieldReading) -> bool:
    """Whether some words say that a thing is no longer there: 「聊天记录都删了」, not 「除了流水都有」."""
    excepted = has_any(part, reading.except_words)
    return not excepted and has_any(part, reading.lost_words) and not has_any(part, reading.kept_words)


def placed(options: Sequence[str], typed: str) -> Iterator[str]:
    """The options whose places in the list are told, a stretch of places among them."""
    plain = unicodedata.normalize("NFKC", typed)
    plain = _ORDINAL.sub(lambda found: found[0][0] + str("一二三四五六七八九十".index(found[1]) + 1), plain)
    plain = _FIRST.sub(r"1-\1", plain)
    if re.search(r"[^\d\s,、;.~到至和跟第个项号-]", plain):
        return
    for place in _PLACES.findall(plain):
        first, *last = (int(number) for number in re.findall(r"\d+", place))
        yield from options[max(0, first - 1) : (last or [first])[0]]
