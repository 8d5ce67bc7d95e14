"""Where the last advice comes from: the fact records behind it, dated, with the addresses that may be shown."""

from __future__ import annotations

import datetime as dt

from dialogs.case import Case
from dialogs.dialog import Dialog, Line
from dialogs.replay import Position
from dialogs.showing import joined
from dialogs.words import Said


def source_lines(dialog: Dialog, case: Case, position: Position) -> list[Line]:
    """The records behind the last advice."""
    facts = [dialog.library.facts[name] for name in case.advice if name in dialog.library.facts]
    if not facts:
        return [Line(dialog.words.message("source_none", position.known))]
    head = dialog.words.message("source", position.known, count=len(facts))
    items = [dialog.words.message("source_item", position.known, fact=fact) for fact in facts]
    return joined([head, *(Said(item.text) for item in items)])


def expiry_line(dialog: Dialog, position: Position, facts: tuple[str, ...], now: dt.datetime) -> list[Line]:
    """A warning when something just said is past its review date (law.md 5.2: then ask 110 / 12368 / 12348)."""
    library = dialog.library
    expired = [name for name in facts if name in library.facts and library.facts[name].unfit_on(now.date())]
    return [Line(dialog.words.message("expired", position.known))] if expired else []
