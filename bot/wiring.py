"""Puts the packaged content and the dialog together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from bot.content_files import read_models, read_texts
from dialogs.dialog import Dialog
from dialogs.library.library import Library
from dialogs.library.loader import load
from dialogs.machine import build_machine
from dialogs.papers.deadlines import read_deadlines
from dialogs.library.models.papers import PaperLibrary
from dialogs.papers.library import load_papers
from dialogs.library.models.timeline import Timetable
from dialogs.papers.timeline import read_timetable
from dialogs.library.checks.texts import sayings
from dialogs.understanding import Understander
from dialogs.words import Words

if TYPE_CHECKING:
    from dialogs.checking import Checker

DEADLINES = "deadlines.yaml"
DETAILS = "zh-Hans/details.yaml"
MODEL = "models/situation.model"
TIMELINE = "timeline.yaml"
TIMELINE_WORDS = "zh-Hans/documents/timeline.yaml"


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a dialog, typed. What few messages need is made when it is first asked for."""

    library: Library
    understander: Understander
    load_checker: Callable[[], Checker]
    load_papers: Callable[[], PaperLibrary]
    load_timetable: Callable[[], Timetable]


def open_checker() -> Checker:
    """Only the checker, for commands that need no dialog."""
    texts = read_texts()
    return _checker(texts, load(texts))


def open_understander() -> Understander:
    """Only the understander, for commands that need no dialog."""
    texts = read_texts()
    return _understander(texts, read_models(), load(texts))


def open_dialog(
    content: Traversable | None = None, flows: Traversable | None = None, *, can_remind: bool = False
) -> Dialog:
    """The dialog over the packaged content (or over other folders), for a channel that sends reminders or does not.

    Raises:
        ContentError: when the content is not usable, with every problem.
    """
    return dialog_over(typed(read_texts(content, flows), read_models(content)), can_remind=can_remind)


def typed(texts: Mapping[str, str], models: Mapping[str, bytes]) -> Content:
    """The content in files, checked.

    Raises:
        ContentError: when it is not usable, with every problem.
    """
    library = load(texts)
    return Content(
        library=library,
        understander=_understander(texts, models, library),
        load_checker=lambda: _checker(texts, library),
        load_papers=lambda: load_papers(texts, library.facts),
        load_timetable=lambda: _timetable(texts),
    )


def dialog_over(content: Content, *, can_remind: bool = False) -> Dialog:
    """The dialog over a content."""
    return Dialog(
        library=content.library,
        machine=build_machine(content.library),
        words=Words(content.library),
        understander=content.understander,
        load_checker=cache(content.load_checker),
        load_papers=cache(content.load_papers),
        load_timetable=cache(content.load_timetable),
        can_remind=can_remind,
    )


def _checker(texts: Mapping[str, str], library: Library) -> Checker:
    from dialogs.checking import Checker

    own = (part for saying in sayings(library) for part in saying.pieces)
    return Checker.from_files(texts, tuple(library.myths.values()), own)


def _understander(texts: Mapping[str, str], models: Mapping[str, bytes], library: Library) -> Understander:
    asks = {
        **{myth.id: myth.asks for myth in library.myths.values()},
        **{entry.id: entry.asks for entry in library.knowledge.values()},
    }
    return Understander(texts[DETAILS], models.get(MODEL, b""), asks)


def _timetable(texts: Mapping[str, str]) -> Timetable:
    return read_timetable(texts[TIMELINE], texts[TIMELINE_WORDS], read_deadlines(texts[DEADLINES]))
