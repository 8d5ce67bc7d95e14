"""The one normaliser: whatever way a message is written, everything that reads it sees one plain spelling.

Plain text is simplified Chinese in lower case and half width, without invisible characters, emoji and disguises. It
has one blank at most between words and keeps line ends, which end sentences. It remembers where each character stood
in the original, so that a reader is shown the very words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from string import ascii_lowercase

from dialogs.text.characters import compatible, few_blanks, has_override, turned, visible
from dialogs.text.contacts import named_accounts
from dialogs.text.simplified import simplified_characters
from dialogs.text.spellings import Joints, Spellings, closed_up, unpictured, unrepeated, unstrewn
from dialogs.text.table import TextTable
from dialogs.text.traced import Traced

Step = Callable[[Traced], Traced]
_FIRST_CHINESE = "\u3400"
_MOST_ROUNDS = 4  # what one step makes plain may be undone further by an earlier one


class Normaliser:
    """Built once from the table; afterwards it reads nothing but the text. Never raises, takes any string."""

    def __init__(self, table: TextTable) -> None:
        letters = {ord(char): plain for plain, chars in table.letters.items() for char in chars}
        letters |= {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
        variants = {ord(char): plain for plain, chars in table.characters.items() for char in chars}
        # Composed, so that a traditional variant of a look-alike is found in one look-up.
        script = {code: plain.translate(variants) for code, plain in simplified_characters().items()}
        self._characters = script | variants | letters
        forms = dict(_with_rest(dict(self._forms(table.spellings, table.cantonese))))
        # Each plain word is also a form of itself: otherwise a short form that begins it would be undone inside of it.
        kept = {self._letters(word) for word in (*table.spellings, *table.cantonese, *table.kept)}
        forms |= {word: word for word in kept}
        parts = dict(self._forms(table.parts))
        pinyin = {self._letters(form): self._letters(word) for form, word in table.pinyin()}
        # A form that is all pictures may also be strewn between letters: it is read last.
        worded = {form: word for form, word in forms.items() if any(map(str.isalnum, form))}
        pictures = {form: word for form, word in forms.items() if form not in worded}
        latin = {form: word for form, word in forms.items() if form.isascii()}
        joints = Joints([*worded, *parts, *pinyin], map(self._letters, table.joined))
        self._once: Mapping[str, Step] = {
            "compatible": compatible,
            "visible": visible,
            "characters": self._plain_characters,
        }
        self._until_nothing_changes: Mapping[str, Step] = {
            "few_blanks": few_blanks,
            "closed_up": closed_up,
            "spellings": Spellings(parts | worded, names=named_accounts).undo,
            "strewn": unstrewn,
            "joints": joints.undo,
            "picture_words": Spellings(pictures, frozenset("".join(pictures))).undo,
            "pictures": unpictured,
            "pinyin": Spellings(latin | pinyin, frozenset(ascii_lowercase), named_accounts).undo,
            "repeated": unrepeated,
        }
        self._english = Spellings(dict(self._forms(table.english)), frozenset(ascii_lowercase))

    @property
    def steps(self) -> Mapping[str, Step]:
        """Every step by name, in order; those of words are repeated until nothing changes."""
        return {**self._once, **self._until_nothing_changes}

    def plain(self, text: str) -> str:
        """The plain spelling of `text`."""
        return self._undone(Traced.of(text)).text

    def word(self, word: str) -> str:
        """The plain spelling of a word that is looked for in plain text; blanks at its ends are kept."""
        bare = word.strip()
        if bare.isalpha() and min(bare) >= _FIRST_CHINESE:  # most words, and quicker
            letters = self._letters(bare)
            if unrepeated(self._until_nothing_changes["spellings"](Traced.of(letters))).text == letters:
                return word.replace(bare, letters, 1)
        return word.replace(bare, self.plain(bare), 1) if bare else word

    def in_chinese(self, text: str) -> str:
        """The plain spelling of `text` with English words for payments and frauds put into Chinese.

        For what a person tells. A message to be checked is read without it: its English has patterns of its own.
        """
        return self._english.undo(self._undone(Traced.of(text))).text

    def readings(self, text: str) -> Iterable[Traced]:
        """The plain text with the places of its characters; two readings where a part of it is shown backwards."""
        yield self._undone(Traced.of(text))
        if has_override(text):
            yield self._undone(turned(Traced.of(text)))

    def _undone(self, traced: Traced) -> Traced:
        for step in self._once.values():
            traced = step(traced)
        for _ in range(_MOST_ROUNDS):
            before = traced
            for step in self._until_nothing_changes.values():
                traced = step(traced)
            if traced is before:
                break
        return traced

    def _plain_characters(self, traced: Traced) -> Traced:
        return traced.translated(traced.text.translate(self._characters))

    def _letters(self, word: str) -> str:
        """A word of the table with its single characters plain."""
        return self._plain_characters(visible(compatible(Traced.of(word)))).text

    def _forms(self, *tables: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
        for table in tables:
            for word, forms in table.items():
                yield from ((self._letters(form), self._letters(word)) for form in forms)


def _with_rest(forms: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The forms, and each that has a picture for a letter also with that letter behind it: 微❤ and 微❤信."""
    for form, word in forms.items():
        if len(word) > 1 and not form.isalnum() and not form.endswith(word[-1]):
            yield form + word[-1], word
    yield from forms.items()
