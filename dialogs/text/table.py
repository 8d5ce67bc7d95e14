"""The table of other spellings in `content/text.yaml`, as a record."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.library.parsing import parsed
from dialogs.library.schema import Text, record
from dialogs.library.validation import checked

PATH = "text.yaml"


@record
class TextTable:
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

    def __post_init__(self) -> None:
        for word, spelled in self.syllables.items():
            if len(word) != len(spelled.split()):
                raise ValueError(f"{word}: {len(spelled.split())} syllables for {len(word)} characters")

    def pinyin(self) -> Iterator[tuple[str, str]]:
        """Each form of a word with one, some or all of its characters in pinyin, and the word."""
        for word, spelled in self.syllables.items():
            parts = spelled.split()
            for mask in range(1, 2 ** len(word)):
                yield "".join(parts[i] if mask >> i & 1 else char for i, char in enumerate(word)), word


def read_table(text: str) -> TextTable:
    """The table in the text of `content/text.yaml`.

    Raises:
        NotYaml: the text is no YAML.
        NotWellFormed: a field is missing, unknown or not as it should be.
    """
    return checked(TextTable, parsed(text))
