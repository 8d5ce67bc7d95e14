"""What a channel says besides the dialog: `telegram.yaml`, `groups.yaml` and `screenshots.yaml` in a locale folder."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, get_args

from pydantic import Field

from dialogs.library.models.base import FactId, Name, Record, Text, complete
from dialogs.library.models.checking import TRAPS

Notice = Annotated[Text, Field(max_length=200)]  # Bot API: answerCallbackQuery
CommandName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]  # Bot API: BotCommand


class TelegramWords(Record):
    """What the Telegram adapter itself says; `commands` are the menu's entries: name without slash, description."""

    profile: Annotated[Text, Field(max_length=120)]  # Bot API: setMyShortDescription
    old_button: Notice
    no_file: Text
    commands: Annotated[dict[CommandName, Annotated[Text, Field(max_length=256)]], Field(min_length=1)]


class GuardMode(StrEnum):
    """What watching a group does with a trap."""

    OFF = "off"
    WARN = "warn"
    DELETE = "delete"


class GuardAction(StrEnum):
    """What was done, for the log."""

    WARN = "warn"
    DELETE = "delete"


GroupLineName = Literal[
    "hello", "usage", "no_words", "none", "caution", "warning", "state", "set_off", "set_warn", "set_delete",
    "not_admin", "not_verified", "cannot_see", "cannot_delete", "removed", "not_removed", "undone", "undone_warn",
    "log_head", "log_empty", "private",
]  # fmt: skip
NoticeName = Literal["undone", "undo_again", "undo_too_late", "undo_not_admin", "undo_not_verified"]


class GroupLine(Record):
    """A message with the facts it rests on; `own` are numbers about ourselves."""

    text: Text
    facts: tuple[FactId, ...] = ()
    own: tuple[str, ...] = ()


class GroupButtons(Record):
    """Labels of the buttons under messages in groups."""

    private: Text
    undo: Text


class GroupWords(Record):
    """Everything said in groups.

    `verdicts` name the traps in a sentence; `reasons` are short names for the checker's reasons, for the log (a reason
    without one is shown by its id).
    """

    lines: Annotated[dict[GroupLineName, GroupLine], complete(get_args(GroupLineName))]
    buttons: GroupButtons
    notices: Annotated[dict[NoticeName, Notice], complete(get_args(NoticeName))]
    modes: Annotated[dict[GuardMode, Text], complete(GuardMode)]
    actions: Annotated[dict[GuardAction, Text], complete(GuardAction)]
    undone_mark: Text
    verdicts: Annotated[dict[Name, Text], complete(sorted(TRAPS))]
    reasons: dict[Name, Text]
    commands: dict[CommandName, Text]
    admin_commands: dict[CommandName, Text]

    def line(self, name: GroupLineName, **values: object) -> str:
        """A message as Markdown with its places filled."""
        return self.lines[name].text.format(**values)


class ScreenshotWords(Record):
    """What is said while an image is read, about what was read, and when it could not be."""

    working: Text
    no_text: Text
    not_whole: Text
    missing_extra: Text  # with {extra}
    too_large: Text  # with {megabytes}, {megapixels}
    not_an_image: Text
    took_too_long: Text
    busy: Text
