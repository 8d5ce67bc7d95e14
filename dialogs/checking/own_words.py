"""Takes our own advice out of a message before it is checked.

Somebody forwards our plan to a group: it names every lure there is, in order to warn of them. Sentences that stand word
for word among ours accuse nobody; whatever a swindler puts between them is still looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]?")
_MARKS = re.compile(r"[\s*`>#|\-\\✓]")
_NUMBER = re.compile(r"\A[0-9]{1,2}\.")
_SHORTEST = 1  # characters; less is no sentence


def sentences_of(words: Iterable[str]) -> frozenset[str]:
    """The sentences of our words, without Markdown and spaces."""
    return frozenset(bare for text in words for part in _SENTENCE.findall(text) if len(bare := _bare(part)) > _SHORTEST)


def without_own(text: str, own: frozenset[str]) -> str:
    """The message without sentences that are ours; untouched where none is. The rest stands as it was written."""
    if not own:
        return text
    return "".join(part for part in _SENTENCE.findall(text) if _bare(part) not in own)


def _bare(sentence: str) -> str:
    return _NUMBER.sub("", _MARKS.sub("", sentence), count=1).strip("。！？!?：:") if sentence else ""
