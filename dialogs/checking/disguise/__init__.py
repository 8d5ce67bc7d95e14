"""Disguises undone, one small named step after the other, without losing where each character stood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from string import ascii_lowercase

from dialogs.checking.disguise.characters import compatible, has_override, turned, visible
from dialogs.checking.disguise.spelling import (
    Joints,
    Spellings,
    closed_up,
    unpictured,
    unrepeated,
    unstrewn,
)
from dialogs.checking.disguise.trace import Traced
from dialogs.library.models.checking import DisguiseFile
from dialogs.script import table

__all__ = ["Disguises", "Step", "Traced"]

Step = Callable[[Traced], Traced]


class Disguises:
    """All steps, in the order in which they are undone. Built once; the words to be found come from the signals."""

    def __init__(self, tables: DisguiseFile, words: Iterable[str]) -> None:
        letters = {ord(char): plain for plain, chars in tables.letters.items() for char in chars}
        letters |= {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
        variants = {ord(char): plain for plain, chars in tables.characters.items() for char in chars}
        # Composed, so that a traditional variant of a look-alike is found in one look-up.
        script = {code: plain.translate(variants) for code, plain in table().items()}
        self._characters = script | variants | letters
        # Each word is also a form of itself: otherwise a short form that begins it would be undone inside of it.
        forms = {self.plain(word): self.plain(word) for word in tables.spellings} | self._forms(tables.spellings)
        parts = self._forms(tables.parts)
        pinyin = {form: self.plain(word) for word, form in _pinyin_forms(tables.syllables)}
        # A form that is all pictures may also be strewn between letters: it is read last.
        worded = {form: word for form, word in forms.items() if any(map(str.isalnum, form))}
        latin = {form: word for form, word in forms.items() if form.isascii()}
        joints = Joints(
            [*(self.plain(word) for word in words), *worded, *parts, *pinyin],
            [self.plain(word) for word in tables.joined],
        )
        pictures = {form: word for form, word in forms.items() if form not in worded}
        undo_parts, undo_spellings = Spellings(parts).undo, Spellings(worded).undo
        self.steps: Mapping[str, Step] = {
            "compatible": compatible,
            "visible": visible,
            "characters": self._plain_characters,
            "closed_up": closed_up,
            "parts": undo_parts,
            "spellings": undo_spellings,
            "strewn": unstrewn,
            "joints": joints.undo,
            "parts_again": undo_parts,
            "spellings_again": undo_spellings,
            "picture_words": Spellings(pictures, frozenset("".join(pictures))).undo,
            "pictures": unpictured,
            "pinyin": Spellings(latin | pinyin, frozenset(ascii_lowercase)).undo,
            "repeated": unrepeated,
        }

    def plain(self, word: str) -> str:
        """A word of the content files in the form that the first steps give to a message."""
        traced = visible(compatible(Traced.of(word)))
        return self._plain_characters(traced).text

    def readings(self, text: str) -> Iterable[Traced]:
        """The text without its disguises; two readings where a part of it is shown backwards."""
        yield self._undone(Traced.of(text))
        if has_override(text):
            yield self._undone(turned(Traced.of(text)))

    def _undone(self, traced: Traced) -> Traced:
        spelled = traced
        for name, step in self.steps.items():
            if name.endswith("_again") and traced is spelled:
                continue  # nothing was joined, so that nothing new can have come about
            traced = step(traced)
            if name == "spellings":
                spelled = traced
        return traced

    def _plain_characters(self, traced: Traced) -> Traced:
        return traced.translated(traced.text.translate(self._characters))

    def _forms(self, table: Mapping[str, Iterable[str]]) -> dict[str, str]:
        return {self.plain(form): self.plain(word) for word, forms in table.items() for form in forms}


def _pinyin_forms(syllables: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Each word with all ways of writing one, some or all of its characters in pinyin, at least one of them."""
    for word, spelled in syllables.items():
        parts = spelled.split()
        if len(parts) != len(word):
            raise ValueError(f"{word}: {len(parts)} syllables for {len(word)} characters")
        for mask in range(1, 2 ** len(word)):
            form = "".join(parts[i] if mask >> i & 1 else char for i, char in enumerate(word))
            yield word, form
