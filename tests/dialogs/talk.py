"""A conversation as a test tells it: what the person does, and what stands on the screen after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Self

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.messages import (
    ChoiceInput,
    CommandInput,
    CommandName,
    ForwardInput,
    Input,
    Option,
    TextInput,
    Turn,
    UnreadableInput,
)
from dialogs.replay import Position
from dialogs.turn import take_turn

CHINA = dt.timezone(dt.timedelta(hours=8))
NOW = dt.datetime(2026, 11, 23, 21, 0, tzinfo=CHINA)


@dataclass
class Talk:
    """One person talking to the dialog. Each act returns the talk itself, so that acts can be chained."""

    dialog: Dialog
    case: Case = field(default_factory=Case)
    now: dt.datetime = NOW
    turns: list[Turn] = field(default_factory=list)

    def says(self, *texts: str) -> Self:
        """Types messages, one after another."""
        for text in texts:
            self.takes(TextInput(text))
        return self

    def chooses(self, *options: str, revision: int | None = None) -> Self:
        """Presses buttons by their option ids; `revision` is that of the case when the button was shown."""
        for option in options:
            self.takes(ChoiceInput(option, revision))
        return self

    def commands(self, *names: CommandName) -> Self:
        """Sends commands."""
        for name in names:
            self.takes(CommandInput(name))
        return self

    def forwards(self, text: str = "", *, caption: str = "", image_text: str = "") -> Self:
        """Hands on somebody else's message."""
        return self.takes(ForwardInput(text, caption, image_text, "a group"))

    def sends(self, kind: str) -> Self:
        """Sends something that holds no words."""
        return self.takes(UnreadableInput(kind))

    def takes(self, received: Input) -> Self:
        """Any input."""
        turn = take_turn(self.dialog, self.case, received, self.now)
        self.turns.append(turn)
        self.case = turn.case
        return self

    def waits(self, **time: float) -> Self:
        """Lets time pass, e.g. ``waits(hours=30)``."""
        self.now += dt.timedelta(**time)
        return self

    @property
    def turn(self) -> Turn:
        """The last turn."""
        return self.turns[-1]

    @property
    def state(self) -> str:
        """The state after the last turn."""
        return self.turn.state

    @property
    def text(self) -> str:
        """Everything said in the last turn."""
        return "\n\n".join(reply.text for reply in self.turn.replies)

    @property
    def first(self) -> str:
        """The first message of the last turn."""
        return self.turn.replies[0].text

    @property
    def buttons(self) -> tuple[Option, ...]:
        """The options of the last turn, of all its messages."""
        return tuple(option for reply in self.turn.replies for option in reply.options)

    @property
    def options(self) -> list[str]:
        """The ids of those options."""
        return [option.id for option in self.buttons]

    @property
    def plan(self) -> list[str]:
        """The ids of the plan's steps, in order; empty before a plan is reached."""
        return [step.id for step in self.turn.plan]

    @property
    def answers(self) -> dict[str, str]:
        """What is known of the case."""
        return dict(self.case.answers)

    @property
    def position(self) -> Position:
        """Where the case stands now."""
        return self.dialog.position(self.case, self.now)

    def said(self, message: str, **values: object) -> bool:
        """Whether one of the fixed messages stands in the last turn, in the language that it was answered in."""
        spoken = self.dialog.speak(self.dialog.languages.spoken(self.case)) if self.dialog.speak else self.dialog
        return spoken.words.message(message, self.position.known, **values).text in self.text
