"""Where the last advice comes from: the fact records behind it, dated, with the addresses that may be shown."""

from __future__ import annotations

from dialogs.case import Case
from dialogs.dialog import Dialog, Line
from dialogs.library.models.facts import FactKind
from dialogs.predicates import foreign_rules
from dialogs.replay import Position
from dialogs.screen import joined
from dialogs.words import Said

OF_THE_MAINLAND = frozenset({FactKind.STATUTE, FactKind.RULE, FactKind.NUMBER})


def source_lines(dialog: Dialog, case: Case, position: Position) -> list[Line]:
    """The records behind the last advice; those of the mainland's law and numbers only where they are the writer's."""
    facts = [dialog.library.facts[name] for name in case.advice if name in dialog.library.facts]
    if foreign_rules(position.known):
        facts = [fact for fact in facts if fact.kind not in OF_THE_MAINLAND]
    if not facts:
        return [Line(dialog.words.message("source_none", position.known))]
    head = dialog.words.message("source", position.known, count=len(facts))
    items = [dialog.words.message("source_item", position.known, fact=fact) for fact in facts]
    return joined([head, *(Said(item.text) for item in items)])
