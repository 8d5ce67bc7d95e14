"""What an "I don't know" says: of whom, and what stands beside it all the same."""

from __future__ import annotations

import re

from dialogs.library.models.papers import FieldReading
from dialogs.text.expression import Expression
from dialogs.text.simplified import simplified

ENDS = Expression(r"[啊呀呢吧哦的了嘛哈喇啦咯嘅噶。.!！~～\s]{1,8}$")
_THEIRS = Expression(
    r"(?:[说讲称](?:[他她]|自己|也|都){0,2}|(?:[他她]们?|对方|人家|警察|民警|客服|[老外][公婆])(?:也|都|还)?)$"
)
_A_GUESS = Expression(r"^(?:好像|应该|可能|大概|估计|像是|是|叫|姓|网名|微信名|[只就][知记看])")


def theirs(reading: FieldReading, full: str) -> bool:
    """Whether somebody else is told not to know: 「他老婆说不知道这事」."""
    places = (full.find(word) for word in reading.unknown_words)
    return any(place >= 0 and _THEIRS.search(full[:place]) for place in places)


def names(reading: FieldReading, full: str) -> bool:
    """Whether anything is left of an answer beside that it is not known, and words that name nothing."""
    words = sorted((*reading.unknown_words, *reading.empty_words), key=len, reverse=True)
    return bool(re.sub("|".join(map(re.escape, words)), "", full))


def guessed(reading: FieldReading, typed: str) -> str | None:
    """What is named behind an "I don't know", the whole where none stands first; None for 「不知道 就一个头像」."""
    first, *rest = re.split(r"[\s,，。;；]+", typed, maxsplit=1)
    if not rest or ENDS.sub("", simplified(first)) not in reading.unknown_words:
        return typed
    return rest[0] if _A_GUESS.search(simplified(rest[0])) else None
