"""Where the last advice comes from: the fact records behind it, dated, with the addresses that may be shown."""

from __future__ import annotations

from dialogs.case import Case
from dialogs.dialog import Dialog, Line
from dialogs.replay import Position
from dialogs.screen import joined
from dialogs.words import Said


def source_lines(dialog: Dialog, case: Case, position: Position) -> list[Line]:
    """The records behind the last advice."""
    facts = [dialog.library.facts[name] for name in case.advice if name in dialog.library.facts]
    if not facts:
        return [Line(dialog.words.message("source_none", position.known))]
    head = dialog.words.message("source", position.known, count=len(facts))
    items = [dialog.words.message("source_item", position.known, fact=fact) for fact in facts]
    return joined([head, *(Said(item.text) for item in items)])
