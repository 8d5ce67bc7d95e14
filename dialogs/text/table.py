"""The table of other spellings in `content/text.yaml`, as a record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from pydantic import model_validator

from dialogs.library.models.base import Record, Text


class TextTable(Record):
    """How words are written otherwise.

    `letters` and `characters` map a plain character to its look-alikes. `spellings` and `cantonese` map a plain word to
    other ways of writing it, `parts` a character to the parts into which it is split, `syllables` a word to its pinyin.
    `kept` lists words that hold one of those forms and mean what they say. `joined` lists words that are still meant
    when single punctuation marks stand inside them. `english` maps a Chinese word to English ones of the same meaning.
    """

    letters: dict[str, str]
    characters: dict[str, str]
    spellings: dict[str, tuple[Text, ...]]
    cantonese: dict[str, tuple[Text, ...]]
    kept: tuple[Text, ...]
    parts: dict[str, tuple[Text, ...]]
    syllables: dict[str, Text]
    joined: tuple[Text, ...]
    english: dict[str, tuple[Text, ...]]

    @model_validator(mode="after")
    def _one_syllable_a_character(self) -> Self:
        for word, spelled in self.syllables.items():
            if len(word) != len(spelled.split()):
                raise ValueError(f"syllables 里 {word} 有 {len(word)} 个字，拼音却有 {len(spelled.split())} 个")
        return self

    def pinyin(self) -> Iterator[tuple[str, str]]:
        """Each form of a word with one, some or all of its characters in pinyin, and the word."""
        for word, spelled in self.syllables.items():
            parts = spelled.split()
            for mask in range(1, 2 ** len(word)):
                yield "".join(parts[i] if mask >> i & 1 else char for i, char in enumerate(word)), word
