"""One console conversation: the case in memory, typed lines in, replies out."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import get_args

from bot.console.plain import option_for
from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.messages import (
    ChoiceInput,
    CommandInput,
    CommandName,
    ErrorPlace,
    ForwardInput,
    Input,
    Option,
    TextInput,
    Turn,
)
from dialogs.turn import take_turn

COMMANDS = frozenset(get_args(CommandName))
START = "/start"  # what stands for a person who opens the dialog and has typed nothing yet
FORWARDS = ("/check ", "/forward ", "转发：", "转发:")


def note_error(error: ErrorPlace) -> None:
    """Say on standard error what went wrong and where, for a report of it; the words typed are not in it."""
    print(f"error: {error}", file=sys.stderr)  # noqa: T201


@dataclass(slots=True)
class Session:
    """A conversation with one person at a terminal."""

    dialog: Dialog
    clock: Callable[[], dt.datetime]
    case: Case = field(default_factory=Case)
    options: tuple[Option, ...] = ()
    note: Callable[[ErrorPlace], None] = note_error
    now: dt.datetime = field(init=False)  # the moment of the last turn

    def take(self, received: Input) -> Turn:
        """Hand an input to the dialog and keep what it answers."""
        self.now = self.clock()
        turn = take_turn(self.dialog, self.case, received, self.now)
        if turn.error is not None:
            self.note(turn.error)
        self.case = turn.case
        shown = [reply.options for reply in turn.replies if reply.options]
        self.options = tuple(option for options in shown for option in options) if shown else self.options
        return turn

    def type(self, line: str) -> Turn:
        """Take a typed line: a command, an option's number, a message to check, or words."""
        return self.take(self.meant(line))

    def meant(self, line: str) -> Input:
        """What a typed line is: ``/plan`` a command, ``2`` the second option shown, ``/check …`` a forward."""
        text = line.strip()
        for prefix in FORWARDS:
            if text.startswith(prefix):
                return ForwardInput(text=text.removeprefix(prefix))
        if text.startswith("/") and text[1:] in COMMANDS:
            return CommandInput(text[1:])  # type: ignore[arg-type]
        option = option_for(text, self.options)
        return ChoiceInput(option.id) if option else TextInput(line)
