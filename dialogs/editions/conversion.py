"""From Simplified to Traditional characters, by a table derived from OpenCC and a glossary that an editor keeps.

The table stands in for OpenCC, which needs 43 MB for its phrases; `scripts/derive` writes it and a test compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from dialogs.library.models.editions import AppLabel, Derived, Glossary, Tag

_TO_SEND = r"^ {0,9}> [^\n]*$"  # a line to send to somebody on the mainland stays as it stands
_LAW = r"《[^》\n]{1,60}》"  # the name of a law has other characters, and the same words

_KEPT = 256  # texts: a turn's reasons and advice are the same ones again and again


class Conversion:
    """Converts words for one edition; what is not in Chinese comes out as it went in."""

    def __init__(self, tag: Tag, derived: Derived, glossary: Glossary, labels: Iterable[AppLabel] = ()) -> None:
        self._characters = str.maketrans(derived.simplified, derived.written)
        self._phrases = derived.phrases
        self._phrase = any_of(derived.phrases)
        self._words = dict(glossary.words)
        self._word = any_of(glossary.words)
        shown = {label.label: self._label(tag, label) for label in labels}
        self._words |= {f"「{label}」": f"「{said}」|{beside}" for label, (said, beside) in shown.items()}
        self._words |= {f"→ {label}": f"→ {said}|{beside}" for label, (said, beside) in shown.items()}
        self._said = lru_cache(maxsize=_KEPT)(lambda text: "".join(self._pieces(text)))
        self._word = re.compile(rf"(?P<sent>{_TO_SEND})|(?P<law>{_LAW})|{any_of(self._words).pattern}", re.MULTILINE)

    def __call__(self, text: str) -> str:
        """The text in the edition's characters and words; the label of an app once with the Simplified one beside."""
        return text if text.isascii() else self._said(text)

    def characters(self, text: str) -> str:
        """The text as OpenCC converts it, without the glossary."""
        out, done = [], 0
        for found in self._phrase.finditer(text):
            out += [text[done : found.start()].translate(self._characters), self._phrases[found[0]]]
            done = found.end()
        return "".join((*out, text[done:].translate(self._characters)))

    def _pieces(self, text: str) -> Iterator[str]:
        done, named = 0, set[str]()
        for found in self._word.finditer(text):
            yield self.characters(text[done : found.start()])
            done, kept = found.end(), found[0]
            if found["sent"]:
                yield kept
            elif found["law"]:
                yield self.characters(kept)
            else:
                said, _, beside = self._words[kept].partition("|")
                yield apart(text[: found.start()][-1:], said + (beside if kept not in named else ""), text[done:][:1])
                named.add(kept)
        yield self.characters(text[done:])

    def _label(self, tag: Tag, label: AppLabel) -> tuple[str, str]:
        """A label as readers of the edition find it, and what stands beside it.

        Where nobody has seen it in their language it is converted, and the Simplified one, if another, stands beside.
        """
        if seen := label.seen.get(tag):
            return seen.text, ""
        parts = re.split(f"({self._word.pattern})", label.label)
        said = "".join(self._words.get(part) or self.characters(part) for part in parts)
        return said, "" if said == label.label else f"（{label.label}）"


def apart(before: str, said: str, after: str) -> str:
    """What is said, with a blank between its Latin letters and a Chinese character that stands beside them."""
    left, right = (
        " " if "\u4e00" <= beside <= "\u9fff" and edge.isascii() and edge.isalnum() else ""
        for beside, edge in ((before, said[:1]), (after, said[-1:]))
    )
    return f"{left}{said}{right}"


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds the longest of some words; without any, nothing."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)")
