"""What goes into a turn and what comes out of it, the same for every channel."""

from __future__ import annotations

import datetime as dt
import traceback
from dataclasses import dataclass, field
from typing import Literal

from dialogs.case import Case
from dialogs.heard import Command
from dialogs.modes import Mode

_PACKAGE = __name__.partition(".")[0]


@dataclass(frozen=True, slots=True)
class TextInput:
    """Words a person typed.

    `number` tells messages of a conversation apart where the channel counts them; one that was `edited` says anew what
    the message of its number said.
    """

    text: str
    number: int = field(default=0, compare=False, repr=False)
    edited: bool = field(default=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ChoiceInput:
    """An option chosen by its id, e.g. ``"received"`` or ``"done:call_110"``.

    `revision` is the case's revision when the button was shown, where the channel knows it: a button of an older
    revision shows the present question again instead of acting.
    """

    option: str
    revision: int | None = None


PICTURE = "\f"
"""Stands between the words of two pictures."""


@dataclass(frozen=True, slots=True)
class ForwardInput:
    """Somebody else's message handed on to be checked; the origin is a hint and never trusted.

    `comment` is what the person says with it, `unread` the kinds of what could not be looked into. Where several
    messages came together, `parts` are the words of each; the words of several pictures are divided by `PICTURE`.
    """

    text: str = ""
    caption: str = ""
    image_text: str = ""
    origin: str = ""
    comment: str = ""
    unread: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All that there is to check."""
        return "\n".join(filter(None, (self.text, self.caption, self.image_text.replace(PICTURE, "\n"))))


CommandName = Literal[
    "start", "help", "back", "restart", "source", "plan", "change", "papers", "evidence", "timeline", "remind",
    "forget", "privacy", "export", "language",
]  # fmt: skip


CHECK = "check"
"""What a start is about that asks to look at a message which is yet to come."""


@dataclass(frozen=True, slots=True)
class CommandInput:
    """One of the fixed commands; `about` is an option of the first menu, with which a new case starts, or `CHECK`."""

    name: CommandName
    about: str = ""


@dataclass(frozen=True, slots=True)
class CaseFileInput:
    """The text of a file that was sent, which may be a case to go on with (see `dialogs.papers.case_file`)."""

    text: str


@dataclass(frozen=True, slots=True)
class UnreadableInput:
    """Something that holds no words we can read, by its kind: sticker, voice, photo, contact, location …"""

    kind: str


Input = TextInput | ChoiceInput | ForwardInput | CommandInput | CaseFileInput | UnreadableInput


LONGEST_COPY = 256
"""Characters that a button can carry to be copied (Bot API: CopyTextButton)."""


@dataclass(frozen=True, slots=True)
class Option:
    """A button: at most 64 bytes of id, and a short label.

    With `copy`, of at most `LONGEST_COPY` characters, it is for taking these words along; a channel that cannot put
    them where they are pasted from takes it for any other option, and is shown them. With `share`, it leads to a chat
    in which the card found by these words is posted; a channel without such a way takes it for any other option.
    """

    id: str
    label: str
    copy: str = ""
    share: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file the adapter is asked to build and send: its content as text, and the form to give it.

    `form` is docx or pdf (from Markdown), ics or png (from a packed timeline, see `dialogs.papers.chart`), poster (from
    a packed card, see `dialogs.cards`), or json, md or txt (as it is).
    """

    name: str
    form: str
    content: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: Markdown text, options under it, files with it.

    One that is `in_place` may stand in the place of the message whose option was chosen; one that is `less_urgent` is
    the first to be folded where all that is said at once takes more than a screen; of one that is `folded`, a quote,
    the first lines are shown.
    """

    text: str
    options: tuple[Option, ...] = ()
    files: tuple[File, ...] = ()
    in_place: bool = False
    less_urgent: bool = False
    folded: bool = False


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A step of the plan as it stands: due is the moment it must be done by (or happens), if there is one."""

    id: str
    title: str
    body: str
    urgency: str
    due: dt.datetime | None
    done: bool
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reminder:
    """A message to send at a moment, once; after `until` its words are no longer true, and it is not sent any more.

    `id` is the same for the same reminder of a case, in whichever turn it is asked for.
    """

    id: str
    when: dt.datetime
    text: str
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class ErrorPlace:
    """An error of ours for a log: its class and where it arose. Its text may quote a person, so it stays out."""

    kind: str
    place: str  # module and line of the innermost frame of this package: "dialogs.understanding.spans:148"

    @classmethod
    def of(cls, error: Exception) -> ErrorPlace:
        """The place of an error that was raised and caught."""
        frames = ((frame.f_globals.get("__name__", ""), line) for frame, line in traceback.walk_tb(error.__traceback__))
        ours = [f"{module}:{line}" for module, line in frames if module.partition(".")[0] == _PACKAGE]
        return cls(type(error).__name__, ours[-1] if ours else "?")

    def __str__(self) -> str:
        return f"{self.kind} at {self.place}"


@dataclass(frozen=True, slots=True)
class Turn:
    """The outcome of one input. `forget` asks the adapter to delete the stored case.

    `mode` is what stands on top now (`dialogs.modes`). `commands` tells what typed words were heard as.
    `reminders` are all that the person wants now; those of an earlier turn that are not among them are off. Where
    `error` is set, the input was not understood because of an error of ours: the case is as it was, the replies say
    so, and nothing is known about reminders, which stay as they are. Adapters log it.
    """

    case: Case
    state: str
    situation: str | None
    replies: tuple[Reply, ...]
    plan: tuple[PlanStep, ...] = ()
    facts: tuple[str, ...] = ()
    forget: bool = False
    reminders: tuple[Reminder, ...] = ()
    error: ErrorPlace | None = None
    commands: tuple[Command, ...] = ()
    mode: Mode = Mode.TRIAGE
