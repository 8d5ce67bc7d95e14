"""One console conversation: the case in memory, typed lines in, replies out, their files where the person says."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot.console.paths import place_of
from bot.console.plain import option_for, visible
from dialogs.cards import CardKind
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.editions.speaking import channel_words
from dialogs.heard import asked_for
from dialogs.library.load import Content
from dialogs.library.models.channels import ConsoleWords, FileWords
from dialogs.messages import ChoiceInput, File, Input, Option, Turn
from dialogs.text.simplified import simplified
from dialogs.turn import take_turn
from dialogs.typed_lines import typed_input

HELP = "/help"
START = "/start"  # what stands for a person who opens the dialog and has typed nothing yet
EXPORT = "/export "
CHECK, CARD = "/check", "/card"
QUIT = frozenset({"/quit", "/exit"})
LONGEST = 60  # characters of a file's name; most systems allow 255 bytes
_ENDING = re.compile(r"[A-Za-z0-9]{1,8}")
_UNSAFE = re.compile(r"[^\w（），。、·“”《》()\[\] -]+")


def explain(turn: Turn) -> None:
    """Say on standard error what a message was heard as, in the vocabulary of `dialogs.heard`, for who tries it out."""
    heard = "; ".join(" ".join(command.to_json().values()) for command in turn.commands)
    print(f"heard: {heard or 'nothing'}", file=sys.stderr, flush=True)  # noqa: T201


@dataclass(slots=True)
class Session:
    """A conversation with one person at a terminal."""

    dialog: Dialog
    clock: Callable[[], dt.datetime]
    case: Case = field(default_factory=Case)
    options: tuple[Option, ...] = ()
    explain: Callable[[Turn], None] | None = None  # told of every turn
    folder: Path | None = None
    now: dt.datetime = field(init=False)  # the moment of the last turn
    place: Path | None = field(init=False, default=None)  # where the files of the last turn go, as far as it is known

    def take(self, received: Input) -> Turn:
        """Hand an input to the dialog and keep what it answers."""
        self.now = self.clock()
        turn = take_turn(self.dialog, self.case, received, self.now)
        if turn.error is not None:  # for a report of it; the words typed are not in it
            print(f"error: {turn.error}", file=sys.stderr)  # noqa: T201
        if self.explain is not None:
            self.explain(turn)
        self.case = turn.case
        shown = [reply.options for reply in turn.replies if reply.options]
        self.options = tuple(option for options in shown for option in options) if shown else self.options
        return turn

    def type(self, line: str) -> Turn:
        """Take a typed line: a command (``/export PLACE`` too), an option's number, a message to check, or words."""
        said = line.strip()
        exporting = said.startswith(EXPORT)
        self.place = place_of(said.removeprefix(EXPORT)) if exporting else self.folder
        return self.take(self.meant(EXPORT if exporting else line))

    def meant(self, line: str) -> Input:
        """What a typed line is: ``2`` or its label an option shown, else as in any chat (`dialogs.typed_lines`)."""
        if line.strip() == CARD:
            return ChoiceInput(f"share:{CardKind.of(self.case.checked or '')}")
        option = option_for(line.strip(), self.options)
        return ChoiceInput(option.id) if option else typed_input(line)


def spoken(session: Session, content: Content) -> Callable[[], Content]:
    """What gives a content whose channels speak the language that the conversation is held in now."""
    dialog = session.dialog
    made = cache(lambda tag: channel_words(content, dialog.speaking(tag)))
    return lambda: made(dialog.languages.spoken(session.case))


def safe_name(name: str) -> str:
    """A file's name without anything that leads elsewhere, hides it, or that some system does not take."""
    stem, dot, ending = name.rpartition(".")
    whole = not dot or _ENDING.fullmatch(ending) is None
    plain = _UNSAFE.sub("_", name if whole else stem).strip()[:LONGEST] or "_"
    return plain if whole else f"{plain}.{ending}"


def says_to_leave(typed: str, words: ConsoleWords) -> bool:
    """Whether a line is nothing but a word that ends the program, in either script."""
    return simplified(typed.strip(" 。.!！").lower()) in words.leave_words


def asked_for_help(line: str, turn: Turn) -> bool:
    """Whether a line was a request for help, as command or in words."""
    return line.strip() == HELP or asked_for("help") in turn.commands


def write_new(place: Path, name: str, content: bytes) -> Path:
    """Write a file for its owner only: at `place` where that ends as `name` does, else in that folder under a name that
    is not taken yet: 「报案材料.docx」, 「报案材料 (2).docx」 …

    Raises FileExistsError: there is such a file already; OSError: the folder is not there or cannot be written to.
    """
    safe = Path(safe_name(name))
    if place.suffix == safe.suffix and not place.is_dir():
        return write_private(place, content)
    for number in range(1, 10_000):
        free = safe.name if number == 1 else f"{safe.stem} ({number}){safe.suffix}"
        with contextlib.suppress(FileExistsError):
            return write_private(place / free, content)
    raise FileExistsError(place / safe)


def write_private(path: Path, content: bytes) -> Path:
    """Write a new file that only its owner can read. Raises OSError, FileExistsError where there is one."""
    with open(path, "xb", opener=lambda file, flags: os.open(file, flags, 0o600)) as out:  # only this one takes a mode
        out.write(content)
    return path


def files_of(turn: Turn) -> Iterator[File]:
    """The files that come with a turn."""
    return (file for reply in turn.replies for file in reply.files)


def save_file(file: File, place: Path | None, words: FileWords) -> str:
    """As `written`; where an extra is missing, the line that says so."""
    from bot.extras import MissingExtraError

    try:
        return written(file, place, words)
    except MissingExtraError as missing:
        return words.missing_extra.format(extra=missing.extra)


def written(file: File, place: Path | None, words: FileWords) -> str:
    """Build a file and write it; the line that says where it is, or why there is none.
    `place` is as `write_new` takes it, None where it is not wanted. Raises MissingExtraError.
    """
    if place is None:
        return words.not_wanted
    from bot.papers.export import build_file
    from bot.papers.tools import ToolFailedError

    try:
        path = write_new(place, file.name, build_file(file))
        return words.saved.format(path=visible(str(path.resolve())))
    except FileExistsError:
        return words.taken
    except (ToolFailedError, OSError, ValueError):  # ValueError: a path that none can be
        return words.not_saved
