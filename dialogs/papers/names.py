"""Names as a bill shows them, with the stars that hide a part: 「小李（*明）」, 「李*华」."""

from __future__ import annotations

import re
import unicodedata

from dialogs.text.expression import Expression
from dialogs.text.simplified import simplified

_STARS, _HIDDEN = r"[*＊]{1,2}", r"[\u4e00-\u9fff]{1,2}"
_IN_BRACKETS = Expression(rf"(?P<nick>[\u4e00-\u9fffA-Za-z0-9]{{0,12}}[(（]{_STARS}{_HIDDEN}[)）])")
_BRACKETS = Expression(rf"[(（]{_STARS}({_HIDDEN})[)）]")
_TO = Expression(r"^.{0,10}?(?:给了?|收款[人方]?|户名|显示|是|叫)(?=.)|^[转打付汇]了?(?=[(（])")
_BARE = Expression(
    rf"(?:给了?|收款[人方]|户名|[\s,，:：])\s?(?P<nick>{_STARS}[\u4e00-\u9fff](?:[\u4e00-\u9fff](?=[\s\d,，。;；]|$))?)"
)


def masked_name(words: str, typed: str) -> str | None:
    """The name with stars, as it was typed, that stands in words which have lost them: 「转给*明3000」; else None."""
    plain = re.sub(r"[*()·]", "", words)
    for found in (*_IN_BRACKETS.finditer(typed), *_BARE.finditer(typed)):
        name = unicodedata.normalize("NFKC", _TO.sub("", found["nick"]))
        if re.sub(r"[*()]", "", simplified(name)) in plain:
            return name
    return None


def without_brackets(text: str) -> str:
    """A text whose masked names stand in no brackets, which a comma behind them would make a face: 「（*明）；」."""
    return _BRACKETS.sub(r"·\1", text)


def as_typed(name: str, typed: str) -> str:
    """A name of the plain text as it was typed, with the stars of one that is masked: 「李*华」, 「陳大文」."""
    letters = r"[*＊]{0,3}".join(map(re.escape, name))
    found = re.search(rf"[*＊]{{0,3}}{letters}", simplified(typed), re.IGNORECASE)
    return unicodedata.normalize("NFKC", typed[slice(*found.span())]) if found else name
