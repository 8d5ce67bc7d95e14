"""What people typed after the first answer, at a question and at two plans; see `followed_up.yaml`."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml

from dialogs.case import Case
from tests.content.test_true_for_everybody import planned
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import Talk
from tests.each import each

ROWS = yaml.load(Path(__file__).with_name("followed_up.yaml").read_text("utf-8"), yaml.CSafeLoader)
PLACES = ("asked", "swindle", "mistake")


@cache
def at(place: str) -> Talk:
    """Where it is typed: a talk that stands at the question or shows the plan."""
    situation = "wrong_recipient" if place == "mistake" else "scam_rebate"
    talk = Talk(open_dialog(), Case(language="zh-Hans")).chooses(f"switch:{situation}")
    return talk if place == "asked" else planned(talk, {"counterpart": "refused"})


def expected() -> list[tuple[str, str, list[str], list[str]]]:
    found: list[tuple[str, str, list[str], list[str]]] = []
    for row in ROWS:
        assert row.keys() <= {"says", "all", "never", *PLACES}, row
        for place in PLACES if row.keys() & {"all", "never"} else sorted(row.keys() & {*PLACES}):
            words = (row.get("all", []) + row.get(place, []), row.get("never", []))
            found += [(place, said, *words) for said in row["says"]]
    return found


@each(("place", "said", "holds", "never"), expected())
def test_what_is_typed_later_is_answered_where_it_is_typed(place: str, said: str, holds: list[str], never: list[str]):
    talk = replace(at(place), turns=[]).says(said)
    assert [words for words in holds if str(words) not in talk.text] == [], talk.text
    assert [words for words in never if words in talk.text] == [], talk.text
