"""A sample of each kind of paper, made from an invented case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from pydantic import Field, TypeAdapter

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.filling import paper_data
from dialogs.library.decoding import parse_yaml
from dialogs.library.models.base import Record
from dialogs.library.models.papers import PaperKind, PaperLibrary
from dialogs.papers.data import PAYMENTS, PREFIX, PaperData, Payment, write_payments
from dialogs.papers.fields import missing
from dialogs.papers.offer import obstacles
from dialogs.papers.paper import Paper, compose

EXAMPLES = files("content") / "site" / "examples.yaml"


class Example(Record):
    """An invented case: the answers of the dialog, the fields of papers and the payments, as they are stored."""

    answers: Mapping[str, str]
    fields: Mapping[str, str] = Field(default_factory=dict)
    payments: tuple[Mapping[str, str], ...] = ()

    def case(self) -> Case:
        """The case as one who told all this would have it."""
        payments = tuple(map(Payment.from_json, self.payments))
        fields = {f"{PREFIX}{name}": value for name, value in self.fields.items()}
        return Case({**self.answers, **fields, **({PAYMENTS: write_payments(payments)} if payments else {})})


@dataclass(frozen=True, slots=True)
class Sample:
    """A kind of paper with one made for an example; `situation` is that of the example."""

    kind: PaperKind
    paper: Paper
    situation: str


def samples(dialog: Dialog, now: dt.datetime) -> Iterator[Sample]:
    """A sample of every kind of paper, from the example that leaves the least of it open.
    Raises NotMade: no example makes one of them.
    """
    examples = TypeAdapter(tuple[Example, ...]).validate_python(parse_yaml(EXAMPLES.read_text("utf-8")))
    positions = [(one.case(), dialog.position(one.case(), now)) for one in examples]
    told = [(paper_data(case, position), position.situation or "") for case, position in positions]
    for kind in dialog.written.kinds.values():
        data, situation = min(told, key=lambda one: _left_open(dialog.written, kind, one[0]))
        yield Sample(kind, compose(dialog.written, kind, data, now), situation)


def _left_open(library: PaperLibrary, kind: PaperKind, data: PaperData) -> tuple[bool, int]:
    """How little suits a case for a sample: whether the paper is not made at all, and how much is missing in it."""
    refused = bool(obstacles(library, kind, data))
    return refused, 0 if refused else len(missing(library, kind, data))
