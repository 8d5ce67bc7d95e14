"""The evidence guide in the dialog: what to save, one thing after the other, each to be ticked off.

Ticks stand among the plan's (`Case.ticks`) under ``evidence.<item>``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dialogs.case import Case
from dialogs.dialog import Dialog, Line, Move
from dialogs.filling import paper_data
from dialogs.known import Known
from dialogs.library.evidence import EvidenceItem
from dialogs.library.library import Library
from dialogs.library.models.buttons import ButtonName
from dialogs.messages import Option
from dialogs.modes import EVIDENCE_VIEW, looked_at
from dialogs.papers.data import EVIDENCE
from dialogs.papers.offer import offered
from dialogs.predicates import fits
from dialogs.replay import Position
from dialogs.screen import joined
from dialogs.understanding.typed import DONE, PLAN
from dialogs.words import Said

LIST = "evidence_list"  # the paper in which the evidence is listed


@dataclass(frozen=True, slots=True)
class Saving:
    """An item of the guide as it stands for one case."""

    id: str
    title: str
    body: str
    done: bool
    facts: tuple[str, ...]


def items_for(library: Library, known: Known) -> list[EvidenceItem]:
    """The items for a case, in order."""
    return [item for item in library.evidence.values() if fits(item, known)]


def guide(dialog: Dialog, known: Known) -> tuple[Saving, ...]:
    """The guide for a case."""
    return tuple(
        Saving(item.id, *dialog.words.evidence(item, known), f"{EVIDENCE}{item.id}" in known.ticks, item.facts)
        for item in items_for(dialog.library, known)
    )


def guide_move(dialog: Dialog, case: Case, position: Position) -> Move:
    """What there is to save, and the first thing not saved yet in full."""
    items = guide(dialog, position.known)
    head = dialog.words.message("evidence", position.known, items=list(enumerate(items, start=1)))
    return _View(dialog, case, position, items).move(head, _next(items, len(items) - 1))


def item_move(dialog: Dialog, case: Case, position: Position, name: str) -> Move | None:
    """One thing to save, in full; None where it is not for this case."""
    items = guide(dialog, position.known)
    place = _place(items, name)
    return None if place is None else _View(dialog, case, position, items).move(None, place)


def hear_in_guide(dialog: Dialog, case: Case, position: Position, request: str | None, now: dt.datetime) -> Move | None:
    """What is said to the thing in sight: that it is saved, or that the next one is wanted; None for other words."""
    name = looked_at(case, EVIDENCE_VIEW)
    if not name:
        return None
    if request == DONE:
        return tick(dialog, case, position, name, now, done=True)
    items = guide(dialog, position.known)
    place = _place(items, name)
    following = None if place is None else _next(items, place)
    if request not in PLAN or following is None:
        return None
    return item_move(dialog, case, position, items[following].id)


def tick(dialog: Dialog, case: Case, position: Position, name: str, now: dt.datetime, *, done: bool) -> Move | None:
    """Tick an item off and show what comes next, or take the tick back."""
    place = _place(guide(dialog, position.known), name)
    if place is None:
        return None
    others = tuple(one for one in case.ticks if one != f"{EVIDENCE}{name}")
    new = replace(case, ticks=(*others, f"{EVIDENCE}{name}") if done else others)
    after = dialog.position(new, now)
    items = guide(dialog, after.known)
    following = _next(items, place) if done else place
    words = "evidence_not_saved" if not done else "evidence_done" if following is None else "evidence_saved"
    head = dialog.words.message(words, after.known, number=place + 1)
    return _View(dialog, new, after, items, place if done else None).move(head, following)


@dataclass(frozen=True, slots=True)
class _View:
    """The guide on the screen; `ticked` is the item ticked off just now, which can be taken back."""

    dialog: Dialog
    case: Case
    position: Position
    items: Sequence[Saving]
    ticked: int | None = None

    def move(self, head: Said | None, place: int | None) -> Move:
        """The head, one item in full, which is looked at from now on, and what can be pressed."""
        pieces = [head] if head else []
        if place is not None:
            item = self.items[place]
            said = self.dialog.words.message("evidence_item", self.position.known, number=place + 1, item=item)
            pieces.append(Said(said.text, item.facts))
        lines = joined(pieces)
        lines[-1] = Line(lines[-1].said, tuple(self._options(place)), in_place=True)
        view = EVIDENCE_VIEW if place is None else f"{EVIDENCE_VIEW}:{self.items[place].id}"
        return Move(self.case, tuple(lines), show=False, view=view)

    def _options(self, place: int | None) -> Iterator[Option]:
        if place is not None:
            item, after = self.items[place], _next(self.items, place)
            if not item.done:
                yield self._option(f"got:{item.id}", "got", number=place + 1)
            if after is not None and after != place:
                yield self._option(f"item:{self.items[after].id}", "next_item")
        if self.ticked is not None:
            yield self._option(f"lost:{self.items[self.ticked].id}", "not_got", number=self.ticked + 1)
        papers = self.dialog.papers
        if place is None and offered(papers, papers.kinds[LIST], paper_data(self.case, self.position).known) is None:
            yield Option(f"paper:{LIST}", papers.words.kinds[LIST].title)
        yield self._option("leave", "leave")

    def _option(self, name: str, button: ButtonName, **values: int) -> Option:
        return Option(name, self.dialog.words.button(button, **values))


def _place(items: Sequence[Saving], name: str) -> int | None:
    return next((place for place, item in enumerate(items) if item.id == name), None)


def _next(items: Sequence[Saving], place: int) -> int | None:
    """The next item not saved, round and round; None when all are."""
    places = [(place + step) % len(items) for step in range(1, len(items) + 1)]
    return next((one for one in places if not items[one].done), None)
