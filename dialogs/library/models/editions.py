"""Editions: the languages the words can be had in, and what is said in them in other words than the source's.

`content/languages.yaml` names the languages; each but the source has a folder `content/<tag>/` with a glossary, where
it is derived from the source character by character, and with overrides, which are words written by hand.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from dialogs.library.models.base import Name, Record, Text

Tag = Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z][A-Za-z]+)*$")]  # BCP 47
Checksum = Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]


class Script(StrEnum):
    """How a language is written, by which it is known."""

    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"
    LATIN = "latin"


class Language(Record):
    """A language the words can be had in.

    `name` is how its readers call it, `called` what else they type for it. `codes` are the language codes of clients,
    in small letters, that mean it; `regions` tell, and `marks` are words that only its writers use, where others write
    the same script.
    """

    tag: Tag
    name: Text
    script: Script
    called: tuple[Text, ...] = ()
    codes: tuple[Text, ...] = ()
    regions: tuple[Name, ...] = ()
    marks: tuple[Text, ...] = ()


class Glossary(Record):
    """How an edition is derived from the source: `scheme` is OpenCC's, `words` what is said otherwise than it says.

    `never` are words and characters that nobody there writes; no words of the edition may hold them.
    """

    scheme: Text
    words: dict[Text, Text]
    never: tuple[Text, ...] = ()


class Derived(Record):
    """What OpenCC makes of the source's characters: each of `simplified` as that of `written` in the same place.

    `phrases` are the places in which a character is another than usual. Written by `scripts/derive`.
    """

    simplified: str
    written: str
    phrases: dict[Text, Text]


class AppLabel(Record):
    """A label in WeChat or Alipay as the source writes it, and as it was seen in other languages, with the day."""

    label: Text
    seen: dict[Tag, SeenLabel] = Field(default_factory=dict)


class SeenLabel(Record):
    """What an app shows in a language, and when an editor saw it there."""

    text: Text
    on: dt.date


class Override(BaseModel):
    """Words written for one edition in place of the derived ones.

    `of` is the checksum of the words they are written after, with the facts these rest on; everything else is a field
    of the record they stand in for. Words whose checksum is another by now are not said.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    of: Checksum

    @property
    def fields(self) -> dict[str, Any]:
        """The fields that are said otherwise."""
        return dict(self.model_extra or {})


class Cue(Record):
    """What English words tell of, where one of the patterns stands in them: one thing a cue.

    `situation`, `danger`, `request` and `feeling` are those of a reading. `spelled` is how the source's language says
    what stands there, with the number and the sum of money that stand in place of `{n}` and `{sum}` in the pattern.
    """

    situation: Name | None = None
    danger: Name | None = None
    request: Name | None = None
    feeling: Name | None = None
    spelled: Text | None = None
    words: Annotated[tuple[Text, ...], Field(min_length=1)]


AppLabel.model_rebuild()
