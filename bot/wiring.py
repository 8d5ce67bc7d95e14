"""Puts the packaged content and the dialog together."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from bot.content_files import read_models, read_texts
from dialogs.dialog import Dialog
from dialogs.library.loader import Library, load
from dialogs.machine import build_machine
from dialogs.papers.deadlines import read_deadlines
from dialogs.papers.library import load_papers
from dialogs.papers.timeline import Timetable, read_timetable
from dialogs.proof.sayings import sayings
from dialogs.understanding import Understander
from dialogs.words import Words

if TYPE_CHECKING:
    from dialogs.checking import Checker

DEADLINES = "deadlines.yaml"
DETAILS = "zh-Hans/details.yaml"
MODEL = "models/situation.model"
TIMELINE = "timeline.yaml"
TIMELINE_WORDS = "zh-Hans/documents/timeline.yaml"


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
    texts = read_texts(content, flows)
    library = load(texts)
    return Dialog(
        library=library,
        machine=build_machine(library),
        words=Words(library),
        understander=_understander(texts, read_models(content), library),
        load_checker=cache(lambda: _checker(texts, library)),
        load_papers=cache(lambda: load_papers(texts, library.facts)),
        load_timetable=cache(lambda: _timetable(texts)),
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
