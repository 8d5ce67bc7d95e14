"""What a channel says besides the dialog: `telegram`, `groups`, `screenshots` and `console.yaml` in a locale folder."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal, get_args

from pydantic import Field

from dialogs.library.models.base import FactId, Name, Record, Text, complete
from dialogs.library.models.checking import Verdict

Notice = Annotated[Text, Field(max_length=200)]  # Bot API: answerCallbackQuery
CommandName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]  # Bot API: BotCommand
Menu = dict[CommandName, Annotated[Text, Field(max_length=256)]]


class Introduction(Record):
    """What Telegram shows of the bot before anything is said.

    `profile` stands on its page, `description` in the empty chat; `commands` are the menu's entries: name without
    slash, description. `group_commands` are those in groups, where admins see `admin_commands`, too.
    """

    profile: Annotated[Text, Field(max_length=120)]  # Bot API: setMyShortDescription
    description: Annotated[Text, Field(max_length=512)]  # Bot API: setMyDescription
    commands: Annotated[Menu, Field(min_length=1)]
    group_commands: Menu = Field(default_factory=dict)
    admin_commands: Menu = Field(default_factory=dict)


class TelegramWords(Introduction):
    """What the Telegram adapter itself says, and the introduction by language (ISO 639-1) where it differs."""

    old_button: Notice
    no_file: Text
    languages: dict[Annotated[str, Field(pattern=r"^[a-z]{2}$")], Introduction] = Field(default_factory=dict)


class GuardMode(StrEnum):
    """What watching a group does with a trap."""

    OFF = "off"
    WARN = "warn"
    DELETE = "delete"


class GuardAction(StrEnum):
    """What was done, for the log."""

    WARN = "warn"
    DELETE = "delete"
    REPORT = "report"


GroupLineName = Literal[
    "hello", "usage", "usage_guest", "no_words", "none", "caution", "warning", "plea",
    "state", "state_blind", "state_no_delete", "set_off", "set_warn", "set_delete",
    "rights_full", "rights_see", "rights_none",
    "not_admin", "not_verified", "cannot_see", "cannot_delete", "removed", "not_removed", "undone", "undone_warn",
    "reported", "report_usage", "report_stopped", "log_head", "log_entry", "log_empty",
]  # fmt: skip
NoticeName = Literal[
    "undone", "undo_again", "too_late", "not_admin", "not_verified", "cannot_delete",
    "judged", "misjudged", "words_kept", "words_gone", "words_not_kept", "report_removed", "report_fine",
]  # fmt: skip


class GroupLine(Record):
    """A message with the facts it rests on; `own` are numbers about ourselves."""

    text: Text
    facts: tuple[FactId, ...] = ()
    own: tuple[str, ...] = ()


class GroupButtons(Record):
    """Labels of the buttons under messages in groups."""

    private: Text
    undo: Text
    right: Text
    wrong: Text
    give: Text
    hold: Text
    rights: Text
    remove: Text
    fine: Text


class GroupWords(Record):
    """Everything said in groups.

    `verdicts` name what a message is in a sentence; `reasons` are short names for the checker's reasons, for the log (a
    reason without one is shown by its id).
    """

    lines: Annotated[dict[GroupLineName, GroupLine], complete(get_args(GroupLineName))]
    buttons: GroupButtons
    notices: Annotated[dict[NoticeName, Notice], complete(get_args(NoticeName))]
    moment: Text  # with {month}, {day}, {time}
    modes: Annotated[dict[GuardMode, Text], complete(GuardMode)]
    actions: Annotated[dict[GuardAction, Text], complete(GuardAction)]
    undone_mark: Text
    verdicts: Annotated[dict[Name, Text], complete(Verdict)]
    reasons: dict[Name, Text]

    def when(self, moment: dt.datetime) -> str:
        """A moment as the log writes it."""
        return self.moment.format(month=moment.month, day=moment.day, time=f"{moment:%H:%M}")

    def line(self, name: GroupLineName, **values: object) -> str:
        """A message as Markdown with its places filled."""
        return self.lines[name].text.format(**values)


class FileWords(Record):
    """What is said while a file is made and saved."""

    missing_extra: Text  # with {extra}
    working: Text
    saved: Text  # with {path}
    not_saved: Text
    where: Text
    not_wanted: Text
    taken: Text


class ConsoleWords(Record):
    """What the console itself says to a person at a terminal, and the words that end it there."""

    hint: Text  # below the line that is typed
    keys: Text  # what stands in /help besides
    arrows: Text  # stands there too where keys can be used
    chosen: Text  # with {label}
    paste: Text
    where: Text  # a picture is
    no_picture: Text  # with {path}
    not_kept: Text
    offer: Text  # an extra that is missing; with {command}
    missing: Text  # the same where nothing can be installed; with {command}
    installed: Text
    not_installed: Text  # with {command}
    unanswered: Text  # by `transfer-aid ask`
    files: FileWords
    leave_words: tuple[Text, ...]


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
