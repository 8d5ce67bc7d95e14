"""Everything a turn needs, built once and shared by all cases: library, machine, words, ears and eyes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from transitions import Machine

from dialogs.case import Case
from dialogs.editions.choice import Languages
from dialogs.editions.cues import heard, spelled
from dialogs.erasing import without_what_is_told
from dialogs.heard import Command
from dialogs.library.library import Library
from dialogs.library.models.cards import Deck
from dialogs.library.models.editions import Cue
from dialogs.library.models.papers import PaperLibrary
from dialogs.library.models.timeline import Timetable
from dialogs.messages import File, Option, Reply
from dialogs.replay import Position, replay
from dialogs.understanding import Reading, Understander
from dialogs.words import Said, Words

if TYPE_CHECKING:
    from dialogs.checking import Checker  # a tenth of the time to the first answer, and most people never need it


@dataclass(frozen=True, slots=True)
class Dialog:
    """The dialog as a value: holds no case and changes nothing of itself between turns.

    The checker comes as a function that builds it at first need and gives the same one after that: most first messages
    do not want it, and somebody is waiting. `can_remind` tells whether this channel
    sends reminders; where it does not, none is promised. `makes_files` tells whether Word files, PDFs and pictures can
    be made here; where they cannot, none is offered.

    `language` is the tag of what `library`, `words`, `papers` and `timetable` are said in, `speak` gives the dialog in
    another one. What stands in a paper is in the source's words, `written`: mainland police, courts and banks read it.
    `cues` tell situations and dangers where the understander cannot read the language. `explain` puts what the checker
    says of a message, which is the source's, into the language.
    """

    library: Library
    machine: Machine
    words: Words
    understander: Understander
    load_checker: Callable[[], Checker]
    papers: PaperLibrary
    timetable: Timetable
    written: PaperLibrary
    deck: Deck
    languages: Languages = field(default_factory=Languages)
    language: str = ""
    speak: Callable[[str], Dialog] | None = None
    cues: tuple[Cue, ...] = ()
    explain: Callable[[str], str] = str
    can_remind: bool = False
    makes_files: bool = True

    @property
    def checker(self) -> Checker:
        """What looks at suspicious messages."""
        return self.load_checker()

    def speaking(self, tag: str) -> Dialog:
        """This dialog in a language."""
        if tag == self.language or self.speak is None:
            return self
        other, here = self.speak(tag), (self.languages, self.can_remind, self.makes_files)
        if (other.languages, other.can_remind, other.makes_files) == here:
            return other  # as it is kept: this is asked for many times a turn
        return replace(other, languages=self.languages, can_remind=self.can_remind, makes_files=self.makes_files)

    @property
    def source(self) -> Dialog:
        """This dialog in the language that the words are written in first."""
        known = self.languages.known
        return self.speaking(known[0].tag) if known else self

    @property
    def readable(self) -> tuple[Dialog, ...]:
        """This dialog, and in the source's language where that is another: a person may know the labels of both."""
        return (self,) if self.source is self else (self, self.source)

    def by_default(self, tag: str) -> Dialog:
        """This dialog in a language where nobody shows another. Raises UnknownLanguageError."""
        return replace(self.speaking(self.languages.known_tag(tag)), languages=replace(self.languages, default=tag))

    def read(self, text: str, now: dt.datetime, position: Position) -> Reading:
        """What typed words say at a point of a talk."""
        reading = self.understander.read(spelled(self.cues, text) if self.cues else text, now)
        return without_what_is_told(heard(self.cues, text, reading, found=position.situation is not None))

    def position(self, case: Case, now: dt.datetime) -> Position:
        """Where a case stands at a moment."""
        return replay(self.library, self.machine, case, now)


@dataclass(frozen=True, slots=True)
class Line:
    """One message on its way out, with the facts it rests on; `in_place` and `less_urgent` as in `Reply`."""

    said: Said
    options: tuple[Option, ...] = ()
    files: tuple[File, ...] = ()
    in_place: bool = False
    less_urgent: bool = False

    def reply(self) -> Reply:
        """The message without its facts."""
        return Reply(self.said.text, self.options, self.files, self.in_place, self.less_urgent)


@dataclass(frozen=True, slots=True)
class Move:
    """What one input did: the new case, what is said about it, and whether the position is shown after that.

    `aside` is what was asked in passing: said after the opening words of a situation, whose first action comes first.
    `instead` is shown in place of the position. `commands` is what typed words were heard as, besides what the case
    shows (see `dialogs.heard`). `view` is what is looked at from now on, as in `Case.view`.
    """

    case: Case
    lines: tuple[Line, ...] = field(default=())
    aside: tuple[Line, ...] = ()
    instead: tuple[Line, ...] = ()
    show: bool = True
    page: int = 0
    forget: bool = False
    commands: tuple[Command, ...] = ()
    view: str | None = None
