"""Everything a turn needs, built once and shared by all cases: library, machine, words, ears and eyes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from transitions import Machine

from dialogs.case import Case
from dialogs.heard import Command
from dialogs.library.library import Library
from dialogs.library.models.papers import PaperLibrary
from dialogs.library.models.timeline import Timetable
from dialogs.messages import File, Option, Reply
from dialogs.replay import Position, replay
from dialogs.understanding import Understander
from dialogs.words import Said, Words

if TYPE_CHECKING:
    from dialogs.checking import Checker  # a tenth of the time to the first answer, and most people never need it


@dataclass(frozen=True, slots=True)
class Dialog:
    """The dialog as a value: holds no case and changes nothing of itself between turns.

    The checker comes as a function that builds it at first need and gives the same one after that: most first messages
    do not want it, and somebody is waiting. `can_remind` tells whether this channel
    sends reminders; where it does not, none is promised.
    """

    library: Library
    machine: Machine
    words: Words
    understander: Understander
    load_checker: Callable[[], Checker]
    papers: PaperLibrary
    timetable: Timetable
    can_remind: bool = False

    @property
    def checker(self) -> Checker:
        """What looks at suspicious messages."""
        return self.load_checker()

    def position(self, case: Case, now: dt.datetime) -> Position:
        """Where a case stands at a moment."""
        return replay(self.library, self.machine, case, now)


@dataclass(frozen=True, slots=True)
class Line:
    """One message on its way out, with the facts it rests on."""

    said: Said
    options: tuple[Option, ...] = ()
    files: tuple[File, ...] = ()

    def reply(self) -> Reply:
        """The message without its facts."""
        return Reply(self.said.text, self.options, self.files)


@dataclass(frozen=True, slots=True)
class Move:
    """What one input did: the new case, what is said about it, and whether the position is shown after that.

    `aside` is what was asked in passing: said after the opening words of a situation, whose first action comes first.
    `commands` is what typed words were heard as, besides what the case shows (see `dialogs.heard`).
    """

    case: Case
    lines: tuple[Line, ...] = field(default=())
    aside: tuple[Line, ...] = ()
    show: bool = True
    page: int = 0
    forget: bool = False
    commands: tuple[Command, ...] = ()
