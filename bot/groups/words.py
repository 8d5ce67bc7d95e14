"""Everything said in groups, from `content/zh-Hans/groups.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from dialogs.checking import TRAPS
from dialogs.checking.content import WORDS as CHECKING
from dialogs.library.models.checking import CheckingWords
from dialogs.library.files import LOCALE
from dialogs.library.loader import parse_yaml, validated
from dialogs.library.problems import ContentError, Problem
from dialogs.library.parsing import parsed
from dialogs.library.schema import FactId, Name, Text, record
from dialogs.library.validation import checked

FILE = f"{LOCALE}/groups.yaml"
_NOTICE_LONGEST = 200  # Bot API: answerCallbackQuery


class Mode(StrEnum):
    """What watching does with a trap."""

    OFF = "off"
    WARN = "warn"
    DELETE = "delete"


class Action(StrEnum):
    """What was done, for the log."""

    WARN = "warn"
    DELETE = "delete"


LineName = Literal[
    "hello", "usage", "no_words", "none", "warning", "state", "set_off", "set_warn", "set_delete", "not_admin",
    "not_verified", "cannot_see", "cannot_delete", "removed", "not_removed", "undone", "undone_warn",
    "log_head", "log_empty", "private",
]  # fmt: skip
NoticeName = Literal["undone", "undo_again", "undo_too_late", "undo_not_admin", "undo_not_verified"]


@record
class Line:
    """Words with the facts they rest on; `own` are numbers about ourselves."""

    text: Text
    facts: tuple[FactId, ...] = ()
    own: tuple[str, ...] = ()


@record
class Buttons:
    """Labels."""

    private: Text
    undo: Text


@record
class GroupWords:
    """The whole file. `reasons` are short names for the checker's reasons, for the log; one without shows its id."""

    lines: dict[LineName, Line]
    buttons: Buttons
    notices: dict[NoticeName, Text]
    modes: dict[Mode, Text]
    actions: dict[Action, Text]
    undone_mark: Text
    verdicts: dict[Name, Text]
    reasons: dict[Name, Text]
    commands: dict[Name, Text]
    admin_commands: dict[Name, Text]

    @classmethod
    def from_files(cls, files: Mapping[str, str]) -> GroupWords:
        """The words in the texts of the content files. Raises ContentError with every problem."""
        problems: list[Problem] = []
        words = validated(FILE, cls, parse_yaml(FILE, files.get(FILE, ""), problems), "", problems)
        if words is not None:
            problems += _missing(words)
        if words is None or problems:
            raise ContentError(problems)
        return words

    def line(self, name: LineName, **values: object) -> str:
        """A line as Markdown, its places filled."""
        return self.lines[name].text.format(**values)


def reason_ids(files: Mapping[str, str]) -> dict[str, str]:
    """The id of each of the checker's reasons by its words, for the log."""
    words = checked(CheckingWords, parsed(files[CHECKING]))
    return {reason.text: name for name, reason in words.reasons.items()}


def _missing(words: GroupWords) -> list[Problem]:
    wanted: dict[str, tuple[frozenset[str], frozenset[str]]] = {
        "lines": (frozenset(LineName.__args__), frozenset(words.lines)),  # type: ignore[attr-defined]
        "notices": (frozenset(NoticeName.__args__), frozenset(words.notices)),  # type: ignore[attr-defined]
        "modes": (frozenset(Mode), frozenset(words.modes)),
        "actions": (frozenset(Action), frozenset(words.actions)),
        "verdicts": (frozenset(TRAPS), frozenset(words.verdicts)),
    }
    missing = [
        Problem(FILE, f"{part}.{name}", "is missing")
        for part, (names, there) in wanted.items()
        for name in sorted(names - there)
    ]
    long = [
        Problem(FILE, f"notices.{name}", f"is longer than {_NOTICE_LONGEST} characters")
        for name, text in words.notices.items()
        if len(text) > _NOTICE_LONGEST
    ]
    return missing + long
