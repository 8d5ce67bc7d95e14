"""What cannot wait, found in the words whatever else they say."""

from __future__ import annotations

from dialogs.text.expression import Expression
from dialogs.text.sentences import sentences
from dialogs.understanding.reading import DANGERS
from dialogs.understanding.wording import Wording


def find_danger(text: str, wording: Wording) -> tuple[str, ...]:
    """The ids of `DANGERS` that normalised `text` tells of, the most urgent first.

    A danger is taken back only by words of the same sentence: 之前共享了屏幕，已经关了.
    """
    possible = dict(wording.danger.possible(text))
    return tuple(name for name in DANGERS if name in possible and _told(possible[name], wording.calm[name], text))


def _told(danger: Expression, calm: Expression | None, text: str) -> bool:
    if not danger.search(text):
        return False
    if calm is None or not calm.search(text):
        return True
    return any(danger.search(s) and not calm.search(s) for s in sentences(text))
