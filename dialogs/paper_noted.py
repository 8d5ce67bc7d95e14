"""What a message put into an open paper, shown back at once, so that a misreading is seen before the next answer."""

from __future__ import annotations

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.filling import clipped, open_field, paper_data
from dialogs.library.models.papers import Form, PaperKind
from dialogs.papers.data import SKIPPED, PaperData
from dialogs.papers.fields import Entry, entries
from dialogs.papers.offer import obstacles
from dialogs.replay import Position
from dialogs.words import quoted


def paper_noted(dialog: Dialog, before: Case, case: Case, position: Position) -> list[str]:
    """What the open paper says now and did not say before, each with its name: 「转账时间：11月22日」.

    Nothing where the whole is on the screen anyway: beside a message, and before a paper is written.
    """
    kind = dialog.papers.kinds.get(case.paper or "")
    if kind is None or case.paper != before.paper:
        return []
    data = paper_data(case, position)
    shown = kind.form is Form.MESSAGE or open_field(dialog, case, kind, data) is None
    if shown and not obstacles(dialog.papers, kind, data):
        return []
    return _worded(dialog, _fresh(dialog, kind, paper_data(before, position), data), len(data.payments))


def _fresh(dialog: Dialog, kind: PaperKind, before: PaperData, data: PaperData) -> list[Entry]:
    stood = {one.ask.key: one.shown for one in entries(dialog.papers, kind, before)}
    fresh = (one for one in entries(dialog.papers, kind, data) if stood.get(one.ask.key) != one.shown)
    return [one for one in fresh if one.shown != dialog.papers.words.not_applicable]


def _worded(dialog: Dialog, fresh: list[Entry], count: int) -> list[str]:
    """The entries in words: each of `count` payments in a row of its own, what is the same of all of them once."""
    whole = [_pair(dialog, one.ask.label, one.shown) for one in fresh if one.ask.number is None]
    rows: dict[int, list[Entry]] = {}
    alike: list[str] = []
    for field in dict.fromkeys(one.ask.field.id for one in fresh if one.ask.number is not None):
        cells = [one for one in fresh if one.ask.number is not None and one.ask.field.id == field]
        if len(cells) == max(1, count) and len({one.shown for one in cells}) == 1:
            alike.append(_pair(dialog, cells[0].ask.label, cells[0].shown))
            continue
        for one in cells:
            rows.setdefault(one.ask.number or 0, []).append(one)
    which = dialog.papers.words.which_payment
    each = [_row(dialog, which.format(number=number), told) for number, told in sorted(rows.items())]
    return [*each, *alike, *whole]


def _row(dialog: Dialog, which: str, told: list[Entry]) -> str:
    if len(told) == 1:
        return _pair(dialog, f"{which}{told[0].ask.label}", told[0].shown)
    return dialog.words.pair(which, "，".join(_value(dialog, one.shown) for one in told))


def _pair(dialog: Dialog, label: str, shown: str) -> str:
    return dialog.words.pair(label, _value(dialog, shown))


def _value(dialog: Dialog, shown: str) -> str:
    return dialog.words.button("skip") if shown == SKIPPED else quoted(clipped(shown))
