"""Records: what they are, what is refused as none, and that using them loads nothing that checks them."""

from __future__ import annotations

import datetime as dt
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import pytest

from dialogs.library.fact import Confidence, Fact, Source
from dialogs.library.loader import Library
from dialogs.library.schema import FactId, Name, Sized, Text, Written, record
from dialogs.library.validation import Fault, NotWellFormed, checked

ROOT = Path(__file__).parents[2]
FACT: dict[str, Any] = {
    "id": "platform.W01",
    "title": "t",
    "statement": " s ",
    "sources": [{"title": "t", "kind": "official"}],
    "kind": "rule",
    "seen": [{"on": dt.date(2026, 11, 23), "by": "editor", "how": "page"}],
    "review_by": "2027-11-23",
    "confidence": "high",
    "basis": "both",
}


@record
class Span:
    first: int
    last: int

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("it ends before it starts")


@record
class Shelf:
    name: Name
    mark: Annotated[Text, Written(r"^[A-Z]")] = "A"
    spans: Annotated[tuple[Span, ...], Sized(1, 2)]
    labels: dict[Name, Text] = field(default_factory=dict)


def faults(kind: type, data: Any) -> set[tuple[str, str]]:
    with pytest.raises(NotWellFormed) as refused:
        checked(kind, data)
    assert str(refused.value) == "\n".join(str(fault) for fault in refused.value.faults)
    return {(fault.where, fault.what) for fault in refused.value.faults}


def test_data_becomes_a_record():
    fact = checked(Fact, FACT)
    assert fact.statement == "s"
    assert fact.sources == (Source(title="t", kind=fact.sources[0].kind),)
    assert (fact.review_by, fact.confidence) == (dt.date(2027, 11, 23), Confidence.HIGH)
    assert (fact.note, fact.internal) == (None, False)
    assert checked(tuple[Fact, ...], [FACT, FACT]) == (fact, fact)
    assert checked(Fact, fact) is fact


def test_a_record_does_not_change_and_has_no_place_for_more():
    fact = checked(Fact, FACT)
    with pytest.raises(FrozenInstanceError):
        fact.title = "u"  # type: ignore[misc]
    assert not hasattr(fact, "__dict__")
    assert replace(fact, title="u").title == "u"
    with pytest.raises(TypeError):
        Span(1, 2)  # type: ignore[misc]


def test_no_two_records_share_what_they_left_out():
    one, other = (checked(Shelf, {"name": "a", "spans": [{"first": 1, "last": 1}]}) for _ in range(2))
    assert one.labels == other.labels == {}
    assert one.labels is not other.labels


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"id": "platform.1"}, "id"),
        ({"id": "xplatform.W01"}, "id"),
        ({"title": ""}, "title"),
        ({"title": " \n "}, "title"),
        ({"title": None}, "title"),
        ({"sources": []}, "sources"),
        ({"sources": [*FACT["sources"], {"title": "t", "kind": "rumour"}]}, "sources.1.kind"),
        ({"checked_on": dt.date(2026, 11, 23)}, "checked_on"),
        ({"seen": []}, "seen"),
        ({"seen": [*FACT["seen"], {"on": "yesterday", "by": "editor", "how": "page"}]}, "seen.1.on"),
        ({"seen": [*FACT["seen"], {"on": dt.date(2026, 11, 24), "by": "editor", "how": "hearsay"}]}, "seen.1.how"),
        ({"kind": "rumour"}, "kind"),
        ({"confidence": "none"}, "confidence"),
    ],
)
def test_a_field_out_of_bounds_is_refused_with_its_place(change: dict[str, Any], where: str):
    assert [place for place, _ in faults(Fact, FACT | change)] == [where]


def test_an_unknown_field_is_called_that():
    assert faults(Fact, FACT | {"statment": "s"}) == {("statment", "there is no such field")}
    assert str(Fault("statment", "there is no such field")) == "statment: there is no such field"


def test_all_faults_of_all_records_are_told_at_once():
    broken = {"id": "law", "titel": "t", "sources": [*FACT["sources"], {"kind": "official", "title": " "}]}
    told = faults(tuple[Fact, ...], [FACT, FACT | broken, {**FACT, "basis": "guess"}])
    assert {place for place, _ in told} == {"1.id", "1.titel", "1.sources.1.title", "2.basis"}
    assert {what for _, what in faults(Fact, {})} == {"Field required"}
    [whole] = faults(Fact, ["a list"])
    assert whole[0] == ""
    assert str(Fault(*whole)) == whole[1]


def test_a_record_that_makes_no_sense_is_refused_with_its_place():
    spans = [{"first": 1, "last": 1}, {"first": 2, "last": 1}]
    told = faults(Shelf, {"name": "a", "spans": spans, "mark": "a", "labels": {"B": "b"}})
    assert ("spans.1", "Value error, it ends before it starts") in told
    assert {place for place, _ in told} == {"spans.1", "mark", "labels.B.[key]"}
    with pytest.raises(ValueError, match="ends before it starts"):
        Span(first=2, last=1)


def test_a_pattern_beside_other_constraints_holds_with_them():
    assert checked(tuple[FactId, ...], ["law.A01"]) == ("law.A01",)
    [(where, _)] = faults(Shelf, {"name": "a", "spans": [{"first": 1, "last": 1}] * 3})
    assert where == "spans"


def test_records_travel_between_processes(library: Library):
    kinds = (library.facts, library.myths, library.contacts, library.flows, library.steps, library.fees)
    assert all(pickle.loads(pickle.dumps(records)) == records for records in kinds)  # noqa: S301 - made above
    assert all(is_dataclass(fact) and fields(fact) for fact in library.facts.values())


def test_using_records_loads_nothing_that_checks_them():
    modules = (
        "dialogs.dialog, dialogs.turn, dialogs.checking, dialogs.papers.library, dialogs.papers.chart, dialogs.cards, "
        "bot.telegram.groups"
    )
    program = f"import sys, {modules}; print([name for name in sys.modules if name.startswith('pydantic')])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
