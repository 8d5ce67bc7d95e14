"""What cannot wait, found in the words whatever else they say."""

from __future__ import annotations

from dialogs.text.sentences import sentences
from dialogs.understanding.reading import DANGERS
from dialogs.understanding.wording import Wording


def find_danger(text: str, wording: Wording) -> tuple[str, ...]:
    """The ids of `DANGERS` that normalised `text` tells of, the most urgent first.

    A danger is taken back only by words of the same sentence: 之前共享了屏幕，已经关了.
    """
    return tuple(name for name in DANGERS if name in wording.danger and _told(name, text, wording))


def _told(name: str, text: str, wording: Wording) -> bool:
    pattern, calm = wording.danger[name], wording.calm[name]
    if not pattern.search(text):
        return False
    if calm is None or not calm.search(text):
        return True
    return any(pattern.search(s) and not calm.search(s) for s in sentences(text))
