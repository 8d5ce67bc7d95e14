"""docs/papers.md lays every kind of paper beside its form, element by element, and shows pictures that are there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from dialogs.papers.paper import NotMade, compose
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import NOW
from tests.each import each
from tests.papers.cases import PAPERS, offers, versions

PAGE = Path("docs/papers.md")
SHORTEST_REASON = 20  # characters
WITHOUT_A_FORM = {  # nobody prescribes what stands in these
    "police_call", "refund_request", "complaint_message", "demand_letter", "loan_demand", "restriction_request",
}  # fmt: skip


def _tables() -> dict[str, list[tuple[str, str]]]:
    """By kind the elements of its form, with what the page says of each."""
    found: dict[str, list[tuple[str, str]]] = {}
    for section in PAGE.read_text("utf-8").split("\n### ")[1:]:
        head, _, body = section.partition("\n")
        cells = [[cell.strip() for cell in row.strip("| ").split("|")] for row in body.splitlines() if row[:1] == "|"]
        rows = [(element, place) for element, place in cells[2:]]
        found |= dict.fromkeys(re.findall(r"`(\w+)`", head), rows)
    return found


TABLES = _tables()


@cache
def _rendered(kind: str) -> str:
    """All that papers of a kind say, in every situation, full and empty."""
    papers: list[str] = []
    for one, known in offers():
        for data in versions(one, known).values() if one.id == kind else ():
            try:
                papers.append(compose(open_dialog().written, one, data, NOW).words)
            except NotMade:
                continue  # a sum that does not fit, where half is not known
    return "\n".join(papers)


def test_every_kind_is_laid_beside_its_form_once():
    rows = [row.split("|")[1] for row in PAGE.read_text("utf-8").splitlines() if row.startswith("| `")]
    told = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    whole = ["complaint" + name if name.startswith("_") else name for name in told]
    assert sorted(whole) == sorted(PAPERS.kinds)


def test_every_kind_with_a_form_is_laid_beside_it_element_by_element():
    assert set(TABLES) == set(PAPERS.kinds) - WITHOUT_A_FORM
    assert all(len(rows) >= 6 for rows in TABLES.values())


@each("kind", sorted(TABLES))
def test_each_element_stands_in_the_paper_or_has_its_reason(kind: str):
    for element, place in TABLES[kind]:
        held = [] if place.startswith("—") else re.findall(r"「([^」]+)」", place)
        assert held or (place.startswith("— ") and len(place) >= SHORTEST_REASON), element
        assert [words for words in held if words not in _rendered(kind)] == [], element


def test_an_element_that_is_in_no_paper_would_be_found():
    assert "委托诉讼代理人" in _rendered("civil_complaint")
    assert "委托诉讼代理人" not in _rendered("police_report")


def test_every_picture_of_the_page_is_there():
    shown = re.findall(r"\((pictures/[\w.]+)\)", PAGE.read_text("utf-8"))
    assert len(shown) == 4
    assert all((PAGE.parent / name).is_file() for name in shown)
