"""Takes our own advice out of a message before it is checked.

Somebody forwards our plan to a group: it names every lure there is, in order to warn of them. Sentences that stand word
for word among ours accuse nobody; whatever a swindler puts between them is still looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dialogs.text.expression import Expression
from dialogs.text.sentences import sentence_spans

_MARKS = Expression(r"[\s*`>#|\-\\✓]")
_NUMBER = Expression(r"\A[0-9]{1,2}\.")
_SHORTEST = 1  # characters; less is no sentence


def sentences_of(words: Iterable[str]) -> frozenset[str]:
    """The sentences of our words, without Markdown and spaces."""
    return frozenset(bare for text in words for part in _with_ends(text) if len(bare := _bare(part)) > _SHORTEST)


def without_own(text: str, own: frozenset[str]) -> str:
    """The message without sentences that are ours; untouched where none is. The rest stands as it was written."""
    if not own:
        return text
    return "".join(part for part in _with_ends(text) if _bare(part) not in own)


def _with_ends(text: str) -> Iterator[str]:
    """The sentences of a text, each with the mark that ends it; together they are the text."""
    return (text[start : end + 1] for start, end in sentence_spans(text))


def _bare(sentence: str) -> str:
    return _NUMBER.sub("", _MARKS.sub("", sentence), count=1).strip("。！？!?；;：:") if sentence else ""
