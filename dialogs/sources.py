"""Where the last advice comes from: the fact records behind it, dated, with the addresses that may be shown."""

from __future__ import annotations

from dataclasses import replace

from dialogs.case import Case
from dialogs.dialog import Dialog, Line
from dialogs.library.models.facts import FactKind
from dialogs.predicates import foreign_rules
from dialogs.replay import Position
from dialogs.screen import joined
from dialogs.words import Said

OF_THE_MAINLAND = frozenset({FactKind.STATUTE, FactKind.RULE, FactKind.NUMBER})


def source_lines(dialog: Dialog, case: Case, position: Position) -> list[Line]:
    """The records behind the last advice; those of the mainland's law and numbers only where they are the writer's.

    What takes more than a message is less urgent than its head: on a phone it is folded.
    """
    facts = [dialog.library.facts[name] for name in case.advice if name in dialog.library.facts]
    if foreign_rules(position.known):
        facts = [fact for fact in facts if fact.kind not in OF_THE_MAINLAND]
    if not facts:
        return [Line(dialog.words.message("source_none", position.known))]
    head = dialog.words.message("source", position.known, count=len(facts))
    items = [Said(dialog.words.message("source_item", position.known, fact=fact).text) for fact in facts]
    short = joined([head, *items])
    return short if len(short) == 1 else [Line(head), *(replace(line, less_urgent=True) for line in joined(items))]
